import {expect, it} from 'vitest'
import {cqubeCatalogue} from '../../../../src/core/catalogue/cqube-catalogue.ts'
import {sliceRows} from '../../../../src/core/holes/slice-rows.ts'
import {sourceCount, tableCount} from '../plan/builders.ts'

const keys = (...all: string[]) => new Set(all)

it('each key that loses a row is compared in the table that holds the file itself', () => {
  const count = sourceCount(
    'student_attendance',
    tableCount('student_attendance_staging_1', {'2020-01': 9}, {transient: true}),
    tableCount('student_attendance_trans', {'2020-01': 100, '2020-02': 50, '2020-07': 5}),
    tableCount('school_student_total_attendance', {'2020-01': 400, '2020-02': 2}),
  )

  expect(sliceRows(keys('2020-01', '2020-02', '2020-03'), count)).toEqual([
    {key: '2020-01', table: 'student_attendance_trans', rows: 100},
    {key: '2020-02', table: 'student_attendance_trans', rows: 50},
  ])
})

it('an exam whose results the retention emptied is compared in the table that loses most', () => {
  const count = sourceCount(
    'periodic_assessment_test',
    tableCount('periodic_exam_result_trans', {NEW: 70}),
    tableCount('periodic_exam_school_result', {OLD: 30, NEW: 900}),
    tableCount('periodic_exam_mst', {OLD: 1, NEW: 1}),
  )

  expect(sliceRows(keys('OLD', 'NEW'), count)).toEqual([
    {key: 'NEW', table: 'periodic_exam_result_trans', rows: 70},
    {key: 'OLD', table: 'periodic_exam_school_result', rows: 30},
  ])
})

it('a slice of which only a half-loaded file is there waits for any row', () => {
  const count = sourceCount(
    'student_attendance',
    tableCount('student_attendance_staging_1', {'2020-01': 9}, {transient: true}),
    tableCount('student_attendance_trans', {}),
  )

  expect(sliceRows(keys('2020-01'), count)).toEqual([{key: '2020-01', table: 'student_attendance_trans', rows: 0}])
})

it('rows that two keys reach are in both, and a key of every year is there as its years', () => {
  const count = sourceCount(
    'semester',
    tableCount('semester_exam_result_trans', {'2020-21/1,2019-20/1': 10, '2020-21/1': 5}),
  )

  expect(sliceRows(keys('*/1', '2019-20/1', '2020-21/1'), count)).toEqual([
    {key: '2019-20/1', table: 'semester_exam_result_trans', rows: 10},
    {key: '2020-21/1', table: 'semester_exam_result_trans', rows: 15},
  ])
})

it('an added data source is compared in its last table that is there and not transient', () => {
  const count = sourceCount(
    'mid_day_meal',
    tableCount('mdm_item', {'2020-01': 3}),
    tableCount('mdm_day', {'2020-01': 2}),
    tableCount('mdm_gone', {}, {missing: true}),
    tableCount('mdm_staging', {'2020-01': 9}, {transient: true}),
  )

  expect(sliceRows(keys('2020-01'), count)).toEqual([{key: '2020-01', table: 'mdm_day', rows: 2}])
})

it.each(cqubeCatalogue.sources.map(({dataSource, tables}) => [dataSource, tables] as const))(
  '%s is compared in a table of the catalogue that is not transient',
  (dataSource, tables) => {
    const group = {keys: ['key'], rows: 1}
    const count = sourceCount(
      dataSource,
      ...tables.map(({table, transient}) => ({...tableCount(table, {}, {transient}), groups: [group]})),
    )

    const [slice] = sliceRows(keys('key'), count)

    expect(slice?.table).toMatch(/_trans$|^school_hierarchy_details$/)
    expect(tables.some(({table, transient}) => table === slice?.table && !transient)).toBe(true)
  },
)

it('ten thousand codes take no time worth speaking of', () => {
  const codes = Array.from({length: 10_000}, (_, index) => `C${index}`)
  const table = (name: string) => tableCount(name, Object.fromEntries(codes.map((code) => [code, 3])))
  const count = sourceCount('periodic_assessment_test', table('periodic_exam_result_trans'), table('periodic_exam_mst'))
  const begun = performance.now()

  const rows = sliceRows(new Set(codes), count)

  expect(rows).toHaveLength(10_000)
  expect(performance.now() - begun).toBeLessThan(1000)
})
