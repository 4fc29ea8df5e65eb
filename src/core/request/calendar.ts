const datePattern = /^(\d{4})-(\d{2})-(\d{2})$/
const momentPattern = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/

/** @returns the last day of a month; 0 for a month that does not exist */
export const daysIn = (year: number, month: number): number =>
  month >= 1 && month <= 12 ? new Date(Date.UTC(year, month, 0)).getUTCDate() : 0

/** YYYY-MM-DD, and a day that the calendar has. */
export function isDate(text: string): boolean {
  const [, year, month, day] = datePattern.exec(text) ?? []
  return Number(day) >= 1 && Number(day) <= daysIn(Number(year), Number(month))
}

/** A date, `T`, hours and minutes, perhaps seconds, and an offset. */
export function isMoment(text: string): boolean {
  const [, date] = momentPattern.exec(text) ?? []
  return date !== undefined && isDate(date)
}

/**
 * The calendar months that a range of days is made of, both days included.
 * @returns null when it begins or ends inside a month
 */
export function wholeMonths(
  from: string,
  to: string,
): readonly {readonly year: number; readonly month: number}[] | null {
  const [fromYear = 0, fromMonth = 0, fromDay] = from.split('-').map(Number)
  const [toYear = 0, toMonth = 0, toDay] = to.split('-').map(Number)
  if (fromDay !== 1 || toDay !== daysIn(toYear, toMonth)) return null
  const months = []
  for (let at = fromYear * 12 + fromMonth - 1; at <= toYear * 12 + toMonth - 1; at++) {
    months.push({year: Math.floor(at / 12), month: (at % 12) + 1})
  }
  return months
}
