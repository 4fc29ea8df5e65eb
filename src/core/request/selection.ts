import {quote} from '../document/section.ts'
import type {SelectionKind, Slice} from '../slice.ts'
import {wholeMonths} from './calendar.ts'
import type {RequestSection} from './request-section.ts'
import {
  academicYearRule,
  batchIdRule,
  dateRule,
  examCodeRule,
  hasUsualLayout,
  monthRule,
  selectionRule,
  semesterRule,
  yearRule,
} from './selection-rules.ts'

/** One entry below `replay`. */
export interface SourceEntry {
  readonly dataSource: string
  readonly kind: SelectionKind
  /** The mapping that holds the entries. */
  readonly parent: RequestSection
  /** The key in it, as it is spelled. */
  readonly key: string
  readonly today: string
}

/** @returns the slices, none for an entry that selects nothing or is wrong */
export function readSelection(entry: SourceEntry): readonly Slice[] {
  const {dataSource, kind, parent, key} = entry
  if (!parent.isFilled(key)) return []
  const value = parent.raw(key)
  if (typeof value !== 'object' || (Array.isArray(value) && kind !== 'months')) {
    const what = `\`${key}\` is not a mapping of keys to values.`
    parent.complain('REQUEST_SHAPE', what, key, `Write it as \`${key}: ${shapes[kind]}\`.`)
    return []
  }
  if (kind === 'months') return readMonths(entry)
  const section = parent.child(key)
  const slices = readers[kind](section, dataSource, entry.today)
  section.finish()
  return slices
}

const shapes: Readonly<Record<SelectionKind, string>> = {
  months: '{year: "2021", months: ["03"]}',
  dates: '{from_date: "2021-01-01", to_date: "2021-01-31"}',
  semesters: '{academic_year: 2020-21, semester: [1]}',
  codes: '{codes: [first, second]}',
  all: '{selection: "yes"}',
}

const readers = {dates: readDates, semesters: readSemesters, codes: readCodes, all: readAll} as const

/** Entries of one year are joined, so that a slice is one year; a month may be named in one of them only. */
function readMonths({dataSource, parent, key, today}: SourceEntry): readonly Slice[] {
  const sections = Array.isArray(parent.raw(key)) ? parent.children(key) : [parent.child(key)]
  const monthsByYear = new Map<number, Set<number>>()
  for (const section of sections) {
    const isRange = dataSource === 'crc' && (section.has('from_date') || section.has('to_date'))
    for (const {year, month} of isRange ? readMonthRange(section, today) : readYear(section, today)) {
      const months = monthsByYear.get(year) ?? new Set()
      if (months.has(month)) {
        section.complain('VALUE_TWICE', `\`${key}\` selects month ${month} of ${year} twice.`)
      }
      monthsByYear.set(year, months.add(month))
    }
    section.finish()
  }
  return [...monthsByYear]
    .sort(([a], [b]) => a - b)
    .map(([year, months]) => ({
      kind: 'months',
      dataSource,
      year,
      months: [...months].sort((a, b) => a - b),
    }))
}

interface YearAndMonth {
  readonly year: number
  readonly month: number
}

function readYear(section: RequestSection, today: string): readonly YearAndMonth[] {
  for (const key of ['year', 'months']) section.ignore(key)
  if (!section.isFilled('months')) {
    if (section.isFilled('year') && !section.has('months')) {
      const what = 'A year stands here without `months`; each month that is meant must be named.'
      section.complain('SELECTION_INCOMPLETE', what, 'year')
    }
    return []
  }
  const isDated = section.isFilled('year')
  if (!isDated) section.complain('SELECTION_INCOMPLETE', 'Months stand here without a `year`.', 'months')
  const year = isDated ? section.scalar('year', yearRule(today), null) : null
  const months = section.list('months', monthRule(year, today), [])
  return year === null ? [] : months.map((month) => ({year, month}))
}

function readMonthRange(section: RequestSection, today: string): readonly YearAndMonth[] {
  if (section.isFilled('months')) {
    const what = 'Months stand here both as `months` and as a range of dates.'
    section.complain('SPELLED_TWICE', what, 'months')
  }
  for (const key of ['year', 'months']) section.ignore(key)
  // The current month may be named as a whole, as it may be by its number.
  const range = readRange(section, `${today.slice(0, 7)}-31`)
  if (range === null) return []
  const months = wholeMonths(range.from, range.to)
  if (months === null) {
    const what = `The range ${quote(range.from)} to ${quote(range.to)} is not made of whole calendar months.`
    section.complain('NOT_WHOLE_MONTHS', what)
  }
  return months ?? []
}

function readRange(section: RequestSection, latest: string): {readonly from: string; readonly to: string} | null {
  const [hasFrom, hasTo] = [section.isFilled('from_date'), section.isFilled('to_date')]
  for (const key of ['from_date', 'to_date']) section.ignore(key)
  if (!hasFrom && !hasTo) return null
  if (!hasFrom || !hasTo) {
    const [there, missing] = hasFrom ? (['from_date', 'to_date'] as const) : (['to_date', 'from_date'] as const)
    section.complain('SELECTION_INCOMPLETE', `\`${there}\` stands here without \`${missing}\`.`, there)
  }
  const from = hasFrom ? section.scalar('from_date', dateRule(latest), null) : null
  const to = hasTo ? section.scalar('to_date', dateRule(latest), null) : null
  if (from === null || to === null) return null
  if (from <= to) return {from, to}
  section.complain('DATES_REVERSED', `The range ends on ${quote(to)}, before it begins on ${quote(from)}.`, 'to_date')
  return null
}

function readDates(section: RequestSection, dataSource: string, today: string): readonly Slice[] {
  const range = readRange(section, today)
  return range === null ? [] : [{kind: 'dates', dataSource, ...range}]
}

function readSemesters(section: RequestSection, dataSource: string, today: string): readonly Slice[] {
  const key = spelling(section, ['semester', 'semesters'])
  section.ignore('academic_year')
  const isNamed = section.isFilled('academic_year')
  if (key === null && isNamed && !section.has('semester') && !section.has('semesters')) {
    section.complain('SELECTION_INCOMPLETE', 'An academic year stands here without `semester`.', 'academic_year')
  }
  if (key === null) return []
  const before = section.problemCount()
  const academicYear = isNamed ? section.scalar('academic_year', academicYearRule(today), null) : null
  const semesters = [...section.list(key, semesterRule, [])].sort((a, b) => a - b)
  return section.problemCount() > before ? [] : [{kind: 'semesters', dataSource, academicYear, semesters}]
}

const codeSpellings: Readonly<Record<string, readonly [string, string]>> = {
  periodic_assessment_test: ['exam_code', 'exam_codes'],
  diksha_tpd: ['batch_id', 'batch_ids'],
}

function readCodes(section: RequestSection, dataSource: string): readonly Slice[] {
  const key = spelling(section, codeSpellings[dataSource] ?? ['codes'])
  if (key === null) return []
  const isExam = dataSource === 'periodic_assessment_test'
  const codes = [...section.list(key, isExam ? examCodeRule : batchIdRule, [])].sort()
  const unusual = isExam ? codes.filter((code) => !hasUsualLayout(code)) : []
  const [first] = unusual
  if (first !== undefined) {
    const more = unusual.length === 1 ? '' : `, and so are ${unusual.length - 1} more`
    const what = `${quote(first)} is not made of letters, grade, subject and the date of the exam as ddmmyyyy${more}.`
    const items = section.raw(key)
    section.warn('EXAM_CODE_UNUSUAL', what, `${key}/${Array.isArray(items) ? items.map(String).indexOf(first) : 0}`)
  }
  return codes.length === 0 ? [] : [{kind: 'codes', dataSource, codes}]
}

function readAll(section: RequestSection, dataSource: string): readonly Slice[] {
  const key = spelling(section, ['selection', 'option'])
  return key !== null && section.scalar(key, selectionRule, false) ? [{kind: 'all', dataSource}] : []
}

/** @returns the spelling that holds something; null when none does */
function spelling(section: RequestSection, spellings: readonly string[]): string | null {
  for (const key of spellings) section.ignore(key)
  const [first = null, second] = spellings.filter((key) => section.isFilled(key))
  if (first !== null && second !== undefined) {
    section.complain('SPELLED_TWICE', `\`${second}\` means the same as \`${first}\`, which stands here too.`, second)
  }
  return first
}
