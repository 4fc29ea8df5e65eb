import fc from 'fast-check'
import type {Slice} from '../../../../src/core/slice.ts'

const subset = <T>(values: readonly T[]) => fc.subarray([...values], {minLength: 1})

const day = (offset: number): string => new Date(Date.UTC(2021, 0, 28) + offset * 86_400_000).toISOString().slice(0, 10)

const months: fc.Arbitrary<Slice> = fc.record({
  kind: fc.constant('months'),
  dataSource: fc.constantFrom('student_attendance', 'crc'),
  year: fc.integer({min: 2019, max: 2021}),
  months: subset([1, 2, 3, 11, 12]),
})

const dates: fc.Arbitrary<Slice> = fc.tuple(fc.nat({max: 12}), fc.nat({max: 3})).map(([start, length]) => ({
  kind: 'dates',
  dataSource: 'diksha_summary_rollup',
  from: day(start),
  to: day(start + length),
}))

const semesters: fc.Arbitrary<Slice> = fc.record({
  kind: fc.constant('semesters'),
  dataSource: fc.constant('semester'),
  academicYear: fc.constantFrom(null, '2019-20', '2020-21'),
  semesters: subset([1, 2, 3]),
})

const codes: fc.Arbitrary<Slice> = fc.record({
  kind: fc.constant('codes'),
  dataSource: fc.constantFrom('diksha_tpd', 'periodic_assessment_test', 'local_exam'),
  codes: subset(['PAT010101012021', 'PAT010201012021', '046789546783']),
})

const all: fc.Arbitrary<Slice> = fc.record({
  kind: fc.constant('all'),
  dataSource: fc.constantFrom('udise', 'static'),
})

/** Slices that meet often, so that overlaps and neighbours are the rule. */
export const anySlice: fc.Arbitrary<Slice> = fc.oneof(months, dates, semesters, codes, all)

export const anySlices = fc.array(anySlice, {minLength: 1, maxLength: 8})
