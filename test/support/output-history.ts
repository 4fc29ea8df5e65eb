import fc from 'fast-check'
import {cqubeKeys, fill, type Attributes} from './cqube-keys.ts'
import type {Exam} from './output-site.ts'

/** Periods that are not the calendar's: June 2020 to May 2021 is 2020-21. */
const months = [
  ...['2020-04', '2020-05', '2020-06', '2020-07', '2020-12'],
  ...['2021-01', '2021-05', '2021-06', '2021-07'],
]

const periodicExams: readonly Exam[] = [
  ['PAT030105052021', '2020-21', '2021-05-05'],
  ['PAT030205052021', '2020-21', '2021-05-05'],
  ['PAT030107062021', '2021-22', '2021-06-07'],
  // Held after the academic year that it is of.
  ['PAT040120062021', '2020-21', '2021-06-20'],
  ['PAT-without-a-date', '2020-21', '2020-07-02'],
  ['PAT050129072020', '2020-21', '2020-07-29'],
  ['PAT060129072021', '2021-22', '2021-07-29'],
].map(([code = '', academicYear = '', date = '']) => ({prefix: 'periodic', code, academicYear, date}))

const semesterExams: readonly Exam[] = (
  [
    ['SAT1', '2019-20', '2019-10-10', 1],
    ['SAT2', '2019-20', '2020-03-10', 2],
    ['SAT3', '2020-21', '2020-10-10', 1],
    // Two semesters with an exam in one month.
    ['SAT4', '2020-21', '2021-03-10', 1],
    ['SAT5', '2020-21', '2021-03-20', 2],
  ] as const
).map(([code, academicYear, date, semester]) => ({prefix: 'semester', code, academicYear, date, semester}))

const monthSources = {
  student_attendance: 'school_student_total_attendance',
  teacher_attendance: 'school_teacher_total_attendance',
  crc: 'crc_visits_frequency',
} as const
export type MonthSource = keyof typeof monthSources
export const tableOfMonths = (source: MonthSource): string => monthSources[source]

/** What was loaded, and what each of some requests deletes of it, whether it is there or not. */
export interface History {
  readonly months: Readonly<Record<MonthSource, readonly string[]>>
  readonly exams: readonly Exam[]
  readonly deletions: readonly Deletion[]
}

export interface Deletion {
  readonly months: Readonly<Record<MonthSource, readonly string[]>>
  readonly codes: readonly string[]
  readonly semesters: readonly (readonly [academicYear: string, semester: number])[]
}

const someMonths = fc.subarray(months)
const ofEachSource = fc.record({student_attendance: someMonths, teacher_attendance: someMonths, crc: someMonths})

export const histories: fc.Arbitrary<History> = fc.record({
  months: ofEachSource,
  exams: fc.tuple(fc.subarray([...periodicExams]), fc.subarray([...semesterExams])).map((exams) => exams.flat()),
  deletions: fc.array(
    fc.record({
      months: ofEachSource,
      codes: fc.subarray(periodicExams.map(({code}) => code)),
      semesters: fc.constantFrom<Deletion['semesters'][]>([['2020-21', 1]], [['2020-21', 2]], [['2019-20', 1]], []),
    }),
    {minLength: 2, maxLength: 3},
  ),
})

/** An object that cQube wrote when the rows of its period came, and how to see whether any are left. */
export interface WrittenObject {
  readonly key: string
  /** SQL: a row of its period. */
  readonly row: string
}

const names = ['', 'January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October']
const isOfMonth = (template: string): boolean => /\$\{month\}|\$\{partition_by_month\}/.test(template)
const isOfYear = (template: string): boolean => /\$\{year\}/.test(template) && !isOfMonth(template)
const isException = (template: string): boolean => template.startsWith('exception_list/')

function academicYearOf(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number)
  const first = number >= 6 ? year : year - 1
  return `${first}-${String(first + 1).slice(2)}`
}

const keysOf = (source: string, isWanted: (template: string) => boolean, attributes: Attributes): readonly string[] =>
  (cqubeKeys.get(source) ?? [])
    .filter((template) => !isException(template) && !/\/last_\w+\//.test(template) && isWanted(template))
    .map((template) => fill(template, {management: 'Local body', level: '2801', ...attributes}))

function objectsOfMonth(source: MonthSource, month: string): readonly WrittenObject[] {
  const year = academicYearOf(month)
  const [calendar = '', number = ''] = month.split('-')
  const first = Number(year.slice(0, 4))
  const table = tableOfMonths(source)
  const attributes = {year, academic_year: year, month: String(Number(number))}
  return [
    ...keysOf(source, isOfMonth, attributes).map((key) => ({
      key,
      row: `from ${table} where year = ${calendar} and month = ${number}`,
    })),
    ...keysOf(source, isOfYear, attributes).map((key) => ({
      key,
      row: `from ${table} where year * 12 + month between ${first * 12 + 6} and ${(first + 1) * 12 + 5}`,
    })),
  ]
}

function objectsOfExam({prefix, academicYear, date, semester}: Exam): readonly WrittenObject[] {
  const source = prefix === 'periodic' ? 'periodic_assessment_test' : 'semester'
  const results = `from ${prefix}_exam_school_result where academic_year = '${academicYear}'`
  const month = names[Number(date.slice(5, 7))] ?? ''
  const attributes = {year: academicYear, academic_year: academicYear, partition_by: academicYear, month}
  const ofMonth = keysOf(source, isOfMonth, {...attributes, partition_by_month: month})
    // Made from a table that a replay does not delete from.
    .filter((key) => !key.startsWith('sat/') || !key.includes('indicatorIdLevel'))
    .map((key) => ({key, row: `${results} and extract(month from exam_date) = ${Number(date.slice(5, 7))}`}))
  if (semester === undefined) return ofMonth
  const isOfSemester = (template: string) => /^sat\/(\$\{partition_by\}|.*\$\{academic_year\})\/sem_/.test(template)
  const number = String(semester)
  return [
    ...ofMonth,
    ...keysOf(source, isOfYear, attributes).map((key) => ({key, row: results})),
    ...keysOf(source, isOfSemester, {...attributes, semester: number, partition_by_level: number}).map((key) => ({
      key,
      row: `${results} and semester = ${number}`,
    })),
  ]
}

/** Every object of every period that ever had rows; one key in three, so that thousands do not cost minutes. */
export function objectsOf({months: loaded, exams}: History): readonly WrittenObject[] {
  const all = [
    ...(Object.keys(loaded) as MonthSource[]).flatMap((source) =>
      loaded[source].flatMap((month) => objectsOfMonth(source, month)),
    ),
    ...exams.flatMap(objectsOfExam),
  ]
  const byKey = new Map(all.map((object) => [object.key, object]))
  return [...byKey.values()].filter((_, index) => index % 3 === 0)
}
