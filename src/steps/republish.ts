import type {RunRecord} from '../core/run/run-record.ts'
import type {Settings} from '../core/settings/settings.ts'
import type {Epoch, World} from '../ports.ts'
import {report} from './report.ts'

/**
 * Publishes again the reports that no longer say all that the ledger knows. A run is due until its new report is
 * recorded, so one that was cut short is published by the next pass; a report that did not change makes no commit.
 * @returns the runs, oldest first
 * @throws {ReplayError} REPORT_NOT_PUSHED; this report and the ones behind it stay due
 */
export async function republishDueReports(
  world: Pick<World, 'dueReports' | 'journal' | 'reports' | 'points' | 'log'>,
  settings: Settings,
  epoch: Epoch,
): Promise<readonly RunRecord[]> {
  const renewed: RunRecord[] = []
  for (const runId of await world.dueReports.due()) {
    world.log.progress(`What came back of run ${runId} changed; publishing its report again.`)
    await report(world, settings, epoch, runId)
    renewed.push(await world.journal.record(runId))
  }
  return renewed
}
