/**
 * What a part of a key says about the rows behind the object. An academic year is written `2020-21` and runs from June to
 * May: cQube puts months 6 to 12 into its first calendar year and months 1 to 5 into its second.
 */
export type Period =
  /** A month of the calendar. */
  | {readonly kind: 'month'; readonly year: number; readonly month: number}
  /** Twelve months from June of `firstYear` on. */
  | {readonly kind: 'academic year'; readonly firstYear: number}
  /** The academic year that an exam says it is of, which its date need not lie in, and the month of its date. */
  | {readonly kind: 'exam month'; readonly academicYear: string; readonly month: number}
  | {readonly kind: 'semester'; readonly academicYear: string; readonly semester: number}
  | {readonly kind: 'exam year'; readonly academicYear: string}
export type PeriodKind = Period['kind']

/** The parts of a key that name its period, as they stand there. */
export interface PeriodParts {
  readonly year: string
  readonly month?: string
  readonly semester?: string
}

const monthNames = [
  ...['january', 'february', 'march', 'april', 'may', 'june'],
  ...['july', 'august', 'september', 'october', 'november', 'december'],
]

const firstMonthOfAcademicYear = 6

/** @returns null for what is no month: `13`, `Marchh` */
export function monthOf(text: string): number | null {
  const byName = monthNames.indexOf(text.toLowerCase()) + 1
  const month = byName > 0 ? byName : /^\d{1,2}$/.test(text) ? Number(text) : 0
  return month >= 1 && month <= 12 ? month : null
}

/** @returns the first calendar year of `2020-21`; null for what is no academic year: `2020`, `2020-22` */
export function firstYearOf(text: string): number | null {
  const [, first = '', second = ''] = /^(\d{4})-(\d\d)$/.exec(text) ?? []
  return first !== '' && (Number(first) + 1) % 100 === Number(second) ? Number(first) : null
}

const academicYear = (firstYear: number): string => `${firstYear}-${String((firstYear + 1) % 100).padStart(2, '0')}`

/** Calendar year of a month that is written with an academic year, or, as in lists of exceptions, with a calendar year. */
function calendarYear(year: string, month: number): number | null {
  if (/^\d{4}$/.test(year)) return Number(year)
  const first = firstYearOf(year)
  return first === null || month >= firstMonthOfAcademicYear ? first : first + 1
}

/** @returns null when the parts name no such period: then nobody knows which rows the object is of */
export function periodOf(kind: PeriodKind, {year, month: monthText = '', semester = ''}: PeriodParts): Period | null {
  const month = monthOf(monthText)
  const firstYear = firstYearOf(year)
  switch (kind) {
    case 'month': {
      const calendar = month === null ? null : calendarYear(year, month)
      return month === null || calendar === null ? null : {kind, year: calendar, month}
    }
    case 'academic year':
      return firstYear === null ? null : {kind, firstYear}
    case 'exam month':
      return firstYear === null || month === null ? null : {kind, academicYear: year, month}
    case 'semester':
      return firstYear === null || !/^\d+$/.test(semester)
        ? null
        : {kind, academicYear: year, semester: Number(semester)}
    case 'exam year':
      return firstYear === null ? null : {kind, academicYear: year}
  }
}

const capitalised = (month: number): string => {
  const name = monthNames[month - 1] ?? ''
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`
}

/** For people, and one text for each period: `March 2021`, `2020-21`, `July 2020-21`, `2020-21, semester 1`. */
export function periodText(period: Period): string {
  switch (period.kind) {
    case 'month':
      return `${capitalised(period.month)} ${period.year}`
    case 'academic year':
      return academicYear(period.firstYear)
    case 'exam month':
      return `${capitalised(period.month)} ${period.academicYear}`
    case 'semester':
      return `${period.academicYear}, semester ${period.semester}`
    case 'exam year':
      return period.academicYear
  }
}

/** The months of an academic year, as slice keys: `2020-06` … `2021-05`. */
export const monthKeysOf = (firstYear: number): readonly string[] =>
  Array.from({length: 12}, (_, index) => {
    const month = ((firstMonthOfAcademicYear - 1 + index) % 12) + 1
    return monthKey(month >= firstMonthOfAcademicYear ? firstYear : firstYear + 1, month)
  })

export const monthKey = (year: number, month: number): string => `${year}-${String(month).padStart(2, '0')}`
