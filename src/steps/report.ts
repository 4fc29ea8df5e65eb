import {reportJson} from '../core/report/report-json.ts'
import {reportMarkdown} from '../core/report/report-markdown.ts'
import type {Settings} from '../core/settings/settings.ts'
import type {Epoch, World} from '../ports.ts'

/** Builds the report from what the ledger holds and brings it to the reports branch; again if need be, with equal bytes. */
export async function report(
  world: Pick<World, 'journal' | 'reports' | 'dueReports' | 'points' | 'log'>,
  settings: Settings,
  epoch: Epoch,
  runId: string,
): Promise<void> {
  const record = await world.journal.record(runId)
  const options = {timeZone: settings.timeZone}
  const built = {record, json: reportJson(record, options), markdown: reportMarkdown(record, options)}
  world.points.reach('report-built')
  const commit = await world.reports.publish(built, () => world.dueReports.requireLease(epoch))
  world.points.reach('before-report-recorded')
  await world.journal.reported(epoch, runId, commit)
  world.points.reach('report-recorded')
  world.log.progress(
    `Report of run ${runId} is on branch ${settings.git.reportsBranch}, commit ${commit.slice(0, 12)}.`,
  )
}
