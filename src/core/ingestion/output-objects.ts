import {academicYearOf} from './academic-year.ts'

/** An object of the output store, as cQube's reports read it. */
export interface OutputObject {
  readonly key: string
  readonly json: string
}

export const outputLevels = ['district', 'block', 'cluster', 'school'] as const
export type OutputLevel = (typeof outputLevels)[number]

/** cQube release-3.7, student_attendance_queries: the year in the key is the academic one, the month a plain number. */
export const attendanceKey = (year: number, month: number, level: OutputLevel): string =>
  `attendance/${academicYearOf(year, month)}/${month}/${level}.json`

export const attendanceMetaKey = 'attendance/student_attendance_meta.json'

const monthNames = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
]

/** cQube release-3.7, pat_queries: the exam's own academic year, and the name of the month that its date is in. */
export const examKey = (academicYear: string, month: number, level: OutputLevel): string =>
  `pat/${academicYear}/${monthNames[month - 1] ?? month}/${level}/${level}.json`

export const examMetaKey = 'pat/metaData.json'
