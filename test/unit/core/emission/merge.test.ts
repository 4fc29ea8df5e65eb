import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {mergeRequests, type DocumentPlan} from '../../../../src/core/emission/merge.ts'
import {cqubeSources} from '../../../../src/core/emission/source-order.ts'
import {sliceKeys, type Slice} from '../../../../src/core/slice.ts'
import {anySlices} from './any-slice.ts'

const merge = (...slices: Slice[]): DocumentPlan[] => mergeRequests([{slices}])
const slicesOf = (plans: readonly DocumentPlan[]): Slice[][] =>
  plans.map(({sections}) => sections.map(({slice}) => slice))

const dates = (from: string, to: string): Slice => ({kind: 'dates', dataSource: 'diksha_summary_rollup', from, to})
const attendance = (year: number, ...months: number[]): Slice => ({
  kind: 'months',
  dataSource: 'student_attendance',
  year,
  months,
})
const semester = (academicYear: string | null, ...semesters: number[]): Slice => ({
  kind: 'semesters',
  dataSource: 'semester',
  academicYear,
  semesters,
})

/** `source key` of everything asked for; a semester of every academic year stands for the one of each year, too. */
const wanted = (slices: readonly Slice[]): string[] => {
  const keys = new Set(slices.flatMap((slice) => sliceKeys(slice).map((key) => `${slice.dataSource} ${key}`)))
  const isSubsumed = (key: string): boolean => /\d\/\d$/.test(key) && keys.has(key.replace(/ .*\//, ' */'))
  return [...keys].filter((key) => !isSubsumed(key)).sort()
}

const planned = (plans: readonly DocumentPlan[]): string[] =>
  plans
    .flatMap(({sections}) => sections.flatMap(({dataSource, keys}) => keys.map((key) => `${dataSource} ${key}`)))
    .sort()

/** Can one section of cQube's documented JSON say exactly these keys? */
const sayable = (keys: readonly string[]): boolean => {
  const [first = ''] = keys
  if (/^\d{4}-\d\d-\d\d$/.test(first)) {
    const days = keys.map((key) => Date.parse(key) / 86_400_000)
    return Math.max(...days) - Math.min(...days) === keys.length - 1
  }
  const heads = keys.map((key) =>
    /^\d{4}-\d\d$/.test(key) ? key.slice(0, 4) : key.includes('/') ? key.split('/')[0] : '',
  )
  return new Set(heads).size === 1
}

/** Smallest number of sayable parts, by trying to put each key into every part. */
function fewestParts(keys: readonly string[], parts: readonly (readonly string[])[] = [], best = keys.length): number {
  const [key, ...rest] = keys
  if (parts.length > best) return best
  if (key === undefined) return parts.every(sayable) ? Math.min(best, parts.length) : best
  let smallest = fewestParts(rest, [...parts, [key]], best)
  for (const index of parts.keys()) {
    const grown = parts.map((part, at) => (at === index ? [...part, key] : part))
    smallest = Math.min(smallest, fewestParts(rest, grown, smallest))
  }
  return smallest
}

describe('mergeRequests', () => {
  it('puts one slice of every data source into one document, in the order of the documented JSON', () => {
    const slices: Slice[] = [
      {kind: 'all', dataSource: 'static'},
      {kind: 'codes', dataSource: 'a_local_source', codes: ['x']},
      {kind: 'codes', dataSource: 'diksha_tpd', codes: ['046789546783']},
      dates('2021-01-01', '2021-01-31'),
      attendance(2020, 1),
    ]

    const plans = merge(...slices)

    expect(plans.map(({sections}) => sections.map(({dataSource}) => dataSource))).toEqual([
      ['student_attendance', 'diksha_summary_rollup', 'diksha_tpd', 'static', 'a_local_source'],
    ])
    expect(cqubeSources).toHaveLength(10)
  })

  it('joins the months of one year and gives each further year a document, earliest first', () => {
    const plans = mergeRequests([
      {slices: [attendance(2021, 2)]},
      {slices: [attendance(2020, 3, 12)]},
      {slices: [attendance(2020, 1, 3)]},
    ])

    expect(slicesOf(plans)).toEqual([[attendance(2020, 1, 3, 12)], [attendance(2021, 2)]])
    expect(plans.map(({documentNo}) => documentNo)).toEqual([1, 2])
    expect(plans[0]?.sections[0]?.keys).toEqual(['2020-01', '2020-03', '2020-12'])
  })

  it.each([
    ['overlap', dates('2021-01-01', '2021-01-20'), dates('2021-01-10', '2021-01-31'), [['2021-01-01', '2021-01-31']]],
    ['touch', dates('2021-01-01', '2021-01-15'), dates('2021-01-16', '2021-01-31'), [['2021-01-01', '2021-01-31']]],
    [
      'touch over a leap day',
      dates('2020-02-01', '2020-02-29'),
      dates('2020-03-01', '2020-03-02'),
      [['2020-02-01', '2020-03-02']],
    ],
    [
      'lie in each other',
      dates('2021-01-01', '2021-01-31'),
      dates('2021-01-10', '2021-01-11'),
      [['2021-01-01', '2021-01-31']],
    ],
    [
      'leave a day out',
      dates('2021-01-01', '2021-01-15'),
      dates('2021-01-17', '2021-01-31'),
      [
        ['2021-01-01', '2021-01-15'],
        ['2021-01-17', '2021-01-31'],
      ],
    ],
  ])('date ranges that %s', (_, first, second, ranges) => {
    const plans = merge(second, first)

    expect(slicesOf(plans)).toEqual(ranges.map(([from = '', to = '']) => [dates(from, to)]))
  })

  it('lets a semester of every academic year take those of single years with it', () => {
    const plans = merge(semester('2020-21', 1, 2), semester(null, 1), semester('2019-20', 1))

    expect(slicesOf(plans)).toEqual([[semester(null, 1)], [semester('2020-21', 2)]])
  })

  it('unites and sorts codes, and says everything once', () => {
    const codes = (...list: string[]): Slice => ({kind: 'codes', dataSource: 'diksha_tpd', codes: list})
    const everything: Slice = {kind: 'all', dataSource: 'udise'}

    const plans = mergeRequests([{slices: [codes('9', '10'), everything]}, {slices: [everything, codes('046', '9')]}])

    expect(slicesOf(plans)).toEqual([[codes('046', '10', '9'), everything]])
  })

  it('plans nothing when nothing is asked for', () => {
    expect(mergeRequests([])).toEqual([])
  })

  it('depends on the set of slices only', () => {
    fc.assert(
      fc.property(anySlices, fc.array(fc.nat(), {minLength: 8, maxLength: 8}), (slices, places) => {
        const shuffled = slices
          .map((slice, index) => ({slice, place: places[index] ?? 0}))
          .sort((a, b) => a.place - b.place)
          .map(({slice}) => slice)

        const one = mergeRequests([{slices}])
        const other = mergeRequests([...shuffled.map((slice) => ({slices: [slice]})), {slices: shuffled}])

        expect(other).toEqual(one)
      }),
    )
  })

  it('keeps every slice key, and each of them once', () => {
    fc.assert(
      fc.property(anySlices, (slices) => {
        const plans = merge(...slices)

        expect(planned(plans)).toEqual(wanted(slices))
        for (const {sections} of plans) {
          expect(new Set(sections.map(({dataSource}) => dataSource)).size).toBe(sections.length)
          for (const {slice, keys} of sections) expect(sliceKeys(slice).sort()).toEqual(keys)
        }
      }),
    )
  })

  it('makes as few documents as trying every partition finds', () => {
    fc.assert(
      fc.property(anySlices, (slices) => {
        const keys = wanted(slices).map((key) => key.split(' '))
        const bySource = [...new Set(keys.map(([source]) => source))].map((source) =>
          keys.filter(([candidate]) => candidate === source).map(([, key = '']) => key),
        )
        fc.pre(bySource.every((list) => list.length <= 7))

        const plans = merge(...slices)

        expect(plans).toHaveLength(Math.max(...bySource.map((list) => fewestParts(list))))
      }),
      {numRuns: 60},
    )
  })
})
