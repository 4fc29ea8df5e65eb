import {expect, test} from 'vitest'
import {keyParts, tablesReadTooLate} from '../../../../src/core/catalogue/catalogue.ts'
import {cqubeCatalogue} from '../../../../src/core/catalogue/cqube-catalogue.ts'

const {sources} = cqubeCatalogue
const tablesOf = (dataSource: string): readonly string[] =>
  sources.filter((source) => source.dataSource === dataSource).flatMap(({tables}) => tables.map(({table}) => table))

test('cQube has ten data sources with 86 tables', () => {
  const counts = Object.fromEntries(sources.map(({dataSource, tables}) => [dataSource, tables.length]))

  expect(counts).toEqual({
    student_attendance: 6,
    teacher_attendance: 6,
    crc: 3,
    periodic_assessment_test: 9,
    semester: 9,
    diksha_tpd: 4,
    diksha_summary_rollup: 4,
    udise: 33,
    infrastructure: 2,
    static: 10,
  })
  expect(new Set(sources.flatMap(({tables}) => tables.map(({table}) => table))).size).toBe(86)
})

test('positions count from 1 without holes or ties', () => {
  for (const {tables} of sources) {
    expect(tables.map(({position}) => position)).toEqual(tables.map((_, index) => index + 1))
  }
})

test('every predicate takes one column for each part of the slice key', () => {
  for (const {kind, tables} of sources) {
    for (const {predicate} of tables) {
      if (predicate.kind === 'columns') expect(predicate.columns).toHaveLength(keyParts[kind].length)
      if (predicate.kind === 'reference') expect(predicate.where).toHaveLength(keyParts[kind].length)
      expect(predicate.kind === 'all').toBe(kind === 'all')
    }
  }
})

test('no table is emptied before the one that reads it', () => {
  expect(sources.flatMap(({tables}) => tablesReadTooLate(tables))).toEqual([])
})

test('a table that is emptied before its reader is found', () => {
  const exams = sources.find(({dataSource}) => dataSource === 'periodic_assessment_test')?.tables ?? []

  expect(tablesReadTooLate(exams.toReversed())).toEqual([['periodic_exam_qst_mst', 'periodic_exam_mst']])
})

test('questions are deleted before grade counts, which cQube leaves open', () => {
  expect(tablesOf('periodic_assessment_test').slice(6)).toEqual([
    'periodic_exam_qst_mst',
    'periodic_exam_stud_grade_count',
    'periodic_exam_mst',
  ])
})

test('tables that hold a file while it is loaded are transient', () => {
  const transient = sources.flatMap(({tables}) => tables.filter((table) => table.transient).map(({table}) => table))

  expect(transient).toEqual([
    'student_attendance_staging_1',
    'student_attendance_staging_2',
    'student_attendance_temp',
    'teacher_attendance_staging_1',
    'teacher_attendance_staging_2',
    'teacher_attendance_temp',
    'periodic_exam_result_staging_1',
    'periodic_exam_result_staging_2',
    'periodic_exam_result_temp',
    'semester_exam_result_staging_1',
    'semester_exam_result_staging_2',
    'semester_exam_result_temp',
    'diksha_tpd_staging',
    'diksha_tpd_content_temp',
    'diksha_content_staging',
    'diksha_content_temp',
    'infrastructure_temp',
    'block_tmp',
    'district_tmp',
    'cluster_tmp',
    'school_tmp',
  ])
})

test('only the tables of infrastructure are optional', () => {
  const optional = sources.flatMap(({tables}) => tables.filter((table) => table.optional).map(({table}) => table))

  expect(optional).toEqual(['infrastructure_temp', 'infrastructure_trans'])
})

test('each data source is unlocked by the columns that its replay fills', () => {
  expect(Object.fromEntries(sources.map(({dataSource, stockUnlock}) => [dataSource, stockUnlock]))).toEqual({
    student_attendance: ['year', 'months'],
    teacher_attendance: ['year', 'months'],
    crc: ['year', 'months'],
    periodic_assessment_test: ['exam_code'],
    semester: ['academic_year', 'semesters'],
    diksha_tpd: ['batch_id'],
    diksha_summary_rollup: ['from_date', 'to_date'],
    udise: ['selection'],
    infrastructure: ['selection'],
    static: ['selection'],
  })
})

test('a semester has another name in the order table of cQube', () => {
  const renamed = sources.filter(({dataSource, catalogueName}) => dataSource !== catalogueName)

  expect(renamed.map(({dataSource, catalogueName}) => [dataSource, catalogueName])).toEqual([
    ['semester', 'semester_assessment_test'],
  ])
})
