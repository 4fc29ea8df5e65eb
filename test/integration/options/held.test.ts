import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {canStep, postgresHeldOptions} from '../../../src/adapters/postgres/held-keys.ts'
import {keyTables} from '../../../src/adapters/postgres/option-tables.ts'
import {options} from '../../../src/commands/options.ts'
import {sliceKeys} from '../../../src/core/slice.ts'
import {servers} from '../../support/database.ts'
import {
  aRun,
  ledgerDatabase,
  newRunId,
  runnerOn,
  submissionOf,
  type LedgerDatabase,
  type Target,
} from '../../support/ledger.ts'

const targets: readonly {readonly name: Target}[] = [...servers, {name: 'pglite'}]

describe.each(targets)('what can be selected on $name', ({name}) => {
  let database: LedgerDatabase

  beforeAll(async () => {
    database = await ledgerDatabase(name)
  })
  afterAll(() => database.drop())

  const of = async (dataSource: string, withRows = false) => {
    const [source] = await options(postgresHeldOptions(database), {dataSources: [dataSource], withRows})
    if (source === undefined) throw new Error('There is no such source.')
    return source
  }
  const marked = async (dataSource: string) =>
    (await of(dataSource)).options.filter(({onlyIn}) => onlyIn.length > 0).map(({key, onlyIn}) => [key, ...onlyIn])

  it('is every data source, in the order of cQube', async () => {
    const all = await options(postgresHeldOptions(database), {dataSources: [], withRows: false})

    expect(all.map(({dataSource, options: each}) => [dataSource, each.length])).toEqual([
      ['student_attendance', 24],
      ['teacher_attendance', 24],
      ['crc', 24],
      ['diksha_summary_rollup', 90],
      ['semester', 4],
      ['periodic_assessment_test', 12],
      ['diksha_tpd', 12],
      ['udise', 1],
      ['infrastructure', 1],
      ['static', 1],
    ])
    expect(all.flatMap(({missing, notRead}) => [...missing, ...notRead])).toEqual([])
  })

  it('shows what cQube does not offer, since it lies in staging or transaction tables only', async () => {
    expect(await marked('student_attendance')).toEqual([])

    await database.query(
      `insert into student_attendance_trans (attendance_id, student_id, school_id, year, month)
         values (9000001, 1, 1, 2021, 6), (9000002, 1, 1, 2021, 7)`,
    )
    await database.query('insert into student_attendance_staging_1 (year, month) values (2021, 7), (null, 8)')
    await database.query(
      `insert into crc_inspection_trans (crc_inspection_id, visit_date) values (9000001, '2022-02-10')`,
    )
    await database.query(`insert into periodic_exam_result_staging_1 (exam_code) values ('PAT990101062021')`)
    await database.query(`insert into diksha_tpd_staging (batch_id) values ('0999')`)
    await database.query(`insert into diksha_content_trans (content_view_date) values ('2022-05-01'), ('2022-05-02')`)
    await database.query(
      `insert into semester_exam_mst (exam_id, assessment_year, semester, exam_code) values (999001, '2022-23', 1, 'S')`,
    )

    expect(await marked('student_attendance')).toEqual([
      ['2021-06', 'student_attendance_trans'],
      ['2021-07', 'student_attendance_staging_1', 'student_attendance_trans'],
    ])
    expect(await marked('crc')).toEqual([['2022-02', 'crc_inspection_trans']])
    expect(await marked('periodic_assessment_test')).toEqual([['PAT990101062021', 'periodic_exam_result_staging_1']])
    expect(await marked('diksha_tpd')).toEqual([['0999', 'diksha_tpd_staging']])
    expect(await marked('diksha_summary_rollup')).toEqual([
      ['2022-05-01', 'diksha_content_trans'],
      ['2022-05-02', 'diksha_content_trans'],
    ])
    expect(await marked('semester')).toEqual([['2022-23/1', 'semester_exam_mst']])
  })

  it('counts the rows of each key over the tables that name it', async () => {
    const [key] = sliceKeys({kind: 'months', dataSource: 'student_attendance', year: 2021, months: [1]})
    const {options: months} = await of('student_attendance', true)
    const {options: everything} = await of('static', true)

    const counted = await database.query(
      `select (select count(*) from student_attendance_trans where year = 2021 and month = 1)
            + (select count(*) from student_attendance_meta where year = 2021 and month = 1)
            + (select count(*) from school_student_total_attendance where year = 2021 and month = 1) as rows`,
    )
    expect(months.find((month) => month.key === key)?.rows).toBe(Number(counted[0]?.['rows']))
    expect(everything.map(({rows}) => rows)).toEqual([283])
  })

  it('names the run that deleted a key which is there again', async () => {
    const runId = newRunId()
    const {lease, journal, submissions, engine} = runnerOn(database)
    const epoch = await lease.take()
    const slice = {kind: 'months', dataSource: 'teacher_attendance', year: 2021, months: [2]} as const
    const submission = await submissionOf(database, runId, slice)
    await journal.start(epoch, aRun(runId))
    await submissions.submit(epoch, runId, submission)
    const [document] = submission.documents
    if (document === undefined) throw new Error('There is no document.')
    await submissions.emitted(epoch, runId, 1)
    await engine.execute(epoch, {runId, documentNo: 1, dataSource: 'teacher_attendance'}, document)

    const gone = await of('teacher_attendance')
    await database.query('insert into school_teacher_total_attendance (school_id, year, month) values (1, 2021, 2)')
    const again = await of('teacher_attendance')

    expect(gone.options.map(({key}) => key)).not.toContain('2021-02')
    expect(again.options.filter(({deletedBy}) => deletedBy !== null)).toEqual([
      {key: '2021-02', onlyIn: [], rows: null, deletedBy: runId},
    ])
  })

  it('is found by stepping through an index where each key has many rows', async () => {
    await database.query(
      `insert into periodic_exam_result_trans (exam_code, student_uid, question_id)
         select 'PAT' || c, s, 1 from generate_series(1, 30) c, generate_series(1, 400) s`,
    )
    await database.query('create index by_month on student_attendance_trans (year, month)')
    await database.query('analyze periodic_exam_result_trans')
    await database.query('analyze student_attendance_trans')

    const stepped = [
      ...(await keyTables(database, 'periodic_assessment_test', false)),
      ...(await keyTables(database, 'student_attendance', false)),
    ]
      .filter(canStep)
      .map(({table}) => table)
    const exams = await marked('periodic_assessment_test')
    const months = await of('student_attendance')

    expect(stepped).toEqual(['periodic_exam_result_trans', 'student_attendance_trans'])
    expect(exams.filter(([, ...tables]) => tables.includes('periodic_exam_result_trans'))).toHaveLength(30)
    expect(months.options).toHaveLength(26)
  })

  it('is read from an index that begins with a column of few values, each key once', async () => {
    await database.query(
      `insert into periodic_exam_school_result (academic_year, exam_code, school_id)
         select y, 'PAT9' || c, s from (values ('2020-21'), ('2021-22')) v(y), generate_series(1, 20) c,
           generate_series(70001, 70020) s`,
    )
    await database.query('analyze periodic_exam_school_result')

    const tables = await keyTables(database, 'periodic_assessment_test', false)
    const {options: exams} = await of('periodic_assessment_test')

    expect(tables.find(({isOptionTable}) => isOptionTable)?.indexOrder).toEqual(['academic_year', 'exam_code'])
    expect(exams.filter(({key, onlyIn}) => key.startsWith('PAT9') && onlyIn.length === 0)).toHaveLength(20)
  })

  it('leaves out a table that is missing, and says so', async () => {
    await database.query('drop table student_attendance_temp, infrastructure_trans')

    expect((await of('student_attendance')).missing).toEqual(['student_attendance_temp'])
    expect((await of('infrastructure', true)).missing).toEqual(['infrastructure_trans'])
  })

  it('is not guessed at for a data source that nobody knows', async () => {
    await expect(of('student_atendance')).rejects.toThrow('did you mean student_attendance?')
  })
})
