import {monthKey, monthKeysOf, type Period} from './period.ts'

/** What a run deleted of one data source, as far as its outputs are concerned. */
export interface DeletedOutputs {
  readonly dataSource: string
  /** Slice keys of its deletions that were done. */
  readonly keys: readonly string[]
  /** Academic years and months that the deleted exams were of, read before their rows went. */
  readonly examMonths: readonly {readonly academicYear: string; readonly month: number}[]
}

/** Whether rows of the period were among those that the run deleted; other periods are none of its business. */
export function wasDeletedFrom(period: Period, {keys, examMonths}: DeletedOutputs): boolean {
  switch (period.kind) {
    case 'month':
      return keys.includes(monthKey(period.year, period.month))
    case 'academic year':
      return monthKeysOf(period.firstYear).some((key) => keys.includes(key))
    case 'exam month':
      return examMonths.some(({academicYear, month}) => academicYear === period.academicYear && month === period.month)
    case 'semester':
      return keys.includes(`${period.academicYear}/${period.semester}`)
    case 'exam year':
      return keys.some((key) => key.startsWith(`${period.academicYear}/`))
  }
}
