import type {ReplayRequest} from '../request/request.ts'
import {byText, keysBySource, overlaps, type SourceKey} from './key-selection.ts'
import {remainingSlices} from './remaining-slices.ts'
import {verdict, type Verdict} from './verdict.ts'

/** A key that was deleted before, with the latest run that did it. */
export interface DeletedKey extends SourceKey {
  readonly runId: string
}

const shown = 5
const listed = (keys: readonly DeletedKey[]): string => {
  const names = keys.slice(0, shown).map(({dataSource, key}) => `${dataSource} ${key}`)
  return [...names, ...(keys.length > shown ? [`${keys.length - shown} more`] : [])].join(', ')
}

/**
 * A slice is deleted once; a second time only where `repeat_of` names the latest run that deleted every key it shares.
 * @param deletedKeys the latest run of each key, in any order
 * @param doneKeys keys deleted for this same request by a run that did not get through: they are not asked for again
 */
export function judgeRepeat(
  request: Pick<ReplayRequest, 'slices' | 'repeatOf'>,
  deletedKeys: readonly DeletedKey[],
  doneKeys: readonly SourceKey[] = [],
): Verdict | null {
  const selected = keysBySource(remainingSlices(request, doneKeys))
  const again = deletedKeys
    .filter(({dataSource, key}) => overlaps(selected.get(dataSource) ?? new Set(), key))
    .sort((a, b) => byText(a.dataSource, b.dataSource) || byText(a.key, b.key))
  const runs = [...new Set(again.map(({runId}) => runId))].sort(byText)
  const [first, ...others] = runs

  if (first === undefined) {
    if (request.repeatOf === null || doneKeys.length > 0) return null
    return verdict(
      'REPEAT_OF_UNKNOWN',
      `repeat_of names run ${request.repeatOf}, which deleted nothing that this request selects: ` +
        'remove the line `repeat_of`, or correct the run id.',
    )
  }
  if (others.length > 0) {
    const byRun = runs.map((runId) => `${runId} (${listed(again.filter((key) => key.runId === runId))})`)
    return verdict(
      'ALREADY_DELETED',
      `Several runs deleted what this request selects: ${byRun.join('; ')}. ` +
        'Make one request for each of them, each with its line `repeat_of: <run id>`.',
    )
  }
  if (first === request.repeatOf) return null
  const named = request.repeatOf === null ? '' : `, not run ${request.repeatOf} that repeat_of names`
  return verdict(
    'ALREADY_DELETED',
    `Run ${first} deleted ${listed(again)} before${named}. ` +
      `If it was loaded again and must be deleted again, write the line \`repeat_of: ${first}\` in the request.`,
  )
}
