import {describe, expect, it} from 'vitest'
import {judgeDue, upcomingStarts} from '../../../../src/core/schedule/due.ts'

const quarterMs = 15 * 60_000
/** Due every quarter of an hour. */
const everyQuarter = (after: Date): Date => new Date((Math.floor(after.getTime() / quarterMs) + 1) * quarterMs)
const at = (time: string): Date => new Date(`2026-11-24T${time}Z`)

describe('what is due', () => {
  it('is nothing between starts', () => {
    expect(judgeDue(everyQuarter, at('22:00:00'), at('22:14:59'))).toEqual({onTime: null, missed: null})
  })

  it('is a start at its moment, and for two minutes after it', () => {
    for (const now of [at('22:15:00'), at('22:16:59.999')]) {
      expect(judgeDue(everyQuarter, at('22:00:00'), now)).toEqual({onTime: at('22:15:00'), missed: null})
    }
  })

  it('is missed afterwards', () => {
    const missed = {count: 1, isMore: false, first: at('22:15:00'), last: at('22:15:00')}

    expect(judgeDue(everyQuarter, at('22:00:00'), at('22:17:00'))).toEqual({onTime: null, missed})
  })

  it('is not due again once it was handled', () => {
    expect(judgeDue(everyQuarter, at('22:15:00'), at('22:15:30'))).toEqual({onTime: null, missed: null})
  })

  it('is the latest start in its time, and all before it are missed', () => {
    expect(judgeDue(everyQuarter, at('22:00:00'), at('23:00:01'))).toEqual({
      onTime: at('23:00:00'),
      missed: {count: 3, isMore: false, first: at('22:15:00'), last: at('22:45:00')},
    })
  })

  it('makes one run of several starts within two minutes', () => {
    const everyMinute = (after: Date): Date => new Date((Math.floor(after.getTime() / 60_000) + 1) * 60_000)

    expect(judgeDue(everyMinute, at('22:00:00'), at('22:02:30'))).toEqual({
      onTime: at('22:02:00'),
      missed: {count: 1, isMore: false, first: at('22:01:00'), last: at('22:01:00')},
    })
  })

  it('counts no more than a thousand', () => {
    const year = new Date('2025-11-24T22:00:00Z')

    const {onTime, missed} = judgeDue(everyQuarter, year, at('22:00:00'))

    expect(onTime).toEqual(at('22:00:00'))
    expect(missed).toMatchObject({count: 1000, isMore: true, first: new Date(year.getTime() + quarterMs)})
  })
})

it('the next starts end where nothing is due any more', () => {
  const once = (after: Date): Date | null => (after < at('22:00:00') ? at('22:00:00') : null)

  expect(upcomingStarts(once, at('10:00:00'), 3)).toEqual([at('22:00:00')])
})
