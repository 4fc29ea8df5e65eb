import {figure, rowsOf} from '../core/plan/figures.ts'
import {ReplayError} from '../core/replay-error.ts'
import {reportFolder} from '../core/report/index-page.ts'
import {readRequest} from '../core/request/read-request.ts'
import {archivedRows, lastRun, selectedRows, stateRows, sumOf, type StateRows} from '../demo/count.ts'
import {
  attendancePath,
  copyPath,
  corrected,
  examPath,
  misspelt,
  renamedPath,
  requests,
  settingsText,
} from '../demo/requests.ts'
import type {DemoCommands, DemoSite} from '../demo/site.ts'
import {deletedTables, fixtureDdl} from '../fixture/ddl.ts'
import {fixtureSql} from '../fixture/generate.ts'
import {settingsPath} from './settings-file.ts'

export interface DemoStage {
  readonly commands: DemoCommands
  /** A paragraph. */
  readonly say: (text: string) => void
  /** Markdown for people at a terminal. */
  readonly show: (markdown: string) => void
  /** Runs a part of the story under its title and tells how long it took. Throws STOPPED when the user asked to stop. */
  readonly chapter: <T>(title: string, act: () => Promise<T>) => Promise<T>
  /** `YYYY-MM-DD` */
  readonly today: string
}

export interface DemoOutcome {
  readonly runId: string
  readonly reportPath: string
}

/** Whatever is said to have happened was looked up first; a figure that is not as it must be ends the demo. */
function expect(what: string, found: number, wanted: number): void {
  if (found === wanted) return
  throw new ReplayError('BUG', `${what}: ${figure(found)}, where it must be ${figure(wanted)}.`)
}

/**
 * A replay from the wrong data to the report, told as it happens, by the program's own commands.
 * @throws {ReplayError} whatever a command met; BUG when a command or a count is not as it must be
 */
export async function demo(site: DemoSite, stage: DemoStage): Promise<DemoOutcome> {
  const before = await stage.chapter('A small state', () => loadState(site, stage))
  await stage.chapter('Four requests', () => writeRequests(site, stage))
  await stage.chapter('validate: a mistake is found before anything happens', () => correctMistake(site, stage))
  const expected = await stage.chapter('plan: what would be deleted, row by row', () => planRequests(site, stage))
  const outcome = await stage.chapter('run: delete, archive, report', () => runOnce(site, stage, before, expected))
  await stage.chapter('run again: nothing is deleted twice', () => runAgain(site, stage))
  await stage.chapter('The report', async () => {
    stage.show((await site.repository.read('replay-reports', outcome.reportPath)) ?? '')
  })
  return outcome
}

async function loadState({query}: DemoSite, {say, commands}: DemoStage): Promise<StateRows> {
  await query(fixtureDdl().join('\n'))
  await query(fixtureSql().join('\n'))
  const [server] = await query("select current_setting('server_version') as version")
  const rows = await stateRows(query)
  say(
    `PostgreSQL ${String(server?.['version'])} was started for this demo. It holds the ${deletedTables.length} tables of ` +
      `cQube that a replay deletes from, with ${rowsOf(sumOf(rows.values()))} of made-up data: 60 schools, June 2019 to ` +
      'May 2021. The owner of the database installs the ledger, once:',
  )
  expect('Exit code of db migrate', await commands.migrate(), 0)
  return rows
}

async function writeRequests({files}: DemoSite, {say}: DemoStage): Promise<void> {
  await files.write(settingsPath, settingsText)
  for (const {path, text} of requests) await files.write(path, text)
  const reasons = requests.map(({path, text}) => `  ${path}\n    ${/^reason: (.*)$/m.exec(text)?.[1] ?? ''}`)
  say(`A replay is a file in Git. An administrator writes four:\n\n${reasons.join('\n')}`)
  say(`The first one has a spelling mistake in it:\n\n${indented(await files.read(attendancePath))}`)
}

const indented = (text: string): string => text.trimEnd().replace(/^/gm, '  ')

async function correctMistake({files}: DemoSite, {say, commands}: DemoStage): Promise<void> {
  expect('Exit code of validate', await commands.validate(attendancePath), 1)
  await files.write(attendancePath, (await files.read(attendancePath)).replace(misspelt, corrected))
  say(`The mistake is corrected: \`${corrected}\`. The next command adds the row contract.`)
}

async function planRequests(site: DemoSite, {say, commands, today}: DemoStage): Promise<StateRows> {
  expect('Exit code of plan', await commands.planWrite(), 0)
  const contracts = await rowContracts(site, today)
  say(
    `The row contract \`expect\` is in each file now. The first one:\n\n${indented(await site.files.read(attendancePath))}`,
  )
  const commit = await site.repository.push('Ask for four replays')
  say(
    `The files are committed and pushed to branch main (${commit.slice(0, 12)}). In real life a pull request and its ` +
      'review stand here; the demo has nobody to ask.',
  )
  return contracts
}

/** What the files say that they will delete, by data source. */
async function rowContracts({files}: DemoSite, today: string): Promise<StateRows> {
  const contracts = new Map<string, number>()
  for (const {path} of requests) {
    const bytes = new TextEncoder().encode(await files.read(path))
    const rows = readRequest(bytes, path, {today, addedSources: {}}).request?.expect?.rows
    if (rows === undefined) throw new ReplayError('BUG', `${path} has no row contract after plan --write.`)
    for (const [dataSource, count] of Object.entries(rows)) contracts.set(dataSource, count)
  }
  return contracts
}

async function runOnce(site: DemoSite, {say, commands}: DemoStage, before: StateRows, contracts: StateRows) {
  const {query} = site
  expect('Exit code of run', await commands.run(), 0)
  const after = await stateRows(query)
  for (const [dataSource, rows] of before) {
    expect(`Rows of ${dataSource} that are gone`, rows - (after.get(dataSource) ?? 0), contracts.get(dataSource) ?? 0)
  }
  const deleted = sumOf(contracts.values())
  expect('Rows in the archive', await archivedRows(query), deleted)
  expect('Selected rows that are left', await selectedRows(query), 0)
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
  return {runId, reportPath}
}

async function runAgain({files, repository, query}: DemoSite, {say, commands}: DemoStage): Promise<void> {
  const before = [...(await stateRows(query)).values()]
  const archived = await archivedRows(query)
  await files.write(copyPath, (await files.read(attendancePath)).replace('CQB-1234', 'CQB-5678'))
  await files.rename(examPath, renamedPath)
  await repository.push('Copy one request, rename another')
  say(
    `The first request is copied to ${copyPath}, with another ticket; that of the exam is renamed to ${renamedPath}. Both ` +
      'are pushed. A request is what it selects, whatever its file is called and says besides:',
  )
  expect('Exit code of the second run', await commands.run(), 0)
  const after = [...(await stateRows(query)).values()]
  before.forEach((rows, index) => {
    expect('Rows of a data source after the second run', after[index] ?? 0, rows)
  })
  expect('Archived rows after the second run', await archivedRows(query), archived)
  expect('Runs', (await lastRun(query)).runs, 1)
  say(`Counted again: ${rowsOf(sumOf(after))}, as before. 0 rows were deleted.`)
}
