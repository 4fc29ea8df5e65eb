import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import pg from 'pg'
import {cqubeCatalogue} from '../../../src/core/catalogue/cqube-catalogue.ts'
import type {RunPoint} from '../../../src/core/run/run-points.ts'
import {grantsSql} from '../../../src/adapters/postgres/grants.ts'
import {openDatabase} from '../../../src/adapters/postgres/connection.ts'
import {migrate} from '../../../src/adapters/postgres/migrate.ts'
import {startPostgres, type PostgresServer} from '../../../src/adapters/embedded-postgres/server.ts'
import {fixtureDdl} from '../../../src/fixture/ddl.ts'
import type {NifiGroup} from '../../../src/ports/nifi.ts'
import type {ServerName} from '../../support/database.ts'
import {connectionOptions, type LedgerDatabase} from '../../support/ledger.ts'
import type {NifiHome} from '../../support/nifi-home.ts'
import {databaseDriver, installedFlow, type InstalledFlow} from '../../support/nifi-site.ts'
import {createOperator, requestText, type Operator} from '../../support/operator.ts'
import {postgresBinaries} from '../../support/postgres-binaries.ts'
import {loadingFlow} from './loading-flow.ts'

export const loadingGroup = 'transform_student_attendance'
const table = 'student_attendance_trans'
const user = 'cqube_replay_nifi'

/** An operator, a PostgreSQL of their own, and a NiFi with our flow and a small ingestion; both are stopped at first. */
export interface WholeWay {
  readonly operator: Operator
  readonly server: PostgresServer
  readonly flow: InstalledFlow
  readonly loading: NifiGroup
  /** Rows of a month of 2020, as the lines of the file that brought them. */
  load(month: number, rows: number): Promise<string>
  rows(month: number): Promise<number>
  archived(runId: string): Promise<number>
  /** Merges a request for a month of 2020. */
  request(month: number): void
  /** What a provider of the state does: puts a corrected file where the ingestion takes it. */
  emit(name: string, lines: string): void
  /** Holds a lock on the table until it is let go. */
  lock(): Promise<() => Promise<void>>
  /** Whether NiFi waits for that lock. */
  isWaiting(): Promise<boolean>
  /** States of the processors of a group, each once. */
  statesOf(groupId: string): Promise<readonly string[]>
  letLeaseEnd(): Promise<unknown>
  stop(): Promise<void>
}

export const settingsOf = (address: string, more: Readonly<Record<string, unknown>> = {}) => ({
  engine: 'nifi',
  nifi: {address, trigger: 'run', deadline_minutes: 3, ...more},
  database: {lock_timeout_seconds: 3},
})

export async function wholeWay(home: NifiHome, name: ServerName): Promise<WholeWay> {
  const server = await startPostgres({binDirectory: postgresBinaries(name) ?? ''})
  const connectionString = `postgresql://postgres@127.0.0.1:${server.port}/postgres`
  const database: LedgerDatabase = {
    ...openDatabase(connectionOptions(connectionString)),
    connectionString,
    drop: async () => undefined,
  }
  await database.query(fixtureDdl().join('\n'))
  await migrate(database, {dataSchema: 'public', ledgerId: 'a1b2c3d4', catalogue: cqubeCatalogue})
  await database.query(grantsSql({nifi: user, dataSchema: 'public', catalogue: cqubeCatalogue}))
  await database.query(`alter role ${user} login`)
  const operator = await createOperator(name, {database})
  const files = join(operator.git.root, 'files')
  mkdirSync(files)
  const account = {port: server.port, name: 'postgres', user}
  const flow = await installedFlow(home, account, {storage: 'local', directory: operator.emission})
  const {nifi, groupId} = flow
  await nifi.flow.stop(groupId, 30_000)
  await nifi.services.disable(groupId, 30_000)
  const loading = await nifi.groups.create(await nifi.server.rootGroupId(), {name: loadingGroup})
  await nifi.flow.replace(
    loading.id,
    loadingFlow({
      name: loadingGroup,
      directory: files,
      url: `jdbc:postgresql://127.0.0.1:${server.port}/postgres`,
      driverFile: databaseDriver(home) ?? '',
      table,
      columns: ['attendance_id', 'student_id', 'school_id', 'year', 'month'],
    }),
  )
  operator.settings(settingsOf(flow.server.address))
  const count = async (sql: string, values: readonly unknown[] = []): Promise<number> =>
    Number((await database.query(sql, values))[0]?.['n'])
  return {
    operator,
    server,
    flow,
    loading,
    load: async (month, rows) => {
      const [row] = await database.query(
        `with new as (insert into ${table} (attendance_id, student_id, school_id, year, month)
            select n, 70000000 + n, 100, 2020, $1 from generate_series(1, $2) n returning *)
          select string_agg(concat_ws(',', attendance_id, student_id, school_id, year, month), E'\\n') as lines from new`,
        [month, rows],
      )
      return String(row?.['lines'])
    },
    rows: (month) => count(`select count(*) as n from ${table} where year = 2020 and month = $1`, [month]),
    archived: (runId) => count('select sum(rows) as n from cqube_replay.archive where run_id = $1', [runId]),
    request: (month) => {
      const months = [String(month).padStart(2, '0')]
      operator.request({[`month-${months[0] ?? ''}.json`]: requestText({student_attendance: {year: '2020', months}})})
    },
    emit: (file, lines) => {
      writeFileSync(join(files, file), `${lines}\n`)
    },
    lock: async () => {
      const session = new pg.Client({connectionString})
      await session.connect()
      await session.query(`begin; lock table ${table} in row exclusive mode`)
      return () => session.end()
    },
    isWaiting: async () =>
      (await count('select count(*) as n from pg_stat_activity where usename = $1 and wait_event_type = $2', [
        user,
        'Lock',
      ])) > 0,
    statesOf: async (id) => [...new Set((await nifi.watch.health(id)).processors.map(({state}) => state))].sort(),
    letLeaseEnd: () => database.query("update cqube_replay.lease set expires_at = '-infinity'"),
    stop: async () => {
      await flow.stop()
      await database.end()
      await operator.remove()
      await server.dispose()
    },
  }
}

/** When a run reached each of its points for the first time, in ms. */
export function stopwatch() {
  const times = new Map<RunPoint, number>()
  const reach = (point: RunPoint): void => {
    if (!times.has(point)) times.set(point, performance.now())
  }
  const between = (from: RunPoint, to: RunPoint): string => {
    const [a, b] = [times.get(from), times.get(to)]
    return a === undefined || b === undefined ? 'not reached' : `${((b - a) / 1000).toFixed(2)} s`
  }
  return {reach, between}
}
