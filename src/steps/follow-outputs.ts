import {outputRecord} from '../core/outputs/output-record.ts'
import type {Settings} from '../core/settings/settings.ts'
import type {Epoch} from '../ports.ts'
import {moveObjects} from './outputs/move-objects.ts'
import type {OutputWorld} from './outputs/output-world.ts'
import {refreshViews} from './outputs/refresh-views.ts'
import {writeOptionFiles} from './outputs/write-option-files.ts'

/**
 * Brings the objects that cQube's reports read in line with what the run deleted: the option files are written, views
 * are refreshed, objects of periods without a row are archived. What is done is in the ledger before the next act, so a
 * run that was stopped goes on where it was.
 * @throws {ReplayError} OUTPUT_FAILED: nothing is lost, and the next run goes on
 */
export async function followOutputs(
  world: OutputWorld,
  settings: Pick<Settings, 'outputs'>,
  epoch: Epoch,
  runId: string,
): Promise<void> {
  world.points.reach('before-outputs')
  const {deletions} = await world.journal.record(runId)
  const done = deletions.filter(({state}) => state === 'DONE')
  if (done.length === 0) return
  const {store, journal} = world.outputs
  if (store === null) {
    await journal.settle(epoch, runId, [outputRecord({kind: 'store', name: 'outputs', action: 'off', objects: 0})])
    return
  }
  const dataSources = [...new Set(done.map(({dataSource}) => dataSource))].sort()
  await writeOptionFiles(world, store, epoch, runId)
  if (settings.outputs.refreshViews) await refreshViews(world, epoch, runId, dataSources)
  const examMonths = await journal.examMonths(runId)
  const deleted = dataSources.map((dataSource) => ({
    dataSource,
    keys: done.filter((deletion) => deletion.dataSource === dataSource).flatMap(({keys}) => keys),
    examMonths: examMonths.filter((months) => months.dataSource === dataSource),
  }))
  await moveObjects(world, store, settings.outputs, epoch, runId, deleted)
  world.points.reach('outputs-done')
}
