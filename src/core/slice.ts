import {createHash} from 'node:crypto'

/** How a data source is selected: the shape of its entry under `replay`, and of its slice keys. */
export type SelectionKind = 'months' | 'dates' | 'semesters' | 'codes' | 'all'

/** The smallest thing a request selects, normalised: lists are sorted and free of duplicates, spellings are gone. */
export type Slice =
  | {readonly kind: 'months'; readonly dataSource: string; readonly year: number; readonly months: readonly number[]}
  /** Both days included, YYYY-MM-DD. */
  | {readonly kind: 'dates'; readonly dataSource: string; readonly from: string; readonly to: string}
  /** `academicYear` null: every academic year that the database holds. */
  | {
      readonly kind: 'semesters'
      readonly dataSource: string
      readonly academicYear: string | null
      readonly semesters: readonly number[]
    }
  | {readonly kind: 'codes'; readonly dataSource: string; readonly codes: readonly string[]}
  | {readonly kind: 'all'; readonly dataSource: string}

const pad = (month: number): string => String(month).padStart(2, '0')

const dayMs = 86_400_000
const daysBetween = (from: string, to: string): string[] => {
  const days: string[] = []
  for (let day = Date.parse(from); day <= Date.parse(to); day += dayMs) {
    days.push(new Date(day).toISOString().slice(0, 10))
  }
  return days
}

/**
 * The slice keys of a slice: the text by which the database groups, fences and attributes rows.
 * months `2020-03`, dates one key a day `2021-01-31`, semesters `2020-21/1` (every academic year: `* /1` without the
 * blank), codes the code itself, all `*`. Two slices of a data source overlap exactly when they share a key.
 */
export function sliceKeys(slice: Slice): string[] {
  switch (slice.kind) {
    case 'months':
      return slice.months.map((month) => `${slice.year}-${pad(month)}`)
    case 'dates':
      return daysBetween(slice.from, slice.to)
    case 'semesters':
      return slice.semesters.map((semester) => `${slice.academicYear ?? '*'}/${semester}`)
    case 'codes':
      return [...slice.codes]
    case 'all':
      return ['*']
  }
}

/** What the identity is taken of: fixed order, no spelling, nothing that is only a label. */
function canonical(slice: Slice): readonly unknown[] {
  switch (slice.kind) {
    case 'months':
      return [slice.dataSource, 'months', slice.year, slice.months]
    case 'dates':
      return [slice.dataSource, 'dates', slice.from, slice.to]
    case 'semesters':
      return [slice.dataSource, 'semesters', slice.academicYear, slice.semesters]
    case 'codes':
      return [slice.dataSource, 'codes', slice.codes]
    case 'all':
      return [slice.dataSource, 'all']
  }
}

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')

/** @returns 64 hexadecimal digits: SHA-256 of the canonical slice. */
export const sliceId = (slice: Slice): string => sha256(JSON.stringify(canonical(slice)))

/** @returns 64 hexadecimal digits; equal for every file that asks for the same slices and names the same run to repeat. */
export const requestId = (slices: readonly Slice[], repeatOf: string | null): string =>
  sha256(JSON.stringify([slices.map(sliceId).sort(), repeatOf]))
