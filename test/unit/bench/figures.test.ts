import {expect, it} from 'vitest'
import {between, meetsTarget, ratio, tableOf} from '../../../bench/figures.ts'
import {alternate, median} from '../../../bench/measure.ts'

const deletion = {name: 'deletion', ms: 110}
const byHand = {name: 'by hand', ms: 100}

it('the median of an even number of values is the mean of the two middle ones', () => {
  expect([median([3, 1, 2]), median([4, 1, 3, 2])]).toEqual([2, 2.5])
})

it('variants are measured in turn, and in the other direction every second time', async () => {
  const order: string[] = []
  const variant = (name: string, ...taken: number[]) => ({
    [name]: async () => {
      order.push(name)
      return taken.shift() ?? 0
    },
  })

  const medians = await alternate(3, {...variant('a', 1, 9, 2), ...variant('b', 5, 5, 6)})

  expect(order.join('')).toBe('abbaab')
  expect(medians).toEqual({a: 2, b: 5})
})

it('a ratio on its target meets it', () => {
  expect(meetsTarget(ratio('', '', deletion, byHand, {atMost: 1.1}))).toBe(true)
  expect(meetsTarget(ratio('', '', deletion, byHand, {atMost: 1.09}))).toBe(false)
  expect(meetsTarget(ratio('', '', deletion, byHand, {atLeast: 1.11}))).toBe(false)
  expect(meetsTarget(ratio('', '', deletion, byHand, null))).toBe(true)
})

it('the table tells what was measured, what was missed and what could not be measured', () => {
  const table = tableOf([
    ratio('PostgreSQL 10.23', 'deletion : by hand', deletion, byHand, {atMost: 1.1}),
    ratio(
      'PostgreSQL 10.23',
      'by hand : deletion',
      {name: 'by hand', ms: 12_345},
      {name: 'deletion', ms: 1.25},
      {atLeast: 1e5},
    ),
    {server: 'pg18', what: 'everything', why: 'no binaries for this platform'},
  ])

  expect(table).toMatchInlineSnapshot(`
    "| what | server | medians | result | target |
    |---|---|---|---|---|
    | deletion : by hand | PostgreSQL 10.23 | deletion 110 ms, by hand 100 ms | 1.10 × | ≤ 1.1 × |
    | by hand : deletion | PostgreSQL 10.23 | by hand 12.3 s, deletion 1.3 ms | 9876 × | **missed** ≥ 100000 × |
    | everything | pg18 | no binaries for this platform | – | not measured |"
  `)
})

it('only the text between the markers of a page is replaced', () => {
  const page = 'before\n<!-- figures begin -->\nold\n<!-- figures end -->\nafter\n'

  expect(between(page, 'figures', 'new')).toBe('before\n<!-- figures begin -->\n\nnew\n\n<!-- figures end -->\nafter\n')
  expect(() => between(page, 'other', 'new')).toThrow('<!-- other begin -->')
})
