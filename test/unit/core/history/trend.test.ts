import fc from 'fast-check'
import {expect, test} from 'vitest'
import {trendText} from '../../../../src/cli/history/trend-text.ts'
import {dayAfter, dayStart, isDay} from '../../../../src/core/history/day-start.ts'
import {trendOf} from '../../../../src/core/history/trend.ts'

const day = (text: string, rowsDeleted: number, runs = 1) => ({day: text, runs, rowsDeleted})

test('a few weeks are told by week, from Monday, with the weeks in which nothing ran', () => {
  const trend = trendOf([day('2026-11-01', 40), day('2026-11-02', 2), day('2026-11-17', 7)], '2026-11-24')

  expect(trend).toEqual({
    unit: 'week',
    bars: [
      {from: '2026-10-26', runs: 1, rowsDeleted: 40},
      {from: '2026-11-02', runs: 1, rowsDeleted: 2},
      {from: '2026-11-09', runs: 0, rowsDeleted: 0},
      {from: '2026-11-16', runs: 1, rowsDeleted: 7},
      {from: '2026-11-23', runs: 0, rowsDeleted: 0},
    ],
  })
})

test('a long time is told by month, the last twelve of them', () => {
  const {unit, bars} = trendOf([day('2024-01-31', 1), day('2026-01-31', 5), day('2026-02-01', 6)], '2026-11-24')

  expect(unit).toBe('month')
  expect(bars.map(({from}) => from)).toEqual([
    '2025-12',
    '2026-01',
    '2026-02',
    '2026-03',
    '2026-04',
    '2026-05',
    '2026-06',
    '2026-07',
    '2026-08',
    '2026-09',
    '2026-10',
    '2026-11',
  ])
  expect(bars.slice(0, 4).map(({rowsDeleted}) => rowsDeleted)).toEqual([0, 5, 6, 0])
})

test('no row of the time that is shown is lost', () => {
  const anyDay = fc
    .integer({min: 0, max: 80})
    .map((n) => new Date(Date.UTC(2026, 8, 7) + n * 86_400_000).toISOString().slice(0, 10))
  fc.assert(
    fc.property(fc.uniqueArray(anyDay, {minLength: 1}), (days) => {
      const sorted = [...days].sort().map((text, index) => day(text, index + 1))

      const {bars} = trendOf(sorted, '2026-11-26')

      expect(bars.reduce((sum, {rowsDeleted}) => sum + rowsDeleted, 0)).toBe(
        sorted.reduce((sum, {rowsDeleted}) => sum + rowsDeleted, 0),
      )
    }),
  )
})

test('is drawn as wide as the screen allows, in ASCII where it must', () => {
  const trend = trendOf(
    [day('2026-11-01', 1_250_340, 3), day('2026-11-02', 2), day('2026-11-17', 700_000)],
    '2026-11-24',
  )

  expect(trendText(trend, 80, true)).toMatchInlineSnapshot(`
    "Rows deleted in the week from
      2026-10-26  12,50,340  3 runs  ███████████████████████████████████████████████
      2026-11-02          2   1 run  ▏
      2026-11-09          0
      2026-11-16   7,00,000   1 run  ██████████████████████████▍
      2026-11-23          0"
  `)
  expect(trendText(trend, 60, false)).toMatchInlineSnapshot(`
    "Rows deleted in the week from
      2026-10-26  12,50,340  3 runs  ###########################
      2026-11-02          2   1 run  #
      2026-11-09          0
      2026-11-16   7,00,000   1 run  ###############
      2026-11-23          0"
  `)
  expect(trendText(trendOf([day('2026-11-24', 5)], '2026-11-24'), 80, true)).toBeNull()
  for (const line of trendText(trend, 60, true)?.split('\n') ?? []) expect(line.length).toBeLessThanOrEqual(60)
})

test.each([
  ['2026-11-24', 'Asia/Kolkata', '2026-11-23T18:30:00.000Z'],
  ['2026-11-24', 'UTC', '2026-11-24T00:00:00.000Z'],
  ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'],
  ['2026-03-30', 'Europe/Berlin', '2026-03-29T22:00:00.000Z'],
  ['2026-11-01', 'America/New_York', '2026-11-01T04:00:00.000Z'],
  ['2026-11-02', 'America/New_York', '2026-11-02T05:00:00.000Z'],
])('day %s begins in %s at %s', (text, timeZone, moment) => {
  expect(dayStart(text, timeZone)).toBe(moment)
})

test('a day is one of the calendar', () => {
  expect(['2026-02-28', '2024-02-29'].map(isDay)).toEqual([true, true])
  expect(['2026-02-29', '2026-13-01', '2026-1-1', 'yesterday', ''].map(isDay)).toEqual([
    false,
    false,
    false,
    false,
    false,
  ])
  expect(dayAfter('2026-12-31')).toBe('2027-01-01')
})
