import fc from 'fast-check'
import {describe, expect, it, test} from 'vitest'
import {requestId, sliceId, sliceKeys, type Slice} from '../../../src/core/slice.ts'

const year = {kind: 'months', dataSource: 'crc', year: 2020, months: [1, 3]} as const

describe('slice keys', () => {
  test.each<[Slice, string[]]>([
    [year, ['2020-01', '2020-03']],
    [
      {kind: 'dates', dataSource: 'd', from: '2020-02-28', to: '2020-03-01'},
      ['2020-02-28', '2020-02-29', '2020-03-01'],
    ],
    [{kind: 'semesters', dataSource: 's', academicYear: '2020-21', semesters: [1, 2]}, ['2020-21/1', '2020-21/2']],
    [{kind: 'semesters', dataSource: 's', academicYear: null, semesters: [1]}, ['*/1']],
    [{kind: 'codes', dataSource: 'c', codes: ['a', 'b']}, ['a', 'b']],
    [{kind: 'all', dataSource: 'a'}, ['*']],
  ])('of %j are %j', (slice, keys) => {
    expect(sliceKeys(slice)).toEqual(keys)
  })

  const day = fc
    .integer({min: 0, max: 400})
    .map((days) => new Date(Date.UTC(2020, 0, 1 + days)).toISOString().slice(0, 10))
  const range = fc.tuple(day, day).map(([a, b]): Slice & {kind: 'dates'} => ({
    kind: 'dates',
    dataSource: 'd',
    from: a < b ? a : b,
    to: a < b ? b : a,
  }))

  it('are shared by two ranges exactly when one begins before the other ends', () => {
    fc.assert(
      fc.property(range, range, (a, b) => {
        const keys = new Set(sliceKeys(a))

        expect(sliceKeys(b).some((key) => keys.has(key))).toBe(a.from <= b.to && b.from <= a.to)
      }),
    )
  })

  const months = fc
    .tuple(fc.integer({min: 2019, max: 2021}), fc.uniqueArray(fc.integer({min: 1, max: 12}), {minLength: 1}))
    .map(([number, list]): Slice & {kind: 'months'} => ({
      kind: 'months',
      dataSource: 'crc',
      year: number,
      months: list,
    }))

  it('are shared by two lists of months exactly when a month of one year is in both', () => {
    fc.assert(
      fc.property(months, months, (a, b) => {
        const keys = new Set(sliceKeys(a))

        const isShared = a.year === b.year && a.months.some((month) => b.months.includes(month))
        expect(sliceKeys(b).some((key) => keys.has(key))).toBe(isShared)
      }),
    )
  })
})

describe('identity', () => {
  it('of a slice is pinned: the ledger keeps it for ever', () => {
    expect(sliceId(year)).toMatchInlineSnapshot(`"909ae8b834f902a3e539d6745a40a043ac83a2910869b39a6a52a631f51cd523"`)
    expect(requestId([year], null)).toMatchInlineSnapshot(
      `"12f8c4a6fc186b1563ba525d3bbd087efeef0f7e01cae2cf857e1bf57d28651b"`,
    )
  })

  it('of a request does not depend on the order of its slices', () => {
    const other: Slice = {kind: 'all', dataSource: 'static'}

    expect(requestId([other, year], null)).toBe(requestId([year, other], null))
    expect(requestId([year], '20261101T163000Z-4f2a')).not.toBe(requestId([year], null))
  })

  it('differs between data sources and between kinds of one name', () => {
    const ids = [
      year,
      {...year, dataSource: 'student_attendance'},
      {...year, months: [1]},
      {kind: 'codes', dataSource: 'crc', codes: ['2020']},
    ].map((slice) => sliceId(slice as Slice))

    expect(new Set(ids).size).toBe(4)
  })
})
