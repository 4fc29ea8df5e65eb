import type {Slice} from '../slice.ts'

const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const

const listOf = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`

const dayWords = (day: string): string =>
  `${Number(day.slice(8))} ${monthNames[Number(day.slice(5, 7)) - 1] ?? day} ${day.slice(0, 4)}`

const shownCodes = 20

/** A slice as a reader would say it, without its data source. Codes are cut after 20, and the rest counted. */
export function sliceWords(slice: Slice): string {
  switch (slice.kind) {
    case 'months':
      return `${listOf(slice.months.map((month) => monthNames[month - 1] ?? String(month)))} ${slice.year}`
    case 'dates':
      return slice.from === slice.to
        ? `day ${dayWords(slice.from)}`
        : `days ${dayWords(slice.from)} to ${dayWords(slice.to)}`
    case 'semesters': {
      const semesters = `${slice.semesters.length === 1 ? 'semester' : 'semesters'} ${listOf(slice.semesters.map(String))}`
      return `${semesters} of ${slice.academicYear ?? 'every academic year'}`
    }
    case 'codes': {
      const more = slice.codes.length - shownCodes
      const codes = [...slice.codes.slice(0, shownCodes), ...(more > 0 ? [`${more} more`] : [])]
      return `${slice.codes.length === 1 ? 'code' : 'codes'} ${listOf(codes)}`
    }
    case 'all':
      return 'everything (full refresh)'
  }
}
