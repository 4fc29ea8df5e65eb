import {expect, it} from 'vitest'
import {outsideRetention} from '../../../../src/core/holes/outside-retention.ts'
import type {Slice} from '../../../../src/core/slice.ts'

const today = '2026-11-25'
const crc = (month: number): Slice => ({kind: 'months', dataSource: 'crc', year: 2026, months: [month]})
const exams = (...codes: string[]): Slice => ({kind: 'codes', dataSource: 'periodic_assessment_test', codes})
const names = (slice: Slice, days: number | null = 90): readonly string[] =>
  outsideRetention([slice], days, today).flatMap(({slices}) => slices)

it('a month of CRC is outside when cQube drops its last day within five days from now', () => {
  // The rows of August end with it; 90 days later is 30 November, the fifth day from today.
  expect(names(crc(8))).toEqual([])
  expect(names(crc(8), 89)).toEqual(['August 2026'])
  expect(names({...crc(7), months: [7, 8, 9]} as Slice)).toEqual(['July 2026'])
})

it('an exam is outside by the day in its code, and where its code tells none', () => {
  expect(names(exams('PAT010131082026', 'PAT010130082026'))).toEqual(['code PAT010130082026'])
  expect(names(exams('MYOWNCODE'))).toEqual(['code MYOWNCODE'])
})

it('nothing is outside where cQube drops nothing', () => {
  expect(names(crc(1), null)).toEqual([])
  expect(names({kind: 'months', dataSource: 'student_attendance', year: 2020, months: [1]})).toEqual([])
  expect(names({kind: 'semesters', dataSource: 'semester', academicYear: '2020-21', semesters: [1]})).toEqual([])
})
