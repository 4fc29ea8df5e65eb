import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {keysBySource, overlaps, selects} from '../../../../src/core/plan/key-selection.ts'
import {packKeys} from '../../../../src/core/plan/pack-keys.ts'
import {remainingSlices} from '../../../../src/core/plan/remaining-slices.ts'
import {sliceKeys} from '../../../../src/core/slice.ts'
import {anySlice, anySlices} from '../emission/any-slice.ts'
import {attendance, semester, udise} from './builders.ts'

describe('packKeys', () => {
  it('turns the keys of a slice into that slice again', () => {
    fc.assert(
      fc.property(anySlice, (slice) => {
        const packed = packKeys(slice.kind, slice.dataSource, new Set(sliceKeys(slice)))

        expect(packed.flatMap(sliceKeys).sort()).toEqual(sliceKeys(slice).sort())
        expect(packed).toHaveLength(1)
      }),
    )
  })

  it('makes no slice of no keys', () => {
    expect(packKeys('all', 'udise', new Set())).toEqual([])
  })

  it('joins days over the end of a year', () => {
    const packed = packKeys('dates', 'd', new Set(['2021-01-01', '2020-12-31', '2021-01-03']))

    expect(packed).toEqual([
      {kind: 'dates', dataSource: 'd', from: '2020-12-31', to: '2021-01-01'},
      {kind: 'dates', dataSource: 'd', from: '2021-01-03', to: '2021-01-03'},
    ])
  })
})

describe('remainingSlices', () => {
  const done = (dataSource: string, ...keys: string[]) => keys.map((key) => ({dataSource, key}))

  it('leaves a request that was not touched as it is', () => {
    const slices = [attendance(2020, 1), attendance(2021, 2), udise]

    expect(remainingSlices({slices}, done('crc', '2020-01'))).toEqual(slices)
  })

  it('keeps what is not done, within a data source and beside it', () => {
    const slices = [attendance(2020, 1, 3), semester(null, 1), udise]

    const left = remainingSlices({slices}, [...done('student_attendance', '2020-01'), ...done('udise', '*')])

    expect(left).toEqual([attendance(2020, 3), semester(null, 1)])
  })

  it('takes a semester of one year for done when that of every year is', () => {
    expect(remainingSlices({slices: [semester('2020-21', 1, 2)]}, done('semester', '*/1'))).toEqual([
      semester('2020-21', 2),
    ])
  })

  it('and the done keys together are the request', () => {
    fc.assert(
      fc.property(anySlices, fc.array(fc.boolean(), {minLength: 1, maxLength: 40}), (slices, coins) => {
        const all = [...keysBySource(slices)].flatMap(([dataSource, keys]) =>
          [...keys].map((key) => ({dataSource, key})),
        )
        const doneKeys = all.filter((_, index) => coins[index % coins.length] === true)

        const left = remainingSlices({slices}, doneKeys)

        for (const {dataSource, key} of all) {
          const isDone = selects(new Set(doneKeys.filter((d) => d.dataSource === dataSource).map((d) => d.key)), key)
          const keys = keysBySource(left).get(dataSource) ?? new Set()
          if (isDone) expect(keys.has(key)).toBe(false)
          else expect(selects(keys, key)).toBe(true)
        }
      }),
    )
  })
})

describe('overlap of slice keys', () => {
  it.each([
    ['2020-03', '2020-03', true, true],
    ['*/1', '2020-21/1', true, true],
    ['2020-21/1', '*/1', false, true],
    ['*/1', '2020-21/2', false, false],
    ['*', '2020-03', false, false],
    ['2020-21/1', '2019-20/1', false, false],
  ])('%s against %s', (selected, key, isSelected, isOverlap) => {
    expect(selects(new Set([selected]), key)).toBe(isSelected)
    expect(overlaps(new Set([selected]), key)).toBe(isOverlap)
  })
})
