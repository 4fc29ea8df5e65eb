import {describe, expect, it} from 'vitest'
import {cronSchedule} from '../../../src/adapters/schedule/cron-schedule.ts'
import {upcomingStarts} from '../../../src/core/schedule/due.ts'
import type {Schedule, StartTimes} from '../../../src/ports/schedule.ts'
import {createFakeSchedule} from '../../fakes/schedule.ts'

const kinds: readonly (readonly [string, (of: Pick<StartTimes, 'cron' | 'timeZone'>) => Schedule])[] = [
  ['the fake', createFakeSchedule],
  ['croner', cronSchedule],
]

/** cQube's own window, 22:00 to 03:00. */
const window = '*/15 22-23,0-2 * * *'

describe.each(kinds)('a schedule, by %s', (_, scheduleOf) => {
  const starts = (cron: readonly string[], timeZone: string, after: string, count: number): string[] =>
    upcomingStarts(scheduleOf({cron, timeZone}).next, new Date(after), count).map((start) => start.toISOString())

  it('is due on the clocks of its zone', () => {
    expect(starts(['0 22 * * *'], 'Asia/Kolkata', '2026-11-24T10:00:00Z', 2)).toEqual([
      '2026-11-24T16:30:00.000Z',
      '2026-11-25T16:30:00.000Z',
    ])
  })

  it('is due once where two patterns meet', () => {
    expect(starts(['0 22 * * *', '0 */2 * * *'], 'UTC', '2026-11-24T19:30:00Z', 3)).toEqual([
      '2026-11-24T20:00:00.000Z',
      '2026-11-24T22:00:00.000Z',
      '2026-11-25T00:00:00.000Z',
    ])
  })

  it('is next due after a moment, never at it', () => {
    expect(starts(['0 22 * * *'], 'UTC', '2026-11-24T22:00:00Z', 1)).toEqual(['2026-11-25T22:00:00.000Z'])
    expect(starts(['0 22 * * *'], 'UTC', '2026-11-24T21:59:59.999Z', 1)).toEqual(['2026-11-24T22:00:00.000Z'])
  })

  it('takes a day of the month or of the week where both are given, as cron does', () => {
    expect(starts(['0 22 1 * 1'], 'UTC', '2026-11-24T00:00:00Z', 2)).toEqual([
      '2026-11-30T22:00:00.000Z',
      '2026-12-01T22:00:00.000Z',
    ])
  })

  it('is never due for a day that does not exist', () => {
    expect(starts(['0 0 30 2 *'], 'UTC', '2026-11-24T00:00:00Z', 1)).toEqual([])
    expect(starts([], 'UTC', '2026-11-24T00:00:00Z', 1)).toEqual([])
  })

  it('makes a plain time up at the end of the hour that a clock skips', () => {
    const [inBerlin, inNewYork] = [
      starts(['30 2 * * *'], 'Europe/Berlin', '2026-03-28T12:00:00Z', 2),
      starts(['0,30 2,14 * * *'], 'America/New_York', '2026-03-08T00:00:00Z', 2),
    ]

    expect(inBerlin).toEqual(['2026-03-29T01:00:00.000Z', '2026-03-30T00:30:00.000Z'])
    expect(inNewYork).toEqual(['2026-03-08T07:00:00.000Z', '2026-03-08T18:00:00.000Z'])
  })

  it('takes a plain time once in the hour that a clock repeats', () => {
    expect(starts(['30 2 * * *'], 'Europe/Berlin', '2026-10-24T12:00:00Z', 2)).toEqual([
      '2026-10-25T00:30:00.000Z',
      '2026-10-26T01:30:00.000Z',
    ])
  })

  it('leaves out what the clock never shows, and repeats what it shows twice, where a pattern has steps', () => {
    expect(starts([window], 'Europe/Berlin', '2026-03-29T00:30:00Z', 2)).toEqual([
      '2026-03-29T00:45:00.000Z',
      '2026-03-29T20:00:00.000Z',
    ])
    expect(starts([window], 'Europe/Berlin', '2026-10-25T00:30:00Z', 6)).toEqual([
      '2026-10-25T00:45:00.000Z',
      '2026-10-25T01:00:00.000Z',
      '2026-10-25T01:15:00.000Z',
      '2026-10-25T01:30:00.000Z',
      '2026-10-25T01:45:00.000Z',
      '2026-10-25T21:00:00.000Z',
    ])
  })
})
