import {expect, test} from 'vitest'
import {storyOf} from '../../../../src/core/story/story.ts'
import {deletion, tableDone} from '../report/records.ts'
import {archivedTable, context, record, reported} from './told-runs.ts'

test('rows that were not archived are told as gone', () => {
  const gone = deletion({tables: [tableDone('student_attendance_trans', 5, 10, 0)]})

  const {summary, parts} = storyOf(record({state: 'reported', states: reported, deletions: [gone]}), {
    ...context,
    archived: [],
  })

  expect(summary).toContain('10 rows were deleted, none archived.')
  expect(parts.find(({heading}) => heading === 'Where the deleted rows are')?.lines).toEqual([
    'They were not archived, so they are gone: only corrected files bring data back.',
  ])
})

test('what was dropped from the archive is told, and by whom', () => {
  const dropped = {
    ...archivedTable,
    dropped: {at: '2027-02-22T16:31:00Z', by: 'replay-host/99', why: 'expired' as const, files: []},
  }

  const {parts} = storyOf(record({state: 'reported', states: reported}), {...context, archived: [dropped]})

  expect(parts.find(({heading}) => heading === 'Where the deleted rows are')?.lines).toEqual([
    '12,50,340 rows were dropped from the archive for good, 2027-02-22 22:01:00, past their time, by replay-host/99.',
  ])
})
