import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {ReplayError} from '../../../src/core/replay-error.ts'
import type {SubmittedDeletion} from '../../../src/core/run/submission.ts'
import {servers} from '../../support/database.ts'
import {ledgerDatabase, newRunId, submissionOf, type LedgerDatabase} from '../../support/ledger.ts'
import {
  allUdise,
  asRole,
  checksums,
  failureOf,
  march2020,
  rowsOf,
  testRunner,
  type TestRunner,
} from './submitted-deletion.ts'

const copyOneRow = (table: string) =>
  `insert into ${table} select * from ${table} where year = 2020 and month = 3 limit 1`
const expecting =
  (change: (expected: number) => number, tables?: readonly string[]) => (deletion: SubmittedDeletion) => ({
    ...deletion,
    tables: deletion.tables.map((each) =>
      tables?.includes(each.table) === false ? each : {...each, expected: change(each.expected)},
    ),
  })

describe.each(servers)('a refused deletion leaves everything as it was on $name', ({name}) => {
  let database: LedgerDatabase
  let runner: TestRunner

  beforeEach(async () => {
    database = await ledgerDatabase(name)
    runner = await testRunner(database)
  })
  afterEach(() => database.drop())

  const refusal = async (act: () => Promise<unknown>) => {
    const before = await checksums(database)
    const error = await failureOf(act())
    expect(await checksums(database)).toEqual(before)
    return error
  }

  it('when a row arrived after the plan', async () => {
    const deletion = await runner.submit(march2020)
    await database.query('alter table student_attendance_trans drop constraint student_attendance_trans_pkey')
    await database.query(copyOneRow('student_attendance_trans'))

    const error = await refusal(deletion.execute)

    expect(error.code).toBe('ROWS_CHANGED_SINCE_PLAN')
    expect(error.message).toBe(
      `student_attendance_trans: the plan counted ${deletion.expected['student_attendance_trans']} rows, ` +
        `the table now has ${(deletion.expected['student_attendance_trans'] ?? 0) + 1}; none was deleted.`,
    )
  })

  it('when a row went away after the plan, in the last table', async () => {
    const deletion = await runner.submit(march2020)
    await database.query(
      `delete from school_student_total_attendance where ctid in
         (select ctid from school_student_total_attendance where year = 2020 and month = 3 limit 1)`,
    )

    expect(await refusal(deletion.execute)).toMatchObject({code: 'ROWS_CHANGED_SINCE_PLAN'})
  })

  it('when rows were planned and none is left', async () => {
    const deletion = await runner.submit(march2020, {
      deletion: (each) => ({...expecting((n) => n)(each), tolerancePercent: 100}),
    })
    await database.query('delete from student_attendance_trans where year = 2020 and month = 3')

    expect(await refusal(deletion.execute)).toMatchObject({code: 'ROWS_CHANGED_SINCE_PLAN'})
  })

  it('when it would take one row more than the limit of the deletion', async () => {
    const probe = await submissionOf(database, newRunId(), march2020)
    const rows = probe.deletions[0]?.tables.reduce((sum, {expected}) => sum + expected, 0) ?? 0
    const deletion = await runner.submit(march2020, {maxRows: rows - 1})

    const error = await refusal(deletion.execute)

    expect(error.code).toBe('LIMIT_EXCEEDED')
    expect(error.message).toMatch(
      /^student_attendance: more than \d+ rows would be deleted \(\d+ up to table \w+\); none was deleted\.$/,
    )
  })

  it('when one table would lose one row more than its limit', async () => {
    const deletion = await runner.submit(march2020, {
      deletion: (each) => ({
        ...each,
        tables: each.tables.map((table) => ({...table, maxRows: table.expected === 0 ? null : table.expected - 1})),
      }),
    })

    const error = await refusal(deletion.execute)

    expect(error.code).toBe('LIMIT_EXCEEDED')
    expect(error.message).toMatch(
      /^\w+: \d+ rows would be deleted, the limit of this table is \d+; none was deleted\.$/,
    )
  })

  it('when a full refresh without an archive would be one row over its limit', async () => {
    const rows = await rowsOf(database, 'udise_sch_incen_cwsn')
    const deletion = await runner.submit(allUdise, {archive: false, maxRows: rows - 1})

    expect(await refusal(deletion.execute)).toMatchObject({code: 'LIMIT_EXCEEDED'})
  })

  it('when the document is not the submitted one', async () => {
    const deletion = await runner.submit(march2020)

    for (const document of [{}, null, {run_id: deletion.runId, document: 1, student_attendance: ['2020-04']}]) {
      expect(await refusal(() => deletion.execute(document))).toMatchObject({code: 'DOCUMENT_DIFFERS'})
    }
  })

  it('when nobody submitted it, or it was voided', async () => {
    const {runId, execute} = await runner.submit(march2020)
    const call = 'select * from cqube_replay.execute_deletion($1, $2, $3, $4)'

    for (const parameters of [
      ['20200101T000000Z-0000', 1, 'student_attendance', '{}'],
      [runId, 2, 'student_attendance', '{}'],
      [runId, 1, 'crc', '{}'],
      [null, null, null, null],
    ]) {
      expect(await refusal(() => database.query(call, parameters))).toMatchObject({code: 'DELETION_UNKNOWN'})
    }
    await database.query(`select cqube_replay.void_deletion($1, $2, 1, 'student_attendance', 'STOPPED', 'x')`, [
      runner.epoch,
      runId,
    ])
    expect(await refusal(execute)).toMatchObject({code: 'DELETION_VOID'})
  })

  it('when the transaction would not see new rows', async () => {
    const deletion = await runner.submit(march2020)
    const [{name: own} = {}] = await database.query('select current_database() as name')

    for (const level of ['repeatable read', 'serializable']) {
      await database.query(`alter database "${String(own)}" set default_transaction_isolation to '${level}'`)
      const fresh = asRole(database.connectionString, 'postgres')
      const error = await refusal(() =>
        fresh.query('select * from cqube_replay.execute_deletion($1, 1, $2, $3)', [
          deletion.runId,
          'student_attendance',
          '{}',
        ]),
      )
      await fresh.end()
      expect(error.message).toContain('call it in READ COMMITTED')
    }
  })

  it('when a planned table is gone', async () => {
    const deletion = await runner.submit(march2020)
    await database.query('drop table student_attendance_meta')

    const error = await refusal(deletion.execute)

    expect(error).toMatchObject({code: 'TABLE_MISSING'})
    expect(error.message).toBe(
      'Table student_attendance_meta was planned and does not exist any more; nothing was deleted.',
    )
  })

  it('when a table of the catalogue was missing at the plan and is not optional', async () => {
    await database.query('drop table student_attendance_meta')
    const deletion = await runner.submit(march2020)

    expect(await refusal(deletion.execute)).toMatchObject({code: 'TABLE_MISSING'})
  })

  it('when an optional table appeared after the plan', async () => {
    await database.query('alter table infrastructure_temp rename to hidden')
    const deletion = await runner.submit({kind: 'all', dataSource: 'infrastructure'})
    await database.query('alter table hidden rename to infrastructure_temp')

    const error = await refusal(deletion.execute)

    expect(error.message).toBe('Table infrastructure_temp appeared after the plan was made; nothing was deleted.')
    await database.query('drop table infrastructure_temp')
    await deletion.execute()
    expect(await rowsOf(database, 'infrastructure_trans')).toBe(0)
  })

  it('when a column of the predicate is gone', async () => {
    const deletion = await runner.submit(march2020)
    await database.query('alter table student_attendance_trans rename column month to moon')

    const error = await refusal(deletion.execute)

    expect(error.code).toBe('COLUMN_MISSING')
    expect(error.message).toBe(
      'Table student_attendance_trans has no column month, which the catalogue names; nothing was deleted.',
    )
  })

  it('when the expected count is right but somebody holds the table for longer than the time-out', async () => {
    const deletion = await runner.submit(march2020)
    const [{setting} = {}] = await database.query(`select setting from pg_settings where name = 'lock_timeout'`)
    expect(Number(setting)).toBe(10_000)

    await database.transaction('write', async (other) => {
      await other.query('lock table school_student_total_attendance in row exclusive mode')
      const error = await failureOf(
        database.transaction('write', async (sql) => {
          await sql.query(`set local lock_timeout = '50ms'`)
          await sql.query(
            'select * from cqube_replay.execute_deletion($1, 1, $2, (select content from cqube_replay.document where run_id = $1))',
            [deletion.runId, 'student_attendance'],
          )
        }),
      )
      expect(error).toMatchObject({code: 'LOCK_TIMEOUT'})
    })
    expect((await deletion.record()).state).toBe('EMITTED')
    await deletion.execute()
    expect((await deletion.record()).state).toBe('DONE')
  })

  it('at submission, when it names a table that the catalogue does not give its data source', async () => {
    const steal = (table: string, position: number) => (deletion: SubmittedDeletion) => ({
      ...deletion,
      tables: [{table, position, expected: 0, maxRows: null, tableRows: null}],
    })

    for (const [table, position] of [
      ['data_replay_meta', 1],
      ['student_attendance_trans', 5],
      ['udise_sch_profile', 1],
      ['udise_sch_incen_cwsn"; drop table school_master; --', 1],
    ] as const) {
      const error = await failureOf(runner.submit(allUdise, {archive: false, deletion: steal(table, position)}))
      expect(error, table).toBeInstanceOf(ReplayError)
      expect(error.code, table).toBe('SUBMISSION_INVALID')
    }
    expect(await rowsOf(database, 'cqube_replay.deletion')).toBe(0)
  })

  it('at submission, when a key is spelt so that the fence would not know it', async () => {
    const spelt = (key: string) => (deletion: SubmittedDeletion) => ({
      ...deletion,
      keys: [key],
      requests: [{requestId: 'r', sliceId: 's', key, repeatOf: null}],
    })

    for (const key of ['2020-3', ' 2020-03', '2020-03 ', '02020-03', '*', '']) {
      expect(await failureOf(runner.submit(march2020, {deletion: spelt(key)})), key).toMatchObject({
        code: 'SUBMISSION_INVALID',
      })
    }
    for (const key of ['**', '', 'x']) {
      expect(await failureOf(runner.submit(allUdise, {deletion: spelt(key)})), key).toMatchObject({
        code: 'SUBMISSION_INVALID',
      })
    }
  })

  it('when the catalogue changed between submission and execution', async () => {
    const deletion = await runner.submit(allUdise, {archive: false})
    await database.query(`delete from cqube_replay.catalogue where table_name = 'udise_sch_profile'`)

    expect(await refusal(deletion.execute)).toMatchObject({code: 'SUBMISSION_INVALID'})
  })

  it('unless the difference lies within the tolerance that was frozen', async () => {
    const tolerant = (deletion: SubmittedDeletion): SubmittedDeletion => ({
      ...expecting((n) => n + Math.floor(n / 20))(deletion),
      tolerancePercent: 5,
    })
    const deletion = await runner.submit(march2020, {deletion: tolerant})

    await deletion.execute()

    const {tables} = await deletion.record()
    expect(tables.some(({expected, deleted}) => expected !== deleted)).toBe(true)
    expect(tables.every(({deleted, archived}) => deleted === archived)).toBe(true)
  })

  it('and one row beyond the tolerance refuses', async () => {
    const deletion = await runner.submit(march2020, {
      deletion: (each) => ({
        ...expecting((n) => Math.ceil(n / 0.95) + 1, ['student_attendance_trans'])(each),
        tolerancePercent: 5,
      }),
    })

    expect(await refusal(deletion.execute)).toMatchObject({code: 'ROWS_CHANGED_SINCE_PLAN'})
  })
})
