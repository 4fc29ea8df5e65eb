import {staleViews} from '../../core/outputs/key-templates.ts'
import {outputRecord} from '../../core/outputs/output-record.ts'
import {ReplayError} from '../../core/replay-error.ts'
import type {Epoch} from '../../ports.ts'
import type {OutputWorld} from './output-world.ts'

/** Refreshes the materialized views that the deletions left stale. One that fails is named, and the run goes on. */
export async function refreshViews(
  {outputs: {views, journal}, log}: OutputWorld,
  epoch: Epoch,
  runId: string,
  dataSources: readonly string[],
): Promise<void> {
  const hasHelper = await views.hasHelper()
  for (const dataSource of dataSources) {
    const names = await views.named(staleViews[dataSource] ?? [])
    const record = (name: string) => ({kind: 'view', name, dataSource}) as const
    if (!hasHelper) {
      const detail = 'The helper that refreshes views is not installed: see `cqube-replay db views`.'
      await journal.settle(
        epoch,
        runId,
        names.map((name) => outputRecord({...record(name), action: 'failed', detail})),
      )
      continue
    }
    for (const [index, name] of names.entries()) {
      log.advance(`Refreshing views of ${dataSource}`, index + 1, names.length)
      const failure = await failureOf(() => views.refresh(name))
      await journal.settle(epoch, runId, [
        outputRecord({...record(name), action: failure === null ? 'refreshed' : 'failed', detail: failure}),
      ])
    }
  }
}

/** @returns what the view's refreshment met; a database that is gone is no fault of the view */
async function failureOf(act: () => Promise<void>): Promise<string | null> {
  try {
    await act()
    return null
  } catch (error) {
    if (!(error instanceof ReplayError) || error.code === 'DATABASE_UNREACHABLE') throw error
    return `${error.code}: ${error.message}`
  }
}
