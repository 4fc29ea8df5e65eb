import {expect, it} from 'vitest'
import {plainMarkdown} from '../../../src/cli/plain-markdown.ts'
import {code, line, link, page, table} from '../../../src/core/report/markdown.ts'

it('shows a page of a report as a terminal can: tables aligned, no marks', () => {
  const markdown = page([
    line`# Run ${code('20261101T163000Z-4f2a')}`,
    line`Rows deleted: **${1250340}**, see ${link(code('report.json'), 'report.json')}.`,
    table(
      ['Table', '>Deleted'],
      [
        [code('student_attendance_trans'), line`${960}`],
        [code('a|b'), line`${1250340}`],
      ],
    ),
  ])

  const text = plainMarkdown(markdown)

  expect(text).toMatchInlineSnapshot(`
    "Run 20261101T163000Z-4f2a

    Rows deleted: 12,50,340, see report.json.

    Table                       Deleted
    student_attendance_trans        960
    a|b                       12,50,340"
  `)
})
