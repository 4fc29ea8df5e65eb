import {quote, type Rule} from '../document/section.ts'
import type {ProblemCode} from '../problem-catalogue.ts'
import {isDate} from './calendar.ts'

const firstYear = 2000

/** What may be wrong only because the day has not come. */
export const codesOfToday: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'YEAR_OUT_OF_RANGE',
  'MONTH_IN_FUTURE',
  'DATE_OUT_OF_RANGE',
  'ACADEMIC_YEAR_INVALID',
])

const number = (pattern: RegExp, text: string): number | null => (pattern.test(text) ? Number(text) : null)

/** @param today YYYY-MM-DD */
export const yearRule =
  (today: string): Rule<number> =>
  (text) => {
    const year = number(/^20[0-9]{2}$/, text)
    const thisYear = Number(today.slice(0, 4))
    if (year !== null && year <= thisYear) return {value: year}
    return {
      code: 'YEAR_OUT_OF_RANGE',
      what: () => `${quote(text)} is no year that can be replayed; years run from ${firstYear} to ${thisYear}.`,
    }
  }

/** @param year null when it is not known, so that nothing can be said about the future */
export const monthRule =
  (year: number | null, today: string): Rule<number> =>
  (text) => {
    const month = number(/^(0?[1-9]|1[0-2])$/, text)
    if (month === null) {
      return {
        code: 'MONTH_OUT_OF_RANGE',
        what: () => `${quote(text)} is not a month; months run from "01" to "12".`,
      }
    }
    const named = `${year ?? firstYear}-${String(month).padStart(2, '0')}`
    if (named <= today.slice(0, 7)) return {value: month}
    return {
      code: 'MONTH_IN_FUTURE',
      what: () => `${quote(text)} of ${year ?? firstYear} has not begun; today is ${today}.`,
    }
  }

/** @param latest YYYY-MM-DD; a later day is refused */
export const dateRule =
  (latest: string): Rule<string> =>
  (text) => {
    if (!isDate(text)) {
      return {code: 'DATE_INVALID', what: (key) => `\`${key}\` is ${quote(text)}, which is not a day of the calendar.`}
    }
    if (text >= `${firstYear}-01-01` && text <= latest) return {value: text}
    return {
      code: 'DATE_OUT_OF_RANGE',
      what: (key) => `\`${key}\` is ${quote(text)}; dates run from ${firstYear}-01-01 to ${latest}.`,
    }
  }

export const academicYearRule =
  (today: string): Rule<string> =>
  (text) => {
    const begin = /^20[0-9]{2}-[0-9]{2}$/.test(text) ? Number(text.slice(0, 4)) : null
    const follows = begin !== null && (begin + 1) % 100 === Number(text.slice(5))
    if (begin !== null && follows && begin <= Number(today.slice(0, 4))) return {value: text}
    const why = follows ? 'has not begun' : 'is not a year and the two digits of the next one'
    return {code: 'ACADEMIC_YEAR_INVALID', what: () => `${quote(text)} ${why}.`}
  }

export const semesterRule: Rule<number> = (text) => {
  const semester = number(/^[1-9]$/, text)
  return semester === null
    ? {code: 'SEMESTER_INVALID', what: () => `${quote(text)} is not a semester; semesters are numbered from 1 to 9.`}
    : {value: semester}
}

const codeRule =
  (pattern: RegExp): Rule<string> =>
  (text) =>
    pattern.test(text)
      ? {value: text}
      : {code: 'CODE_INVALID', what: (key) => `\`${key}\` holds ${quote(text)}, which cannot be a code.`}

export const examCodeRule = codeRule(/^[A-Za-z0-9]{1,64}$/)
export const batchIdRule = codeRule(/^[0-9A-Za-z_-]{1,64}$/)

/** Letters, grade and subject of two digits each, and the day of the exam as ddmmyyyy. */
export function hasUsualLayout(examCode: string): boolean {
  const [, day, month, year] = /^[A-Za-z]+\d{4}(\d{2})(\d{2})(\d{4})$/.exec(examCode) ?? []
  return isDate(`${year ?? ''}-${month ?? ''}-${day ?? ''}`)
}

const yes = new Set(['yes', 'delete all data'])
/** What the old screen writes is `option: "delete all data"` (cQube 3.7, data-replay.component.ts). */
export const selectionRule: Rule<boolean> = (text) => {
  const word = text.toLowerCase()
  if (yes.has(word)) return {value: true}
  if (word === 'no') return {value: false}
  return {code: 'SELECTION_INVALID', what: (key) => `\`${key}\` is ${quote(text)}, which is neither "yes" nor "no".`}
}
