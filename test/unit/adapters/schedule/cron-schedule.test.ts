import fc from 'fast-check'
import {expect, it} from 'vitest'
import {cronSchedule} from '../../../../src/adapters/schedule/cron-schedule.ts'
import {cronPattern} from '../../../../src/core/settings/schedule-rules.ts'

/** Numbers and names of a field, some of them beyond it. */
function fieldUpTo(most: number, names: readonly [string, ...string[]]): fc.Arbitrary<string> {
  const number = fc.integer({min: 0, max: most}).map(String)
  const value = fc.oneof({weight: 3, arbitrary: number}, fc.constantFrom(...names))
  const range = fc.tuple(value, value).map((ends) => ends.join('-'))
  const stepped = fc.tuple(fc.oneof(fc.constant('*'), range), number).map((parts) => parts.join('/'))
  return fc
    .array(fc.oneof(fc.constant('*'), value, range, stepped), {minLength: 1, maxLength: 3})
    .map((parts) => parts.join(','))
}

const pattern = fc
  .tuple(
    fieldUpTo(62, ['0']),
    fieldUpTo(25, ['0']),
    fieldUpTo(32, ['1']),
    fieldUpTo(13, ['JAN', 'feb', 'Dec']),
    fieldUpTo(8, ['SUN', 'mon', 'Sat']),
  )
  .map((fields) => fields.join(' '))

it('can read every pattern that the settings let through', () => {
  let passed = 0

  fc.assert(
    fc.property(pattern, (text) => {
      const judged = cronPattern(text)
      if (!('value' in judged)) return
      passed += 1
      cronSchedule({cron: [judged.value], timeZone: 'Asia/Kolkata'}).next(new Date('2026-11-24T10:00:00Z'))
    }),
    {numRuns: 20_000, seed: 5},
  )

  expect(passed).toBeGreaterThan(1_000)
})
