import {describe, expect, it} from 'vitest'
import {deletionRows, requestRows, selectionsToCount} from '../../../../src/core/plan/attribute.ts'
import {estimateConstants, estimateDeletion} from '../../../../src/core/plan/estimate.ts'
import {expectationOf} from '../../../../src/core/plan/expectation.ts'
import {attendance, semester, sourceCount, tableCount, udise} from './builders.ts'

const trans = tableCount('student_attendance_trans', {'2020-01': 100, '2020-02': 20, '2020-03': 3})
const total = tableCount('school_student_total_attendance', {'2020-01': 7})
const counts = [sourceCount('student_attendance', trans, total)]

describe('requestRows', () => {
  it('counts what each request selects in full, so that a shared month is in both', () => {
    const first = requestRows([attendance(2020, 1, 2)], counts)
    const second = requestRows([attendance(2020, 2, 3)], counts)

    expect(first.map(({table, expected}) => [table, expected])).toEqual([
      ['student_attendance_trans', 120],
      ['school_student_total_attendance', 7],
    ])
    expect(second.map(({expected}) => expected)).toEqual([23, 0])
  })

  it('counts a group that several keys of the request reach once', () => {
    const tpd = [sourceCount('diksha_tpd', tableCount('diksha_tpd_agg', {'1,2': 10, '2,3': 5, '4': 1}))]

    const rows = requestRows([{kind: 'codes', dataSource: 'diksha_tpd', codes: ['1', '2']}], tpd)

    expect(rows).toEqual([{dataSource: 'diksha_tpd', table: 'diksha_tpd_agg', position: 1, expected: 15}])
  })

  it('takes the semester of every academic year where none is named', () => {
    const table = tableCount('semester_exam_mst', {'2019-20/1': 4, '2020-21/1': 8, '2020-21/2': 16})
    const exams = [sourceCount('semester', table)]

    expect(requestRows([semester(null, 1)], exams)[0]?.expected).toBe(12)
    expect(requestRows([semester(null, 1), semester('2020-21', 1, 2)], exams)[0]?.expected).toBe(28)
    expect(requestRows([semester('2020-21', 1)], exams)[0]?.expected).toBe(8)
  })

  it('says nothing of a table that does not exist, nor of a data source that was not counted', () => {
    const partly = [sourceCount('student_attendance', trans, {...total, missing: true})]

    const rows = requestRows([attendance(2020, 1), udise], partly)

    expect(rows.map(({table}) => table)).toEqual(['student_attendance_trans'])
  })
})

describe('deletionRows', () => {
  it('counts the union of what its requests select', () => {
    const rows = deletionRows(['2020-01', '2020-02', '2020-03'], sourceCount('student_attendance', trans, total))

    expect(rows).toEqual([
      {table: 'student_attendance_trans', position: 1, expected: 123},
      {table: 'school_student_total_attendance', position: 2, expected: 7},
    ])
  })
})

describe('what is asked of the database and told to the author', () => {
  it('asks for each key once', () => {
    expect(selectionsToCount([attendance(2020, 1, 2), attendance(2021, 1), attendance(2020, 2), udise])).toEqual([
      {dataSource: 'student_attendance', keys: ['2020-01', '2020-02', '2021-01']},
      {dataSource: 'udise', keys: ['*']},
    ])
  })

  it('puts rows over all tables into the row contract, in the order of the documented JSON', () => {
    const withUdise = [sourceCount('udise', tableCount('udise_sch_profile', {'*': 50})), ...counts]

    const expectation = expectationOf([udise, attendance(2020, 1)], withUdise, {
      plannedAt: '2026-11-24T10:15:00+05:30',
      ledger: '7c1e',
    })

    expect(JSON.stringify(expectation)).toBe(
      '{"plannedAt":"2026-11-24T10:15:00+05:30","ledger":"7c1e","rows":{"student_attendance":107,"udise":50}}',
    )
  })

  it('estimates the archive by the average row, and the time by rows and one scan of each table', () => {
    const table = tableCount('t', {'*': 700_000}, {tableRows: 1_000_000, tableBytes: 400_000_000})
    const count = sourceCount('udise', table, tableCount('gone', {}, {missing: true}))

    expect(estimateConstants).toMatchInlineSnapshot(`
      {
        "archivedRowsPerSecond": 350000,
        "deletedRowsPerSecond": 700000,
        "scanBytesPerSecond": 400000000,
      }
    `)
    expect(estimateDeletion(['*'], count, true)).toEqual({rows: 700_000, seconds: 3, archiveBytes: 280_000_000})
    expect(estimateDeletion(['*'], count, false)).toEqual({rows: 700_000, seconds: 2, archiveBytes: 0})
  })
})
