import type {SelectionKind, Slice} from '../slice.ts'
import {byText, selects} from './key-selection.ts'

const dayMs = 86_400_000
const nextDay = (day: string): string => new Date(Date.parse(day) + dayMs).toISOString().slice(0, 10)

function packMonths(dataSource: string, keys: readonly string[]): Slice[] {
  const monthsByYear = new Map<number, number[]>()
  for (const key of keys) {
    const year = Number(key.slice(0, 4))
    monthsByYear.set(year, [...(monthsByYear.get(year) ?? []), Number(key.slice(5))])
  }
  return [...monthsByYear].map(([year, months]) => ({kind: 'months', dataSource, year, months}))
}

function packDates(dataSource: string, days: readonly string[]): Slice[] {
  const ranges: {from: string; to: string}[] = []
  for (const day of days) {
    const last = ranges.at(-1)
    if (last !== undefined && nextDay(last.to) === day) last.to = day
    else ranges.push({from: day, to: day})
  }
  return ranges.map(({from, to}) => ({kind: 'dates', dataSource, from, to}))
}

function packSemesters(dataSource: string, keys: readonly string[]): Slice[] {
  const everyYear = new Set(keys.filter((key) => key.startsWith('*/')))
  const semestersByYear = new Map<string, number[]>()
  for (const key of keys.filter((candidate) => everyYear.has(candidate) || !selects(everyYear, candidate))) {
    const [year = '', semester = ''] = key.split('/')
    semestersByYear.set(year, [...(semestersByYear.get(year) ?? []), Number(semester)])
  }
  return [...semestersByYear].map(([year, semesters]) => ({
    kind: 'semesters',
    dataSource,
    academicYear: year === '*' ? null : year,
    semesters: semesters.sort((a, b) => a - b),
  }))
}

/**
 * The fewest slices that select exactly these keys, earliest first: one for each year, each academic year and each
 * range of days without a gap. Every academic year (`*`) comes first and takes the same semester of single ones with it.
 * @param keys in any order; what `sliceKeys` gives for slices of this kind
 */
export function packKeys(kind: SelectionKind, dataSource: string, keys: ReadonlySet<string>): Slice[] {
  const sorted = [...keys].sort(byText)
  if (sorted.length === 0) return []
  switch (kind) {
    case 'months':
      return packMonths(dataSource, sorted)
    case 'dates':
      return packDates(dataSource, sorted)
    case 'semesters':
      return packSemesters(dataSource, sorted)
    case 'codes':
      return [{kind, dataSource, codes: sorted}]
    case 'all':
      return [{kind, dataSource}]
  }
}
