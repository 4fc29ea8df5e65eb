import {expect, it} from 'vitest'
import {filesSection} from '../../../../src/core/report/files-section.ts'
import {line} from '../../../../src/core/report/markdown.ts'

const file = {
  key: 'student_attendance/student_attendance_20261125093000.zip',
  dataSource: 'student_attendance',
  stem: 'student_attendance',
  sha256: 'e3'.repeat(32),
  lines: 1_250_340,
  accepted: 1_250_300,
  rejects: {unknown_school: 38, blank_line: 2},
  slices: ['01', '02', '03', '06', '07', '08'].map((month) => ({key: `2020-${month}`, rows: 1000})),
  loadedAt: '2026-11-25T16:30:14Z',
  outputsAt: null,
}

it('files are told with what was taken of them and why the rest was not', () => {
  const section = filesSection([file, {...file, key: 'pat/x.csv', rejects: {}, slices: []}], (at) => line`${at}`)

  expect(section.map(({markdown}) => markdown).join('\n')).toMatchInlineSnapshot(`
    "| File | Lines | Taken | Rejected lines | Rows by slice | Loaded |
    | --- | ---: | ---: | --- | --- | --- |
    | \`student_attendance/student_attendance_20261125093000.zip\` | 12,50,340 | 12,50,300 | 2 blank; 38 of a school that \`school_hierarchy_details\` does not have | \`2020-01\`: 1,000, \`2020-02\`: 1,000, \`2020-03\`: 1,000, \`2020-06\`: 1,000, \`2020-07\`: 1,000, 1 more | \`2026-11-25T16:30:14Z\` |
    | \`pat/x.csv\` | 12,50,340 | 12,50,300 | none |  | \`2026-11-25T16:30:14Z\` |"
  `)
})

it('no file, no section', () => {
  expect(filesSection([], (at) => line`${at}`)).toEqual([])
})
