import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {migrate} from '../../../src/adapters/postgres/migrate.ts'
import {cqubeCatalogue} from '../../../src/core/catalogue/cqube-catalogue.ts'
import {servers} from '../../support/database.ts'
import {aRun, ledgerDatabase, newRunId, runnerOn, submissionOf, type LedgerDatabase} from '../../support/ledger.ts'
import {ledgerOfVersion1, submissionOfVersion1} from '../../support/ledger-1.ts'
import {createOperator, onlyRun, requestText, type Operator} from '../../support/operator.ts'
import {failureOf, march2020, rowsOf} from './submitted-deletion.ts'

const april2020 = {...march2020, months: [4]} as const
const reported = 'f'.repeat(40)

describe.each(servers)('a ledger of version 1 on $name', ({name}) => {
  let database: LedgerDatabase
  let operator: Operator
  beforeEach(async () => {
    database = await ledgerOfVersion1(name)
    operator = await createOperator(name, {database})
  })
  afterEach(async () => {
    await operator.remove()
    await database.drop()
  })

  const upgrade = () => migrate(database, {dataSchema: 'public', ledgerId: 'another0', catalogue: cqubeCatalogue})

  /** One run that is over, and one that was stopped between its two deletions. */
  async function runsOfVersion1() {
    const runner = runnerOn(database)
    const epoch = await runner.lease.take()
    const [done, halfWay] = [newRunId(), newRunId()]
    await runner.journal.start(epoch, aRun(done))
    const march = submissionOfVersion1(await submissionOf(database, done, march2020))
    await runner.submissions.submit(epoch, done, march)
    await runner.submissions.emitted(epoch, done, 1)
    const [document] = march.documents
    if (document !== undefined)
      await runner.engine.execute(epoch, {runId: done, documentNo: 1, dataSource: 'student_attendance'}, document)
    await runner.journal.reported(epoch, done, reported)

    await runner.journal.start(epoch, aRun(halfWay))
    const first = submissionOfVersion1(await submissionOf(database, halfWay, april2020))
    const second = submissionOfVersion1(
      await submissionOf(database, halfWay, {kind: 'all', dataSource: 'infrastructure'}),
    )
    const renumbered = <T extends {readonly documentNo: number}>(each: T): T => ({...each, documentNo: 2})
    await runner.submissions.submit(epoch, halfWay, {
      ...first,
      documents: [
        ...first.documents,
        ...second.documents.map((each) => ({...renumbered(each), key: `cqube_replay/${halfWay}_02.json`})),
      ],
      deletions: [...first.deletions, ...second.deletions.map(renumbered)],
    })
    await runner.submissions.emitted(epoch, halfWay, 1)
    await runner.submissions.emitted(epoch, halfWay, 2)
    const [april] = first.documents
    if (april !== undefined)
      await runner.engine.execute(epoch, {runId: halfWay, documentNo: 1, dataSource: 'student_attendance'}, april)
    await runner.journal.advance(epoch, halfWay, 'deleting')
    await runner.lease.release(epoch)
    return {done, halfWay}
  }

  it('is refused until it is brought up to date', async () => {
    const error = await failureOf(operator.run())

    expect([error.code, error.exitCode]).toEqual(['LEDGER_OLDER', 2])
    expect(await upgrade()).toEqual({from: 1, to: 2, ledgerId: 'a1b2c3d4'})
    expect((await operator.run()).exitCode).toBe(0)
  })

  it('a run that was half-way goes on to its report, and one that is over stays as it is', async () => {
    const {done, halfWay} = await runsOfVersion1()
    const before = await runnerOn(database).journal.record(done)

    await upgrade()
    const result = await operator.run()

    expect(onlyRun(result).runId).toBe(halfWay)
    expect(operator.reportJson(halfWay)).toMatchObject({
      outcome: 'awaiting_files',
      holes: [],
      deletions: [
        {dataSource: 'student_attendance', state: 'DONE'},
        {dataSource: 'infrastructure', state: 'DONE'},
      ],
    })
    expect(await rowsOf(database, 'infrastructure_trans')).toBe(0)
    expect(await rowsOf(database, 'student_attendance_trans where year = 2020 and month = 4')).toBe(0)
    expect(await runnerOn(database).journal.record(done)).toMatchObject({...before, holes: []})
    expect(result.exitCode).toBe(0)
  })

  it('what version 1 deleted is deleted again only on purpose, and then leaves a hole', async () => {
    const {done} = await runsOfVersion1()
    await upgrade()
    await operator.run()
    await database.query(
      `insert into student_attendance_trans select * from cqube_replay_archive."${done}_1_student_attendance_trans"`,
    )
    operator.request({'again.json': requestText({student_attendance: {year: '2020', months: ['03']}})})

    const refused = await operator.run()
    operator.request({
      'again.json': requestText({student_attendance: {year: '2020', months: ['03']}}, {repeat_of: done}),
    })
    const repeated = await operator.run()

    expect(onlyRun(refused).leftOut.map(({reason}) => reason)).toEqual(['ALREADY_DELETED'])
    expect(onlyRun(repeated).holes.map(({key, state}) => [key, state])).toEqual([['2020-03', 'awaited']])
  })

  it('has the tables, functions and rights of a new one when it is up to date', async () => {
    await upgrade()
    const fresh = await ledgerDatabase(name)
    try {
      expect(await shape(database)).toEqual(await shape(fresh))
    } finally {
      await fresh.drop()
    }
  })
})

/** Everything of the schema but its rows. */
async function shape(database: LedgerDatabase): Promise<readonly unknown[]> {
  return [
    await database.query(
      `select table_name, column_name, data_type, is_nullable, column_default from information_schema.columns
        where table_schema = 'cqube_replay' order by 1, 2`,
    ),
    await database.query(
      `select conrelid::regclass::text as on_table, conname, pg_get_constraintdef(oid) as text from pg_constraint
        where connamespace = 'cqube_replay'::regnamespace order by 1, 2`,
    ),
    await database.query("select indexname, indexdef from pg_indexes where schemaname = 'cqube_replay' order by 1"),
    await database.query(
      `select proname, pg_get_function_identity_arguments(oid) as arguments, md5(prosrc) as text, prosecdef, proconfig, proacl::text
         from pg_proc where pronamespace = 'cqube_replay'::regnamespace order by 1, 2`,
    ),
  ]
}
