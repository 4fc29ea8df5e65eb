import {existsSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {servers} from '../../support/database.ts'
import {attendanceCsv, emit, zipped} from '../../support/incoming.ts'
import {createOperator, onlyRun, requestText, type Operator} from '../../support/operator.ts'

/** Sundays of March 2021 are the 7th, 14th, 21st and 28th. */
const schoolDays = 27

describe.each(servers)('corrected files of a deleted month on $name', ({name}) => {
  let site: Operator
  beforeAll(async () => {
    site = await createOperator(name, {
      settings: {ingestion: {embedded: true}, outputs: {directory: '../outputs'}, limits: {table_share: 1}},
    })
  })
  afterAll(() => site.remove())

  const rows = async (query: string): Promise<readonly Record<string, unknown>[]> => site.database.query(query)
  const output = (key: string): Record<string, unknown> =>
    JSON.parse(readFileSync(join(site.emission, '../outputs', key), 'utf8')) as Record<string, unknown>

  it('come back into every table and into the reports by the next pass', async () => {
    const month = 'year = 2021 and month = 3'
    site.request({'march.yaml': requestText({student_attendance: {year: '2021', months: ['03']}})})
    const deleted = onlyRun(await site.run())
    expect(await rows(`select count(*) as n from student_attendance_trans where ${month}`)).toEqual([{n: 0}])
    const csv = attendanceCsv([
      {id: 1, student: 70_000_001, school: 28_000_001, mark: 1},
      {id: 2, student: 70_000_002, school: 28_000_001, mark: 2},
      {id: 3, student: 70_000_003, school: 28_000_002, mark: 1},
      {id: 4, student: 70_000_004, school: 99, mark: 1},
    ])
    emit(site.emission, 'student_attendance/student_attendance_20260701093000.zip', await zipped({'s.csv': csv}))

    const pass = await site.run()

    expect(pass).toMatchObject({exitCode: 0, unfinished: null})
    expect(
      await rows(`select attendance_id, day_1, day_7, day_31 from student_attendance_trans where ${month} order by 1`),
    ).toEqual([
      {attendance_id: 1, day_1: 1, day_7: null, day_31: 1},
      {attendance_id: 2, day_1: 2, day_7: null, day_31: 2},
      {attendance_id: 3, day_1: 1, day_7: null, day_31: 1},
    ])
    expect(
      await rows(`select school_id, school_name, total_present, total_working_days, students_count
        from school_student_total_attendance where ${month} order by 1`),
    ).toEqual([
      {
        school_id: 28_000_001,
        school_name: 'School 0',
        total_present: schoolDays,
        total_working_days: 2 * schoolDays,
        students_count: 2,
      },
      {
        school_id: 28_000_002,
        school_name: 'School 1',
        total_present: schoolDays,
        total_working_days: schoolDays,
        students_count: 1,
      },
    ])
    expect(await rows(`select day_1, day_7, day_31 from student_attendance_meta where ${month}`)).toEqual([
      {day_1: false, day_7: false, day_31: false},
    ])
    expect(output('attendance/2020-21/3/school.json')).toMatchObject({
      data: [
        {x_axis: 28_000_001, school_name: 'School 0', x_value: 50, students_count: 2, year: '2020-21', month: 3},
        {x_axis: 28_000_002, x_value: 100},
      ],
      allSchoolsFooter: {students: 3, schools: 2},
    })
    expect(existsSync(join(site.emission, '../outputs/attendance/student_attendance_meta.json'))).toBe(true)
    expect(site.told.filter((line) => line.startsWith('Loaded'))).toEqual([
      'Loaded student_attendance/student_attendance_20260701093000.zip: 3 of 4 lines, into 2021-03; rejected: 1 of a school that school_hierarchy_details does not have.',
    ])
    expect(site.told.join('\n')).not.toContain('999988887777')
    const report = site.reportJson(deleted.runId) as unknown as {readonly files: unknown}
    expect(report.files).toMatchObject([
      {lines: 4, accepted: 3, rejects: {unknown_school: 1}, slices: [{key: '2021-03', rows: 3}]},
    ])
  })
})
