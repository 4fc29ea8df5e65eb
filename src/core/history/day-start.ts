import {zonedTime} from '../report/zoned-time.ts'

const dayMs = 86_400_000

/** @returns whether it is `YYYY-MM-DD` and on the calendar */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false
  const moment = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(moment) && new Date(moment).toISOString().startsWith(text)
}

export const dayAfter = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + dayMs).toISOString().slice(0, 10)

/** The moment at which a day begins on the clocks of a zone. Where midnight is skipped, an hour off at most. */
export function dayStart(day: string, timeZone: string): string {
  const offsetAt = (moment: string): string => zonedTime(moment, timeZone).slice(19)
  const guess = `${day}T00:00:00${offsetAt(`${day}T00:00:00Z`)}`
  return new Date(`${day}T00:00:00${offsetAt(guess)}`).toISOString()
}
