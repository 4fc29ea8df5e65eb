import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {postgresFilesInFlight} from '../../../src/adapters/postgres/holes.ts'
import {servers} from '../../support/database.ts'
import {ledgerDatabase, type LedgerDatabase} from '../../support/ledger.ts'
import {checksums, failureOf, march2020, testRunner, type TestRunner} from './submitted-deletion.ts'

describe.each(servers)('while cQube processes files, on $name', ({name}) => {
  let database: LedgerDatabase
  let runner: TestRunner
  beforeEach(async () => {
    database = await ledgerDatabase(name)
    runner = await testRunner(database)
  })
  afterEach(() => database.drop())

  const zip = (file: string, uuid = file, age = '2 hours', status = 'IN_PROGRESS') =>
    database.query(
      `insert into zip_files_processing (zip_file_name, ff_uuid, status, ingestion_date)
         values ($1, $2, $3, localtimestamp - $4::interval)`,
      [file, uuid, status, age],
    )
  const inner = (zipFile: string, file: string) =>
    database.query(
      "insert into files_ingestion (zip_file_name, file_name, ff_uuid, status) values ($1, $2, $2::varchar, 'IN_PROGRESS')",
      [zipFile, file],
    )

  it('a deletion of the same data source is refused, and the statements in the message close what was left behind', async () => {
    await zip('student_attendance/student_attendance_20210401.zip', "o'uuid")
    await inner('student_attendance/student_attendance_20210401.zip', 'student_attendance.csv')
    await inner('elsewhere/a.zip', 'student_attendance_2.csv')
    const deletion = await runner.submit(march2020)
    const before = await checksums(database)

    const error = await failureOf(deletion.execute())

    expect([error.code, error.exitCode]).toEqual(['INGESTION_IN_FLIGHT', 2])
    expect(error.message.replaceAll(/(\d\d:\d\d):\d\d/g, '$1:ss')).toBe(
      'cQube is processing 3 file(s) of student_attendance, so nothing was deleted: ' +
        'elsewhere/a.zip, in it student_attendance_2.csv has been IN_PROGRESS for an unknown time ' +
        "(update public.files_ingestion set status = 'KO' where ff_uuid = 'student_attendance_2.csv'); " +
        'student_attendance/student_attendance_20210401.zip has been IN_PROGRESS for 02:00:ss ' +
        "(update public.zip_files_processing set status = 'KO' where ff_uuid = 'o''uuid'); " +
        'student_attendance/student_attendance_20210401.zip, in it student_attendance.csv has been IN_PROGRESS for 02:00:ss ' +
        "(update public.files_ingestion set status = 'KO' where ff_uuid = 'student_attendance.csv')",
    )
    expect(await checksums(database)).toEqual(before)
    for (const [, statement = ''] of error.message.matchAll(/\((update .*?)\)(?:;|$)/g)) await database.query(statement)
    await deletion.execute()
    expect((await deletion.record()).state).toBe('DONE')
  })

  it.each([
    ['of another data source', 'teacher_attendance/teacher_attendance_1.zip', 'IN_PROGRESS'],
    ['of no data source', 'telemetry/clicks.zip', 'IN_PROGRESS'],
    ['of the stock replay, which stays open for ever', 'data_replay/data_replay_20210401.json', 'IN_PROGRESS'],
    ['that is done', 'student_attendance/student_attendance_1.zip', 'OK'],
    ['that failed', 'student_attendance/student_attendance_1.zip', 'KO'],
  ])('a file %s is no obstacle', async (_, file, status) => {
    await zip(file, 'uuid', '1 minute', status)
    const deletion = await runner.submit(march2020)

    await deletion.execute()

    expect((await deletion.record()).state).toBe('DONE')
  })

  it('with the setting an old one passes with a warning, a younger or ageless one does not', async () => {
    await zip('student_attendance/old.zip', 'other-name', '2 hours')
    await zip('student_attendance/student_attendance_old.zip', 'old', '61 minutes')
    const deletion = await runner.submit(march2020, {deletion: (each) => ({...each, ignoreFilesAfterMinutes: 60})})
    await zip('student_attendance/student_attendance_young.zip', 'young', '59 minutes')

    const young = await failureOf(deletion.execute())
    await database.query("update zip_files_processing set status = 'OK' where ff_uuid = 'young'")
    await inner('unknown.zip', 'student_attendance.csv')
    const ageless = await failureOf(deletion.execute())
    await database.query('delete from files_ingestion')
    await deletion.execute()

    expect(young.message).toContain("'young'")
    expect(young.message).not.toContain("'old'")
    expect(ageless.message).toContain('for an unknown time')
    expect((await deletion.record()).warnings).toEqual([
      expect.stringMatching(
        /^student_attendance\/student_attendance_old\.zip has been IN_PROGRESS for 01:01:\d\d \(update /,
      ),
    ])
  })

  it('a file that begins while the deletion waits for its tables refuses it, too', async () => {
    const deletion = await runner.submit(march2020)
    let refused: Promise<unknown> = Promise.resolve()

    await database.transaction('write', async (ingestion) => {
      await ingestion.query('lock table student_attendance_trans in row exclusive mode')
      refused = failureOf(deletion.execute())
      await expect
        .poll(async () => (await database.query('select 1 from pg_locks where not granted')).length, {timeout: 5000})
        .toBe(1)
      await ingestion.query(
        "insert into zip_files_processing (zip_file_name, ff_uuid, status) values ('student_attendance_1.zip', 'u', 'IN_PROGRESS')",
      )
    })

    expect(await refused).toMatchObject({code: 'INGESTION_IN_FLIGHT'})
    expect((await deletion.record()).state).toBe('EMITTED')
  })

  it("an installation without the ingestion's books is no obstacle", async () => {
    await database.query('drop table zip_files_processing')
    await inner('a.zip', 'student_attendance.csv')
    const deletion = await runner.submit(march2020)
    expect(await failureOf(deletion.execute())).toMatchObject({code: 'INGESTION_IN_FLIGHT'})
    await database.query('drop table files_ingestion')

    await deletion.execute()

    expect((await deletion.record()).state).toBe('DONE')
  })

  it('a plan is told which files are in flight, by the data source', async () => {
    const files = postgresFilesInFlight(database)
    await zip('pat/periodic_exam_mst_1.zip', 'a', '3 minutes')
    await zip('pat/periodic_exam_result_trans_1.zip', 'b', '5 hours')
    await zip('school_master/school_mst_1.zip', 'c')

    const exams = await files.of('periodic_assessment_test', null)
    const youngExams = await files.of('periodic_assessment_test', 60)

    expect(exams).toEqual([
      {
        file: 'pat/periodic_exam_result_trans_1.zip',
        minutes: 300,
        closeStatement: "update public.zip_files_processing set status = 'KO' where ff_uuid = 'b'",
      },
      {
        file: 'pat/periodic_exam_mst_1.zip',
        minutes: 3,
        closeStatement: "update public.zip_files_processing set status = 'KO' where ff_uuid = 'a'",
      },
    ])
    expect(youngExams.map(({minutes}) => minutes)).toEqual([3])
    expect((await files.of('static', null)).map(({file}) => file)).toEqual(['school_master/school_mst_1.zip'])
    expect(await files.of('student_attendance', null)).toEqual([])
    expect(await files.of('mid_day_meal', null)).toEqual([])
  })
})
