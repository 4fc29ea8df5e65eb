import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {openDatabase, type Database} from '../../../src/adapters/postgres/connection.ts'
import {servers} from '../../support/database.ts'
import {
  connectionOptions,
  ledgerDatabase,
  newRunId,
  runnerOn,
  type LedgerDatabase,
  type Target,
} from '../../support/ledger.ts'
import {
  letLeaseExpire,
  prepareDeletion,
  stayInside,
  type PreparedDeletion,
} from '../../support/model/prepared-deletion.ts'

const targets: readonly {readonly name: Target}[] = [...servers, {name: 'pglite'}]

/** Text of every row of the ledger and of the tables that the deletion is about. */
async function everything(database: Database): Promise<string> {
  const tables = await database.query(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname = 'cqube_replay' or tablename in ('student_attendance_staging_1', 'school_student_total_attendance') order by 1`,
  )
  const texts: string[] = []
  for (const {name} of tables) {
    const [row] = await database.query(
      `select string_agg(t::text, '|' order by t::text) as text from ${String(name)} t`,
    )
    texts.push(`${String(name)}: ${String(row?.['text'])}`)
  }
  return texts.join('\n')
}

type Call = readonly [text: string, values: readonly unknown[]]

/** Every function that takes an epoch, called as by the runner that prepared the deletion; $1 is the epoch. */
const callsOf = ({runId, text, values}: PreparedDeletion, requestedRun: string): Readonly<Record<string, Call>> => ({
  start_run: [
    'select cqube_replay.start_run($1, $2)',
    [JSON.stringify({runId: newRunId(), runner: 'r', engine: 'e', programVersion: '0', branch: 'b', commit: 'c'})],
  ],
  advance_run: ["select cqube_replay.advance_run($1, $2, 'deleting')", [runId]],
  fail_run: ["select cqube_replay.fail_run($1, $2, 'STOPPED', 'late')", [runId]],
  void_deletion: ["select cqube_replay.void_deletion($1, $2, 1, 'student_attendance', 'STOPPED', 'late')", [runId]],
  submit: [
    'select cqube_replay.submit($1, $2, $3)',
    [requestedRun, JSON.stringify({documents: [], deletions: [], requests: [], leftOut: [], notes: []})],
  ],
  record_emitted: ['select cqube_replay.record_emitted($1, $2, 1)', [runId]],
  hand_over: ['select cqube_replay.hand_over($1, $2)', [runId]],
  execute_for_runner: [text, values.slice(1)],
  record_recount: ["select cqube_replay.record_recount($1, $2, 1, 'student_attendance', 1, 0)", [runId]],
  record_report: ["select cqube_replay.record_report($1, $2, 'c0ffee')", [runId]],
  add_note: ["select cqube_replay.add_note($1, $2, 'late')", [runId]],
  plan_outputs: ["select cqube_replay.plan_outputs($1, $2, '[]')", [runId]],
  settle_outputs: ["select cqube_replay.settle_outputs($1, $2, '[]')", [runId]],
  record_holes: ["select cqube_replay.record_holes($1, '[]')", []],
  purge_archives: ['select cqube_replay.purge_archives($1, 1, 10)', []],
  load_file: ['select cqube_replay.load_file($1, \'{"stem": "student_attendance"}\')', []],
  remember_file: [
    'select cqube_replay.remember_file($1, $2)',
    [
      JSON.stringify({
        key: 'k.csv',
        bytes: 1,
        modifiedAt: '2026-11-01T00:00:00Z',
        state: 'REFUSED',
        reason: 'EMPTY',
        message: 'm',
      }),
    ],
  ],
  record_outputs: ['select cqube_replay.record_outputs($1, 0)', []],
  settle_files: [
    'select cqube_replay.settle_files($1, $2)',
    [JSON.stringify([{path: 'p.yaml', blob: 'b', requestId: 'r'}])],
  ],
})

/** These two answer instead of refusing: a lost lease cannot be renewed, and one that is not held is not released. */
const answering = ['release_lease', 'renew_lease']

/** Needs lines that its connection copied before; test/integration/ingestion does that. */
const stagedFirst = ['load_file']

describe.each(targets)('a runner that lost its lease on $name', ({name}) => {
  let database: LedgerDatabase

  beforeAll(async () => {
    database = await ledgerDatabase(name, 'tables')
  })
  afterAll(() => database.drop())

  const prepare = async () => {
    const prepared = await prepareDeletion(database, 3)
    const requestedRun = newRunId()
    const run = {runId: requestedRun, runner: 'r', engine: 'e', programVersion: '0', branch: 'b', commit: 'c'}
    await prepared.runner.journal.start(prepared.epoch, run)
    return {...prepared, calls: callsOf(prepared, requestedRun)}
  }

  const lostBy = {
    'a takeover': async () => {
      await letLeaseExpire(database)
      await runnerOn(database, 'second').lease.take()
    },
    'its expiry alone': () => letLeaseExpire(database),
  }

  it('meets every function that takes an epoch in the tests below', async () => {
    const {calls} = await prepare()

    const rows = await database.query(
      `select proname from pg_proc where pronamespace = 'cqube_replay'::regnamespace and 'p_epoch' = any (proargnames)
          and proname <> 'check_lease'`,
    )

    expect(rows.map((row) => String(row['proname'])).sort()).toEqual([...Object.keys(calls), ...answering].sort())
  })

  it.each(Object.entries(lostBy))('by %s changes nothing, whatever it calls', async (_, lose) => {
    const {calls, epoch, runner} = await prepare()
    await lose()
    const before = await everything(database)

    const codes: Record<string, unknown> = {}
    for (const [called, [text, values]] of Object.entries(calls)) {
      codes[called] = await database.query(text, [epoch, ...values]).then(
        () => 'done',
        (error: unknown) => (error as {readonly code: unknown}).code,
      )
    }
    const renewed = await runner.lease.renew(epoch)

    expect(codes).toEqual(Object.fromEntries(Object.keys(calls).map((called) => [called, 'LEASE_LOST'])))
    expect(renewed).toBe(false)
    expect(await everything(database)).toBe(before)
  })

  it('is the only one that is refused: its successor can do all of it', async () => {
    const {calls} = await prepare()
    await lostBy['a takeover']()
    const [lease] = await database.query('select epoch from cqube_replay.lease')
    const inOrder = [
      'start_run',
      'submit',
      'record_emitted',
      'hand_over',
      'execute_for_runner',
      'record_recount',
      'add_note',
      'settle_files',
      'plan_outputs',
      'settle_outputs',
      'record_holes',
      'purge_archives',
      'remember_file',
      'record_outputs',
      'advance_run',
      'void_deletion',
      'fail_run',
      'record_report',
    ]

    for (const called of inOrder) {
      const [text, values] = calls[called] ?? ['', []]

      await database.query(text, [lease?.['epoch'], ...values])
    }

    expect([...inOrder, ...stagedFirst].sort()).toEqual(Object.keys(calls).sort())
  })
})

describe.each(servers)('a long deletion under the lease on $name', ({name}) => {
  let database: LedgerDatabase
  let impatient: Database

  beforeAll(async () => {
    database = await ledgerDatabase(name, 'tables')
    impatient = openDatabase({...connectionOptions(database.connectionString), lockTimeoutSeconds: 0.2})
    await stayInside(database, 0.8)
  })
  afterAll(async () => {
    await impatient.end()
    await database.drop()
  })

  const begun = async () => {
    for (;;) {
      const [row] = await database.query(
        "select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'",
      )
      if (row?.['n'] === 1) return
    }
  }

  it('lets its runner renew, and nobody take over, even when it outlasts the lease', async () => {
    const {runner, epoch, text, values, outcome, runId} = await prepareDeletion(database, 3)
    const next = runnerOn(impatient, 'second')
    const deletion = database.query(text, values)
    await begun()

    const renewed = await runner.lease.renew(epoch)
    await letLeaseExpire(database)
    const refusal = await next.lease.take().catch((error: unknown) => error)
    await deletion
    const taken = await next.lease.take()
    const record = await next.journal.record(runId)

    expect(renewed).toBe(true)
    expect(refusal).toMatchObject({code: 'OTHER_RUNNER'})
    expect(taken).toBe(epoch + 1)
    expect(record.deletions[0]?.state).toBe('DONE')
    expect(await outcome()).toBe('deleted')
  })

  it('is left to end when NiFi executes it and a runner takes over, however old it is', async () => {
    const {values, outcome} = await prepareDeletion(database, 3)
    await database.query("update cqube_replay.deletion set submitted_at = submitted_at - interval '3 days'")
    const deletion = database.query('select 1 from cqube_replay.execute_deletion($1, $2, $3, $4)', values.slice(1))
    await begun()
    await letLeaseExpire(database)

    await runnerOn(impatient, 'second').lease.take()
    await deletion

    expect(await outcome()).toBe('deleted')
  })
})
