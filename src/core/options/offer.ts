/** What cQube offers of a data source for selection, by the kind of the data source. Sorted, free of duplicates. */
export type Offer =
  | {readonly kind: 'months'; readonly months: readonly Month[]}
  /** First and last day of the data, YYYY-MM-DD, both included; null when there is no row. */
  | {readonly kind: 'dates'; readonly range: {readonly from: string; readonly to: string} | null}
  | {readonly kind: 'semesters'; readonly years: readonly OfferedYear[]}
  | {readonly kind: 'codes'; readonly codes: readonly string[]}

/** Of the calendar; the month from 1 to 12. */
export interface Month {
  readonly year: number
  readonly month: number
}

export interface OfferedYear {
  /** Null where the aggregate has none: cQube offers that, too. */
  readonly academicYear: string | null
  readonly semesters: readonly number[]
}
