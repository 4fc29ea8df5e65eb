import {describe, expect, it} from 'vitest'
import {academicYearOf} from '../../../../src/core/ingestion/academic-year.ts'
import {inLoadingOrder, readFileName} from '../../../../src/core/ingestion/file-name.ts'
import {attendanceKey, examKey} from '../../../../src/core/ingestion/output-objects.ts'
import {countRejects, rejectWords} from '../../../../src/core/ingestion/rejects.ts'

describe('names of files', () => {
  it.each([
    ['student_attendance/student_attendance_20260701093000.zip', 'student_attendance', 'zip'],
    ['student_attendance/student_attendance.csv', 'student_attendance', 'csv'],
    ['pat/periodic_exam_mst_20260701093000.csv', 'periodic_exam_mst', 'csv'],
    ['pat/periodic_exam_qst_mst_20260701093000.zip', 'periodic_exam_qst_mst', 'zip'],
  ])('%s is a file of %s', (key, stem, packing) => {
    expect(readFileName(key)).toMatchObject({stem: {name: stem}, packing})
  })

  it.each([
    'pat/student_attendance_20260701093000.zip',
    'student_attendance/student_attendance_2026.zip',
    'student_attendance/student_attendance_20260701093000.txt',
    'student_attendance/deeper/student_attendance_20260701093000.zip',
    'student_attendance_20260701093000.zip',
    'teacher_attendance/teacher_attendance_20260701093000.zip',
  ])('%s is none that is loaded here', (key) => {
    expect(readFileName(key)).toBeNull()
  })

  it('masters come before questions, questions before results, and earlier before later ones', () => {
    const keys = [
      'pat/periodic_exam_result_trans_20260101000000.csv',
      'pat/unknown.csv',
      'pat/periodic_exam_qst_mst_20260101000000.csv',
      'pat/periodic_exam_mst_20260202000000.csv',
      'pat/periodic_exam_mst_20260101000000.csv',
      'student_attendance/student_attendance_20260303000000.zip',
    ]

    expect(inLoadingOrder(keys.map((key) => ({key}))).map(({key}) => key)).toEqual([
      'student_attendance/student_attendance_20260303000000.zip',
      'pat/periodic_exam_mst_20260101000000.csv',
      'pat/periodic_exam_mst_20260202000000.csv',
      'pat/periodic_exam_qst_mst_20260101000000.csv',
      'pat/periodic_exam_result_trans_20260101000000.csv',
      'pat/unknown.csv',
    ])
  })
})

it('keys of outputs are of the academic year', () => {
  expect(academicYearOf(2021, 5)).toBe('2020-21')
  expect(academicYearOf(2021, 6)).toBe('2021-22')
  expect(academicYearOf(1999, 12)).toBe('1999-00')
  expect(attendanceKey(2021, 3, 'block')).toBe('attendance/2020-21/3/block.json')
  expect(examKey('2020-21', 1, 'school')).toBe('pat/2020-21/January/school/school.json')
})

it('rejects are told with the most frequent first', () => {
  expect(rejectWords({blank_line: 1, unknown_school: 3, duplicate: 0})).toBe(
    '3 of a school that school_hierarchy_details does not have, 1 blank',
  )
  expect(countRejects({blank_line: 1, unknown_school: 3})).toBe(4)
})
