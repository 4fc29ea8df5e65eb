import {selectionsToCount} from '../../core/plan/attribute.ts'
import {packKeys} from '../../core/plan/pack-keys.ts'
import {ReplayError} from '../../core/replay-error.ts'
import {sliceWords} from '../../core/report/slice-words.ts'
import type {ReplayRequest} from '../../core/request/request.ts'
import type {Slice} from '../../core/slice.ts'
import type {RequestMemory} from '../../ports.ts'

/** A run that deleted some of what a request selects, and what of it. */
export interface EarlierDeletion {
  readonly runId: string
  readonly slices: readonly Slice[]
}

/** The latest runs that deleted what a request selects, oldest first. */
export async function earlierDeletions(
  memory: Pick<RequestMemory, 'deleted'>,
  {slices}: Pick<ReplayRequest, 'slices'>,
): Promise<readonly EarlierDeletion[]> {
  const {byKey} = await memory.deleted([], selectionsToCount(slices))
  const runs = [...new Set(byKey.map(({runId}) => runId))].sort()
  const kinds = new Map(slices.map(({dataSource, kind}) => [dataSource, kind]))
  return runs.map((runId) => ({
    runId,
    slices: [...kinds].flatMap(([dataSource, kind]) =>
      packKeys(
        kind,
        dataSource,
        new Set(byKey.filter((key) => key.runId === runId && key.dataSource === dataSource).map(({key}) => key)),
      ),
    ),
  }))
}

/** `Run 20261101T163000Z-4f2a deleted student_attendance March 2021` */
export const earlierDeletionText = ({runId, slices}: EarlierDeletion): string =>
  `Run ${runId} deleted ${slices.map((slice) => `${slice.dataSource} ${sliceWords(slice)}`).join('; ')}`

/**
 * Whether a request may be written as it is. A second deletion is asked for in so many words, and a request can repeat
 * one run only.
 * @returns the run that must be named first; null when nothing is in the way
 * @throws {ReplayError} ALREADY_DELETED when several runs are in the way
 */
export function runToRepeat(
  {repeatOf}: Pick<ReplayRequest, 'repeatOf'>,
  earlier: readonly EarlierDeletion[],
): EarlierDeletion | null {
  const [first, ...others] = earlier
  if (first === undefined) return null
  if (others.length > 0) {
    throw new ReplayError(
      'ALREADY_DELETED',
      `Nothing was written: several runs deleted what the request selects, and a request can repeat one of them. ` +
        `${earlier.map(earlierDeletionText).join('. ')}. Write a request for each.`,
    )
  }
  return first.runId === repeatOf ? null : first
}
