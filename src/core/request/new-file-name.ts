import type {Slice} from '../slice.ts'

const twoDigits = (value: number): string => String(value).padStart(2, '0')
const counted = (items: readonly unknown[], what: string): string => `${items.length}-${what}`
const mostNamed = 3

/**
 * A name that tells what the request selects, such as `2026-11-24-student-attendance-2021-03.yaml`.
 * @param today YYYY-MM-DD
 * @param attempt 1, or more where the names of the attempts before are taken
 */
export function newFileName(slices: readonly Slice[], today: string, attempt = 1): string {
  const sources = [...new Set(slices.map(({dataSource}) => dataSource))]
  const contents = [
    ...new Set(sources.map((source) => contentOf(slices.filter((slice) => slice.dataSource === source)))),
  ]
  const names =
    sources.length <= 2 ? sources.map((source) => source.replaceAll('_', '-')) : [counted(sources, 'sources')]
  const parts = [
    today,
    ...names,
    ...(contents.length === 1 ? contents : []),
    ...(attempt === 1 ? [] : [String(attempt)]),
  ]
  return `${parts.join('-')}.yaml`
}

/** @param slices of one data source */
function contentOf(slices: readonly Slice[]): string {
  const [slice, ...others] = slices
  if (slice === undefined) return ''
  if (slice.kind === 'months' && others.length > 0) {
    const years = slices.flatMap((other) => (other.kind === 'months' ? [other.year] : []))
    return `${Math.min(...years)}-to-${Math.max(...years)}`
  }
  switch (slice.kind) {
    case 'months':
      return `${slice.year}-${
        slice.months.length <= mostNamed ? slice.months.map(twoDigits).join('-') : counted(slice.months, 'months')
      }`
    case 'dates':
      return slice.from === slice.to ? slice.from : `${slice.from}-to-${slice.to}`
    case 'semesters':
      return `${slice.academicYear ?? 'every-year'}-semester-${slice.semesters.join('-')}`
    case 'codes':
      return slice.codes.length === 1 ? (slice.codes[0] ?? '') : counted(slice.codes, 'codes')
    case 'all':
      return 'full-refresh'
  }
}
