import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import pg from 'pg'
import {openDatabase, type Database} from '../../../src/adapters/postgres/connection.ts'
import {servers} from '../../support/database.ts'
import {connectionOptions, ledgerDatabase, type LedgerDatabase} from '../../support/ledger.ts'
import {failureOf, march2020, rowsOf, testRunner, type TestRunner} from './submitted-deletion.ts'

const teachers = {...march2020, dataSource: 'teacher_attendance'} as typeof march2020
const call = (runId: string) =>
  [
    `select * from cqube_replay.execute_deletion($1, 1, 'student_attendance',
       (select content from cqube_replay.document where run_id = $1))`,
    [runId],
  ] as const

describe.each(servers)('deletions that NiFi executes, on $name', ({name}) => {
  let database: LedgerDatabase
  let runner: TestRunner
  let other: Database

  beforeEach(async () => {
    database = await ledgerDatabase(name)
    runner = await testRunner(database)
    other = openDatabase(connectionOptions(database.connectionString))
  })
  afterEach(async () => {
    await other.end()
    await database.drop()
  })

  const handOver = (runId: string) => database.query('select cqube_replay.hand_over($1, $2)', [runner.epoch, runId])
  const ask = async (of: Database = database) =>
    (await of.query('select run_id from cqube_replay.next_deletions(100)')).map((row) => row['run_id'])
  const fail = (runId: string, code: string, message: string) =>
    database.query("select cqube_replay.record_failure($1, 1, 'student_attendance', $2, $3)", [runId, code, message])
  const progress = async (runId: string) => {
    const [row] = await database.query("select * from cqube_replay.hand_over_progress($1, 1, 'student_attendance')", [
      runId,
    ])
    return row
  }
  const letClaimsEnd = () =>
    database.query(
      "update cqube_replay.deletion set claimed_until = clock_timestamp() where claimed_until <> 'infinity'",
    )

  it('are given to nobody before they are handed over, then to one asker for a minute, then again', async () => {
    const {runId} = await runner.submit(march2020)
    const before = await ask()
    await handOver(runId)

    const [first, second] = await Promise.all([ask(database), ask(other)])
    const meanwhile = await ask()
    await letClaimsEnd()
    const later = await ask()

    expect(before).toEqual([])
    expect([...first, ...second]).toEqual([runId])
    expect(meanwhile).toEqual([])
    expect(later).toEqual([runId])
    expect(await progress(runId)).toMatchObject({state: 'EMITTED', claims: 2, is_given_up: false})
  })

  it('of a run that the runner executes itself are never given to NiFi', async () => {
    const handed = await runner.submit(march2020)
    await runner.submit(teachers)

    await handOver(handed.runId)

    expect(await ask()).toEqual([handed.runId])
  })

  it('are not given out while they are executed, nor when they are done', async () => {
    const {runId} = await runner.submit(march2020)
    await handOver(runId)
    const session = new pg.Client({connectionString: database.connectionString})
    await session.connect()
    await session.query('begin')
    const [text, values] = call(runId)
    await session.query(text, [...values])

    const during = await ask()
    await session.query('commit')
    await session.end()

    expect(during).toEqual([])
    expect(await ask()).toEqual([])
    expect(await progress(runId)).toMatchObject({state: 'DONE', claims: 0})
  })

  it('say their SQLSTATE in the text, which is all that JDBC passes on, and NiFi is not given them again', async () => {
    const {runId, expected} = await runner.submit(march2020)
    await database.query('update student_attendance_trans set month = 3 where year = 2020 and month = 2')
    await handOver(runId)
    await ask()
    const error = await failureOf(database.query(...call(runId)))

    await fail(runId, 'NIFI', `ERROR: ${error.message}\n  Where: PL/pgSQL function`)
    await letClaimsEnd()

    expect(error).toMatchObject({
      code: 'ROWS_CHANGED_SINCE_PLAN',
      message: expect.stringMatching(/^\[CQ005\] /) as string,
    })
    expect(await ask()).toEqual([])
    expect(await progress(runId)).toMatchObject({
      is_given_up: true,
      failure_code: 'CQ005',
      failure_message: expect.stringMatching(
        /^student_attendance\w*: the plan counted .* none was deleted\.$/,
      ) as string,
    })
    expect(await rowsOf(database, 'student_attendance_trans where year = 2020 and month = 3')).toBeGreaterThan(
      expected['student_attendance_trans'] ?? 0,
    )
  })

  it('are given out again after a failure that may pass', async () => {
    const {runId} = await runner.submit(march2020)
    await handOver(runId)
    await ask()

    await fail(runId, 'NIFI', 'FATAL: terminating connection due to administrator command')
    await fail(runId, 'NIFI', 'ERROR: [55P03] canceling statement due to lock timeout')
    await letClaimsEnd()

    expect(await progress(runId)).toMatchObject({is_given_up: false, failure_code: '55P03'})
    expect(await ask()).toEqual([runId])
  })

  it('take in no failure of what nobody submitted, and of one that is executed no more than its record', async () => {
    const {runId} = await runner.submit(march2020)
    await handOver(runId)
    await ask()
    const session = new pg.Client({connectionString: database.connectionString})
    await session.connect()
    await session.query('begin')
    const [text, values] = call(runId)
    await session.query(text, [...values])

    await fail(runId, 'NIFI', 'ERROR: [CQ005] a late word of an earlier delivery')
    await fail('20260101T000000Z-0000', 'NIFI', 'of another ledger')
    await session.query('commit')
    await session.end()

    expect(await progress(runId)).toMatchObject({state: 'DONE', is_given_up: false})
    expect(await rowsOf(database, 'cqube_replay.failure')).toBe(1)
  })

  it('that NiFi gave up are its again once they are handed over again, with nothing told of before', async () => {
    const {runId} = await runner.submit(march2020)
    await handOver(runId)
    await ask()
    await fail(runId, 'NIFI', 'ERROR: [42501] permission denied for function execute_deletion')
    const given = await ask()

    await handOver(runId)

    expect(given).toEqual([])
    expect(await progress(runId)).toMatchObject({claims: 0, is_given_up: false, failure_code: null})
    expect(await ask()).toEqual([runId])
  })

  it('tell no value of a row when PostgreSQL itself fails', async () => {
    const {runId} = await runner.submit(march2020)
    await database.query(`create function public.refuse() returns trigger language plpgsql as
      $$ begin raise exception 'Lakshmi is in it' using errcode = '22023', detail = 'Lakshmi'; end $$`)
    await database.query(
      'create trigger refuse before delete on student_attendance_trans for each row execute procedure public.refuse()',
    )
    await handOver(runId)
    const raw = new pg.Client({connectionString: database.connectionString})
    await raw.connect()

    const [text, values] = call(runId)
    const error: unknown = await raw.query(text, [...values]).catch((each: unknown) => each)
    await raw.end()

    expect(error).toMatchObject({code: '22023', detail: undefined})
    expect(String(error)).toContain('[22023] The database failed; its own log says why. Nothing was deleted.')
    expect(JSON.stringify(error)).not.toContain('Lakshmi')
  })
})
