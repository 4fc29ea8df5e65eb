import {figure, rowsOf} from '../../core/plan/figures.ts'
import {ReplayError} from '../../core/replay-error.ts'
import {reportFolder} from '../../core/report/index-page.ts'
import {archivedRows, lastRun, selectedRows, stateRows, sumOf, type StateRows} from '../count.ts'
import {attendancePath, copyPath, examPath, renamedPath, vanishedKeys} from '../requests.ts'
import type {DemoSite} from '../site.ts'
import {expectFigure, type DemoStage} from '../stage.ts'

export interface DemoOutcome {
  readonly runId: string
  readonly reportPath: string
}

export async function runOnce(
  site: DemoSite,
  {say, commands}: DemoStage,
  before: StateRows,
  contracts: StateRows,
): Promise<DemoOutcome> {
  const {query} = site
  expectFigure('Exit code of run', await commands.run(), 0)
  const after = await stateRows(query)
  for (const [dataSource, rows] of before) {
    const gone = rows - (after.get(dataSource) ?? 0)
    expectFigure(`Rows of ${dataSource} that are gone`, gone, contracts.get(dataSource) ?? 0)
  }
  const deleted = sumOf(contracts.values())
  expectFigure('Rows in the archive', await archivedRows(query), deleted)
  expectFigure('Selected rows that are left', await selectedRows(query), 0)
  const {runId} = await lastRun(query)
  const reportPath = `replay-reports/${reportFolder(runId)}/report.md`
  if ((await site.repository.read('replay-reports', reportPath)) === null) {
    throw new ReplayError('BUG', `The reports branch of the remote has no ${reportPath}.`)
  }
  say(
    `Counted again by the demo, with queries of its own: the tables held ${rowsOf(sumOf(before.values()))} and hold ` +
      `${figure(sumOf(after.values()))}. The ${figure(deleted)} that are gone are those of the row contracts, data source ` +
      'by data source, and as many lie in the archive. Of the slices that were asked for 0 rows are left.',
  )
  await tellOutputs(site, say, runId)
  return {runId, reportPath}
}

/** What a report of cQube showed of the deleted months lies aside now; everything else is where it was. */
async function tellOutputs({outputs}: DemoSite, say: DemoStage['say'], runId: string): Promise<void> {
  const moved = await outputs.list(`cqube_replay_archive/${runId}/`)
  const left = (await Promise.all(vanishedKeys.map((folder) => outputs.list(folder)))).flat()
  expectFigure('Files of vanished months that are still shown', left.length, 0)
  say(
    `The files of cQube's reports followed: ${moved.length} of months without any row were moved aside, so that no report ` +
      `shows what is gone. One of them:\n\n  ${moved[0] ?? ''}`,
  )
}

export async function runAgain({files, repository, query}: DemoSite, {say, commands}: DemoStage): Promise<void> {
  const before = [...(await stateRows(query)).values()]
  const archived = await archivedRows(query)
  await files.write(copyPath, (await files.read(attendancePath)).replace('CQB-1234', 'CQB-5678'))
  await files.rename(examPath, renamedPath)
  await repository.push('Copy one request, rename another')
  say(
    `The first request is copied to ${copyPath}, with another ticket; that of the exam is renamed to ${renamedPath}. Both ` +
      'are pushed. A request is what it selects, whatever its file is called and says besides:',
  )
  expectFigure('Exit code of the second run', await commands.run(), 0)
  const after = [...(await stateRows(query)).values()]
  before.forEach((rows, index) => {
    expectFigure('Rows of a data source after the second run', after[index] ?? 0, rows)
  })
  expectFigure('Archived rows after the second run', await archivedRows(query), archived)
  expectFigure('Runs', (await lastRun(query)).runs, 1)
  say(`Counted again: ${rowsOf(sumOf(after))}, as before. 0 rows were deleted.`)
}
