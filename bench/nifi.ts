import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {systemClock} from '../src/adapters/clock/system-clock.ts'
import type {Database} from '../src/adapters/postgres/connection.ts'
import {grantsSql} from '../src/adapters/postgres/grants.ts'
import {postgresHandOvers} from '../src/adapters/postgres/hand-overs.ts'
import {cqubeCatalogue} from '../src/core/catalogue/cqube-catalogue.ts'
import {flowNames} from '../src/core/nifi/replay-flow.ts'
import {flowKeeper} from '../src/steps/flow-keeper.ts'
import {nifiEngine} from '../src/steps/nifi-engine.ts'
import {nifiHomes} from '../test/support/nifi-home.ts'
import {databaseDriver, installedFlow, type InstalledFlow} from '../test/support/nifi-site.ts'
import {aRun, newRunId, runnerOn, submissionOf} from '../test/support/runner.ts'
import type {BenchServer} from './database.ts'
import type {Line} from './figures.ts'
import {median} from './measure.ts'
import type {Scale} from './scale.ts'

const table = 'student_attendance_staging_1'
const rowsOfEach = 2
const role = 'bench_nifi'

/** Deletions of few rows through a real NiFi: what NiFi takes, what the runner adds, and many at once. */
export async function measureNifi(
  server: BenchServer,
  {repetitions, queuedDeletions}: Scale,
): Promise<readonly Line[]> {
  const [home] = nifiHomes()
  if (home === undefined || databaseDriver(home) === null) {
    const why = 'no NiFi home with a JDBC driver (CONTRIBUTING.md)'
    return [{server: server.title, what: 'deletions through NiFi', why}]
  }
  const singles = 2 * repetitions + 1
  const template = await server.template([monthsSql(2 * singles + queuedDeletions)])
  const directory = mkdtempSync(join(tmpdir(), 'cqube-replay-bench-emission-'))
  try {
    return await template.onCopy(async (database, address) => {
      const {port, pathname} = new URL(address)
      const site = await openSite(database, directory)
      const account = {port: Number(port), name: pathname.slice(1), user: role}
      const flow = await installedFlow(home, account, {storage: 'local', directory})
      try {
        const title = `NiFi ${home.version}, ${server.title}`
        return [...(await onePerRun(title, site, flow, singles)), ...(await manyAtOnce(title, site, queuedDeletions))]
      } finally {
        await flow.stop()
      }
    })
  } finally {
    await template.drop()
    rmSync(directory, {recursive: true, force: true})
  }
}

const monthOf = (n: number): {readonly year: number; readonly month: number} => ({
  year: 1900 + Math.floor(n / 12),
  month: (n % 12) + 1,
})

const monthsSql = (months: number): string =>
  `insert into ${table} (ff_uuid, year, month) select 'b' || m || r, 1900 + m / 12, m % 12 + 1
     from generate_series(0, ${months - 1}) m, generate_series(1, ${rowsOfEach}) r;`

type Site = Awaited<ReturnType<typeof openSite>>

async function openSite(database: Database, directory: string) {
  await database.query(
    grantsSql({planner: `${role}_p`, runner: `${role}_r`, nifi: role, dataSchema: 'public', catalogue: cqubeCatalogue}),
  )
  await database.query(`alter role ${role} login`)
  const runner = runnerOn(database, 'bench', 36_000)
  const epoch = await runner.lease.take()
  let months = 0
  return {
    database,
    epoch,
    handOvers: postgresHandOvers(database),
    /** A run whose document of one month lies in the emission store. */
    emit: async (): Promise<string> => {
      const runId = newRunId()
      const {year, month} = monthOf(months++)
      await runner.journal.start(epoch, aRun(runId))
      const slice = {kind: 'months', dataSource: 'student_attendance', year, months: [month]} as const
      const submission = await submissionOf(database, runId, slice)
      await runner.submissions.submit(epoch, runId, submission)
      for (const {key, bytes, documentNo} of submission.documents) {
        mkdirSync(dirname(join(directory, key)), {recursive: true})
        writeFileSync(join(directory, key), bytes)
        await runner.submissions.emitted(epoch, runId, documentNo)
      }
      return runId
    },
  }
}

/** From the hand-over to the row in the ledger, and what the runner takes beside it. */
async function onePerRun(title: string, site: Site, flow: InstalledFlow, count: number): Promise<readonly Line[]> {
  const {database, epoch, handOvers} = site
  const [log, points] = [
    {progress: () => undefined, warn: () => undefined, advance: () => undefined},
    {reach: () => undefined},
  ]
  const measure = async (trigger: 'run' | 'schedule') => {
    const settings = {address: flow.server.address, group: flowNames.group, trigger}
    const keeper = flowKeeper(flow.nifi, settings, {clock: systemClock, log})
    const engine = nifiEngine({handOvers, keeper, clock: systemClock, log, points}, {deadlineMinutes: 5})
    const [inNifi, inAll]: [number[], number[]] = [[], []]
    for (let n = 0; n < count; n++) {
      const runId = await site.emit()
      // NiFi asks every two seconds: a start that is always at the same time after a question would be luck.
      await sleep((n * 2000) / count)
      const startedAt = performance.now()
      await engine.begin(epoch, runId)
      const document = {documentNo: 1, key: '', content: {}, bytes: '', sha256: ''}
      await engine.execute(epoch, {runId, documentNo: 1, dataSource: 'student_attendance'}, document)
      await engine.end()
      inAll.push(performance.now() - startedAt)
      const [row] = await database.query(
        'select extract(epoch from finished_at - handed_over_at) * 1000 as ms from cqube_replay.deletion where run_id = $1',
        [runId],
      )
      inNifi.push(Number(row?.['ms']))
    }
    return {nifi: median(inNifi), all: median(inAll)}
  }

  const schedule = await measure('schedule')
  await flow.nifi.flow.stop(flow.groupId, 30_000)
  await flow.nifi.services.disable(flow.groupId, 30_000)
  const run = await measure('run')
  await flow.nifi.services.enable(flow.groupId, 30_000)
  await flow.nifi.flow.start(flow.groupId, 30_000)
  const side = (name: string, ms: number) => ({name, ms})
  const figure = (what: string, value: number, atMost: number, times: readonly {name: string; ms: number}[]): Line => ({
    server: title,
    what,
    times,
    value,
    unit: 'ms',
    target: {atMost},
  })
  return [
    figure('a deletion of few rows, handed over to done, the flow running', schedule.nifi, 3000, [
      side('NiFi', schedule.nifi),
    ]),
    figure('the same where the run starts the flow', run.nifi, 3000, [side('NiFi', run.nifi)]),
    figure('what the runner adds to NiFi, the flow running', schedule.all - schedule.nifi, 2000, [
      side('run', schedule.all),
      side('NiFi', schedule.nifi),
    ]),
    figure('what the runner adds where it starts and stops the flow', run.all - run.nifi, 2000, [
      side('run', run.all),
      side('NiFi', run.nifi),
    ]),
  ]
}

/** All of them are there when NiFi asks next. */
async function manyAtOnce(title: string, site: Site, count: number): Promise<readonly Line[]> {
  const {database, epoch, handOvers} = site
  const runIds: string[] = []
  for (let n = 0; n < count; n++) runIds.push(await site.emit())
  const open = async (): Promise<number> => {
    const [row] = await database.query(
      "select count(*) as n from cqube_replay.deletion where run_id in (select unnest($1::text[])) and state <> 'DONE'",
      [runIds],
    )
    return Number(row?.['n'])
  }
  const startedAt = performance.now()
  for (const runId of runIds) await handOvers.handOver(epoch, runId)
  while ((await open()) > 0) await sleep(250)
  const ms = performance.now() - startedAt
  const [row] = await database.query(
    `select (select count(*) from ${table}) as left,
       (select coalesce(sum(archived), 0) from cqube_replay.deletion_table where run_id in (select unnest($1::text[]))) as archived`,
    [runIds],
  )
  const wrong = Number(row?.['left']) + Math.abs(Number(row?.['archived']) - count * rowsOfEach)
  return [
    {
      server: title,
      what: `${count} deletions handed over at once`,
      times: [{name: 'all', ms}],
      value: ms,
      unit: 'ms',
      target: null,
    },
    {
      server: title,
      what: `rows of these ${count} that were left, or archived more than once or not at all`,
      times: [],
      value: wrong,
      unit: 'count',
      target: {atMost: 0},
    },
  ]
}
