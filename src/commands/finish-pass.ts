import type {TakenRequest} from '../core/plan/run-plan.ts'
import {ReplayError} from '../core/replay-error.ts'
import {isDone} from '../core/report/outcome.ts'
import type {RunRecord} from '../core/run/run-record.ts'
import type {Settings} from '../core/settings/settings.ts'
import type {Epoch, RequestFile, World} from '../ports.ts'
import {reprocess} from '../steps/reprocess.ts'
import {republishDueReports} from '../steps/republish.ts'

export interface FinishedPass {
  /** Runs whose reports were published again. */
  readonly renewed: readonly RunRecord[]
  /** The first thing that failed; the next pass does it again. */
  readonly unfinished: ReplayError | null
}

type DoneFile = RequestFile & {readonly requestId: string}

/** Files whose request the run has done, all of it. */
export const filesDone = (taken: readonly TakenRequest[], {deletions}: RunRecord): readonly DoneFile[] =>
  taken
    .filter(({slices}) =>
      slices.every(({dataSource}) => {
        const mine = deletions.filter((deletion) => deletion.dataSource === dataSource)
        return mine.length > 0 && mine.every(isDone)
      }),
    )
    .flatMap(({request, files}) => files.map((file) => ({...file, requestId: request.id})))

/**
 * What belongs to no single run: which files need nothing any more, what came back of earlier runs, and their reports.
 * It must not hide what was done.
 */
export async function finishPass(
  world: World,
  settings: Settings,
  epoch: Epoch,
  {doneFiles, hasCounted}: {readonly doneFiles: readonly DoneFile[]; readonly hasCounted: boolean},
): Promise<FinishedPass> {
  let renewed: readonly RunRecord[] = []
  let unfinished: ReplayError | null = null
  const acts = [
    // Else `status` calls them pending until the next pass.
    ...(doneFiles.length === 0 ? [] : [() => world.memory.settleFiles(epoch, doneFiles)]),
    ...(hasCounted ? [] : [() => reprocess(world, settings, epoch)]),
    async () => {
      renewed = await republishDueReports(world, settings, epoch)
    },
  ]
  for (const act of acts) {
    try {
      await act()
    } catch (error) {
      if (!(error instanceof ReplayError) || ['STOPPED', 'BUG'].includes(error.code)) throw error
      world.log.warn(`${error.code}: ${error.message}`)
      unfinished ??= error
    }
  }
  return {renewed, unfinished}
}
