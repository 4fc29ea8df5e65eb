/** Why a line of a file is not loaded; closed list, counted, never told with the line. */
export const rejectReasons = {
  blank_line: 'blank',
  wrong_field_count: 'with another number of fields than the header',
  wrong_quotes: 'with text after a closing quote',
  missing_value: 'without a value that must be there',
  not_a_number: 'with something else where a number belongs',
  not_a_date: 'with something else where a date (YYYY-MM-DD) belongs',
  not_a_month: 'whose month is not 1 to 12',
  not_an_academic_year: 'whose academic year is not written like 2020-21',
  future_month: 'of a month that has not begun',
  too_long: 'with a text that is longer than its column',
  not_text: 'that are not UTF-8',
  unknown_school: 'of a school that school_hierarchy_details does not have',
  duplicate: 'that repeat another line word for word',
  conflicting: 'that say different things under the same key, of which none was taken',
  frozen_month: 'of a month of which cQube has frozen every day',
} as const satisfies Record<string, string>

export type RejectReason = keyof typeof rejectReasons
export type Rejects = Readonly<Partial<Record<RejectReason, number>>>

/** `3 of a school that school_hierarchy_details does not have, 1 blank`, the most frequent first; empty for none. */
export function rejectWords(rejects: Rejects): string {
  return (Object.entries(rejects) as [RejectReason, number][])
    .filter(([, lines]) => lines > 0)
    .sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1))
    .map(([reason, lines]) => `${lines} ${rejectReasons[reason]}`)
    .join(', ')
}

export const countRejects = (rejects: Rejects): number =>
  Object.values(rejects).reduce((total, lines) => total + lines, 0)

/** What was read below a file's header: `lines` are those accepted so far and the rejects together. */
export interface LineCounts {
  readonly lines: number
  readonly rejects: Rejects
}
