import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {context, read} from './reading.ts'

/** Several ways of writing one thing; which of them is drawn must not matter. */
type Spelling<T> = (value: T) => fc.Arbitrary<unknown>

const digits: Spelling<number> = (value) => fc.constantFrom<unknown>(value, String(value))
const padded: Spelling<number> = (value) =>
  fc.constantFrom<unknown>(value, String(value), String(value).padStart(2, '0'))
const shuffled = <T>(items: readonly T[], spelling: Spelling<T>): fc.Arbitrary<unknown[]> =>
  fc.shuffledSubarray([...items], {minLength: items.length}).chain((order) => fc.tuple(...order.map(spelling)))

const monthsOf: Spelling<Readonly<Record<string, readonly number[]>>> = (byYear) => {
  const year = ([number, months]: [string, readonly number[]]): fc.Arbitrary<unknown> =>
    fc.record({year: digits(Number(number)), months: shuffled(months, padded)})
  const entries = Object.entries(byYear)
  const list = shuffled(entries, year)
  const [first] = entries
  return first !== undefined && entries.length === 1 ? fc.oneof(year(first), list) : list
}

const keyed = (keys: readonly string[], value: fc.Arbitrary<unknown>, more: object = {}): fc.Arbitrary<unknown> =>
  fc.tuple(fc.constantFrom(...keys), value).map(([key, found]) => ({[key]: found, ...more}))

/** An order of keys and an unselected neighbour that change nothing. */
const entries = (record: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<Record<string, unknown>> =>
  fc
    .tuple(
      shuffled(Object.entries(record), ([key, value]) => value.map((found) => [key, found])),
      fc.boolean(),
    )
    .map(([pairs, withUnselected]) => ({
      ...Object.fromEntries(pairs as [string, unknown][]),
      ...(withUnselected ? {udise: {selection: 'no'}, diksha_tpd: {batch_id: []}} : {}),
    }))

/** One request, drawn first, and two spellings of it. */
const respelled = fc
  .record({
    byYear: fc.dictionary(
      fc.integer({min: 2000, max: 2025}).map(String),
      fc.uniqueArray(fc.integer({min: 1, max: 12}), {minLength: 1}),
      {minKeys: 1, maxKeys: 3},
    ),
    semesters: fc.uniqueArray(fc.integer({min: 1, max: 9}), {minLength: 1}),
    exams: fc.uniqueArray(fc.stringMatching(/^[A-Za-z0-9]{1,10}$/), {minLength: 1}),
  })
  .chain(({byYear, semesters, exams}) => {
    const replay = entries({
      student_attendance: monthsOf(byYear),
      semester: keyed(['semester', 'semesters'], shuffled(semesters, digits), {academic_year: '2020-21'}),
      periodic_assessment_test: keyed(['exam_code', 'exam_codes'], shuffled(exams, fc.constant)),
      static: fc.constantFrom({selection: 'yes'}, {selection: 'YES'}, {option: 'delete all data'}),
    })
    return fc.tuple(replay, replay)
  })

/** YAML that JSON is not: block style, no quotes where none are needed. */
function yamlOf(value: unknown, indent = ''): string {
  if (Array.isArray(value)) return value.map((item) => `\n${indent}-${yamlOf(item, `${indent}  `)}`).join('') || ' []'
  if (typeof value !== 'object' || value === null) return ` ${String(value)}`
  return Object.entries(value)
    .map(([key, item]) => `\n${indent}${key}:${yamlOf(item, `${indent}  `)}`)
    .join('')
}

describe('the same request in another spelling', () => {
  it('has the same id: order, padding, numbers or texts, aliases, reason, path, YAML or JSON', () => {
    fc.assert(
      fc.property(respelled, ([first, second]) => {
        const asJson = JSON.stringify({reason: 'March attendance was emitted twice', replay: first})
        const asYaml = yamlOf({replay: second, ticket: 'CQB-9', reason: 'another reason than before'})

        const [one, two] = [read(asJson, 'a.json'), read(asYaml, 'b.yaml')]

        expect(one.problems.filter(({severity}) => severity === 'error')).toEqual([])
        expect(two.request?.id).toBe(one.request?.id)
        expect(two.request?.slices).toEqual(one.request?.slices)
      }),
    )
  })

  it('has another id when it selects one month more, or repeats a run', () => {
    const idOf = (text: string): string | undefined =>
      read(`reason: emitted twice\n${text}`, 'a.yaml', context).request?.id
    const ids = [
      idOf('replay: {crc: {year: 2021, months: [1]}}'),
      idOf('replay: {crc: {year: 2021, months: [1, 2]}}'),
      idOf('replay: {student_attendance: {year: 2021, months: [1]}}'),
      idOf('replay: {crc: {year: 2021, months: [1]}}\nrepeat_of: 20261101T163000Z-4f2a'),
    ]

    expect(new Set(ids).size).toBe(4)
    expect(ids).not.toContain(undefined)
  })
})
