import {expect, it} from 'vitest'
import {groupHoles, groupWords} from '../../../../src/core/holes/hole-groups.ts'
import {howFar} from '../../../../src/core/holes/hole-words.ts'
import {hole} from '../report/records.ts'

const told = (holes: Parameters<typeof groupHoles>[0]) =>
  groupHoles(holes).map((group) => [groupWords(group), group.deleted, group.reloaded, howFar(group, group.flag)])

it('holes of which the same is to be said are one line, with their rows added up', () => {
  const days = Array.from({length: 31}, (_, index) =>
    hole({
      dataSource: 'diksha_summary_rollup',
      kind: 'dates',
      key: `2021-01-${String(index + 1).padStart(2, '0')}`,
      deleted: 10,
      ...(index === 30 ? {reloaded: 16, state: 'reloaded' as const} : {}),
    }),
  )

  expect(told([...days, hole({key: '2020-01'}), hole({key: '2020-02', deleted: 5})])).toEqual([
    ['January and February 2020', 1_005, 0, 'nothing came yet'],
    ['days 1 January 2021 to 30 January 2021', 300, 0, 'nothing came yet'],
    ['day 31 January 2021', 10, 16, 'came back: far more rows than were deleted'],
  ])
})

it('what is overdue comes first, then what has a deadline, then the rest', () => {
  const lines = told([
    hole({key: '2020-01', state: 'reloaded', reloaded: 1_000}),
    hole({key: '2020-02'}),
    hole({key: '2020-03', deadline: '2026-12-01T00:00:00Z'}),
    hole({key: '2020-04', deadline: '2026-11-01T00:00:00Z', overdue: true, state: 'partly_reloaded', reloaded: 1}),
  ])

  expect(lines.map(([slice, , , words]) => [slice, words])).toEqual([
    ['April 2020', 'OVERDUE, a part came: far fewer rows than were deleted'],
    ['March 2020', 'nothing came yet'],
    ['February 2020', 'nothing came yet'],
    ['January 2020', 'came back'],
  ])
})

it('many ranges are cut, and the rest counted', () => {
  const holes = Array.from({length: 9}, (_, index) =>
    hole({dataSource: 'diksha_summary_rollup', kind: 'dates', key: `2021-0${index + 1}-01`}),
  )

  expect(told(holes)[0]?.[0]).toMatch(/; day 1 June 2021; 3 more$/)
})
