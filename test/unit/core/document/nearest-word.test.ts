import {expect, test} from 'vitest'
import {nearestWord} from '../../../../src/core/document/nearest-word.ts'

const words = ['student_attendance', 'teacher_attendance', 'static', 'crc', 'prefix']

test.each([
  ['student_atendance', 'student_attendance'],
  ['Static', 'static'],
  ['prefxi', 'prefix'],
  ['ccr', 'crc'],
  ['teacher', null],
  ['xyz', null],
  ['', null],
  ['s'.repeat(65), null],
])('%s: %s', (word, meant) => {
  expect(nearestWord(word, words)).toBe(meant)
})

test('among no words none is near', () => {
  expect(nearestWord('static', [])).toBeNull()
})
