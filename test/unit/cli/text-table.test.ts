import {describe, expect, it} from 'vitest'
import {textTable, wrapped} from '../../../src/cli/text-table.ts'

describe('a table in a terminal', () => {
  it('has figures to the right, words to the left, and no blanks at the ends of lines', () => {
    const table = textTable(
      ['>Delete', 'Table'],
      [
        ['12,50,340', 'student_attendance_trans'],
        ['1', 'student_attendance_meta'],
      ],
      '  ',
    )

    expect(table).toBe(
      ['     Delete  Table', '  12,50,340  student_attendance_trans', '          1  student_attendance_meta'].join(
        '\n',
      ),
    )
  })
})

describe('a wrapped sentence', () => {
  it('has lines of at most the width, and loses no word', () => {
    const sentence = 'static: a full refresh deletes every row, and limits.full_refresh does not name it.'

    const lines = wrapped(sentence, '  ', 30).split('\n')

    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(30)
    expect(lines.map((line) => line.trim()).join(' ')).toBe(sentence)
  })

  it('keeps a word whole that is longer than the line', () => {
    expect(wrapped('see replay-requests/2026/11/attendance.yaml now', '', 10)).toBe(
      'see\nreplay-requests/2026/11/attendance.yaml\nnow',
    )
  })
})
