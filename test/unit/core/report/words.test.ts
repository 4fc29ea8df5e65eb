import {describe, expect, it} from 'vitest'
import type {HoleState} from '../../../../src/core/holes/hole.ts'
import type {DeletionState} from '../../../../src/core/run/run-record.ts'
import {outcomeOf} from '../../../../src/core/report/outcome.ts'
import {sliceWords} from '../../../../src/core/report/slice-words.ts'
import {readableTime, zonedTime} from '../../../../src/core/report/zoned-time.ts'
import {deletion, hole} from './records.ts'

describe('outcomeOf', () => {
  const failure = {code: 'STOPPED', message: 'Stopped.'}

  it.each<[string, DeletionState[], typeof failure | null]>([
    ['awaiting_files', ['DONE', 'DONE'], null],
    ['partly_deleted', ['DONE', 'VOID'], null],
    ['partly_deleted', ['DONE', 'SUBMITTED'], failure],
    ['failed', ['VOID', 'VOID'], failure],
    ['failed', [], failure],
    ['failed', ['DONE'], failure],
    ['nothing_deleted', [], null],
    ['nothing_deleted', ['VOID'], null],
  ])('is %s for deletions %j and failure %j', (outcome, states, failed) => {
    expect(outcomeOf({deletions: states.map((state) => deletion({state})), failure: failed, holes: []})).toBe(outcome)
  })

  it.each<[string, HoleState[]]>([
    ['reloaded', ['reloaded', 'settled', 'deleted_again']],
    ['awaiting_files', ['reloaded', 'awaited']],
    ['awaiting_files', ['reloaded', 'partly_reloaded']],
    ['awaiting_files', ['reloaded', 'given_up']],
  ])('is %s for holes %j', (outcome, states) => {
    const holes = states.map((state) => hole({state}))

    expect(outcomeOf({deletions: [deletion()], failure: null, holes})).toBe(outcome)
    expect(outcomeOf({deletions: [deletion(), deletion({state: 'VOID'})], failure: null, holes})).toBe('partly_deleted')
  })
})

describe('zonedTime', () => {
  it.each([
    ['2026-11-24T18:45:00.999Z', 'Asia/Kolkata', '2026-11-25T00:15:00+05:30'],
    ['2026-11-24T18:45:00+05:30', 'UTC', '2026-11-24T13:15:00+00:00'],
    ['2026-03-08T06:59:59Z', 'America/New_York', '2026-03-08T01:59:59-05:00'],
    ['2026-03-08T07:00:00Z', 'America/New_York', '2026-03-08T03:00:00-04:00'],
    ['2026-01-01T00:00:00Z', 'Asia/Kathmandu', '2026-01-01T05:45:00+05:45'],
    ['not a time', 'UTC', 'not a time'],
  ])('%s in %s is %s', (moment, timeZone, shown) => {
    expect(zonedTime(moment, timeZone)).toBe(shown)
  })

  it('reads better with blanks', () => {
    expect(readableTime('2026-11-24T18:45:00Z', 'Asia/Kolkata')).toBe('2026-11-25 00:15:00 +05:30')
    expect(readableTime('not a time', 'UTC')).toBe('not a time')
  })
})

describe('sliceWords', () => {
  const dataSource = 'x'

  it('says what a reader would say', () => {
    const manyCodes = Array.from({length: 23}, (_, index) => `C${index}`)

    expect([
      sliceWords({kind: 'months', dataSource, year: 2020, months: [1, 3, 12]}),
      sliceWords({kind: 'months', dataSource, year: 2021, months: [2]}),
      sliceWords({kind: 'dates', dataSource, from: '2021-01-01', to: '2021-01-31'}),
      sliceWords({kind: 'dates', dataSource, from: '2021-01-01', to: '2021-01-01'}),
      sliceWords({kind: 'semesters', dataSource, academicYear: '2020-21', semesters: [1, 2]}),
      sliceWords({kind: 'semesters', dataSource, academicYear: null, semesters: [2]}),
      sliceWords({kind: 'codes', dataSource, codes: ['A']}),
      sliceWords({kind: 'codes', dataSource, codes: manyCodes}),
      sliceWords({kind: 'all', dataSource}),
    ]).toMatchInlineSnapshot(`
      [
        "January, March and December 2020",
        "February 2021",
        "days 1 January 2021 to 31 January 2021",
        "day 1 January 2021",
        "semesters 1 and 2 of 2020-21",
        "semester 2 of every academic year",
        "code A",
        "codes C0, C1, C2, C3, C4, C5, C6, C7, C8, C9, C10, C11, C12, C13, C14, C15, C16, C17, C18, C19 and 3 more",
        "everything (full refresh)",
      ]
    `)
  })
})
