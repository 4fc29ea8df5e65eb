import {expect, test} from 'vitest'
import {reportMarkdown} from '../../../../src/core/report/report-markdown.ts'
import {leftManyDeadRows, vacuumStatements} from '../../../../src/core/report/vacuum-advice.ts'
import {deletion, record, tableDone} from './records.ts'

test.each([
  ['more than a million rows', {deleted: 1_000_001, tableRows: null}, true],
  ['a million rows of many', {deleted: 1_000_000, tableRows: 100_000_000}, false],
  ['more than a fifth of a table', {deleted: 20_001, tableRows: 100_000}, true],
  ['a fifth of a table', {deleted: 20_000, tableRows: 100_000}, false],
  ['most of a small table', {deleted: 9_999, tableRows: 10_000}, false],
  ['a table that was not reached', {deleted: null, tableRows: 10}, false],
])('%s: %o', (_, table, advised) => {
  expect(leftManyDeadRows(table)).toBe(advised)
})

const large = (name: string) => ({...tableDone(name, 1, 50_000), tableRows: 60_000})

test('is given for tables of deletions that were done, in a name that the server takes', () => {
  const statements = vacuumStatements([
    deletion({tables: [large('student_attendance_trans'), large('Odd "name'), tableDone('small', 3, 10)]}),
    deletion({state: 'VOID', tables: [large('not_reached')]}),
  ])

  expect(statements).toEqual(['VACUUM (ANALYZE) student_attendance_trans', 'VACUUM (ANALYZE) "Odd ""name"'])
})

test('a table that was truncated has no dead rows', () => {
  const truncated = {...large('udise_sch_profile'), archived: 0, archiveTable: null}

  expect(vacuumStatements([deletion({keys: ['*'], tables: [truncated]})])).toEqual([])
  expect(vacuumStatements([deletion({keys: ['*'], tables: [large('udise_sch_profile')]})])).toHaveLength(1)
})

test('stands in the report under what to look at', () => {
  const text = reportMarkdown(record({deletions: [deletion({tables: [large('student_attendance_trans')]})]}), {
    timeZone: 'UTC',
  })

  expect(text).toContain('## To look at')
  expect(text).toContain('at a quiet hour: `VACUUM (ANALYZE) student_attendance_trans`.')
  expect(reportMarkdown(record({deletions: []}), {timeZone: 'UTC'})).not.toContain('VACUUM')
})
