import type {Schedule, StartTimes} from '../../src/ports/schedule.ts'

const minuteMs = 60_000
const [dayMs, longestMs] = [24 * 60 * minuteMs, 400 * 24 * 60 * minuteMs]

/** `*`, a list, ranges and steps of numbers. @returns the numbers */
function numbersOf(field: string, from: number, to: number): ReadonlySet<number> {
  const numbers = field.split(',').flatMap((part) => {
    const [range = '', step = '1'] = part.split('/')
    const [first, last] = range === '*' ? [from, to] : range.split('-').map(Number)
    const end = last ?? first ?? from
    return Array.from({length: end - (first ?? from) + 1}, (_, at) => (first ?? from) + at).filter(
      (_, at) => at % Number(step) === 0,
    )
  })
  return new Set(numbers)
}

/** Minutes since 1970 that a clock of the zone shows, as if they were UTC's. */
function wallClock(timeZone: string): (moment: number) => number {
  const format = new Intl.DateTimeFormat('en-GB', {timeZone, dateStyle: 'short', timeStyle: 'short', hourCycle: 'h23'})
  // Zones change their offset at whole quarters of an hour.
  const offsets = new Map<number, number>()
  const offsetAt = (quarter: number): number => {
    const known = offsets.get(quarter)
    if (known !== undefined) return known
    const parts = /^(\d+)\/(\d+)\/(\d+), (\d+):(\d+)/.exec(format.format(quarter))?.slice(1).map(Number)
    const [day = 0, month = 0, year = 0, hour = 0, minute = 0] = parts ?? []
    const offset = Date.UTC(year, month - 1, day, hour, minute) - quarter
    offsets.set(quarter, offset)
    return offset
  }
  return (moment) => moment + offsetAt(moment - (moment % (15 * minuteMs)))
}

/**
 * Looks at every minute's clock and asks each pattern, of numbers only. Slow, and told apart from croner by having
 * nothing in common with it.
 */
export function createFakeSchedule({cron, timeZone}: Pick<StartTimes, 'cron' | 'timeZone'>): Schedule {
  const clockAt = wallClock(timeZone)
  const patterns = cron.map((pattern) => {
    const [minutes = '', hours = '', days = '', months = '', weekdays = ''] = pattern.split(' ')
    return {
      isPlain: !/[*/]/.test(`${minutes}${hours}`),
      isStarred: {days: days.startsWith('*'), weekdays: weekdays.startsWith('*')},
      minutes: numbersOf(minutes, 0, 59),
      hours: numbersOf(hours, 0, 23),
      days: numbersOf(days, 1, 31),
      months: numbersOf(months, 1, 12),
      weekdays: new Set([...numbersOf(weekdays, 0, 7)].map((day) => day % 7)),
    }
  })

  const shows = ({minutes, hours, days, months, weekdays, isStarred}: (typeof patterns)[number], wall: number) => {
    const at = new Date(wall)
    if (!minutes.has(at.getUTCMinutes()) || !hours.has(at.getUTCHours()) || !months.has(at.getUTCMonth() + 1))
      return false
    const [isDay, isWeekday] = [days.has(at.getUTCDate()), weekdays.has(at.getUTCDay())]
    // Cron: either of the two, when neither is left open.
    return isStarred.days || isStarred.weekdays ? isDay && isWeekday : isDay || isWeekday
  }

  /** No change of the clock in the six hours before, so it showed nothing twice. */
  const isStraight = (moment: number, wall: number): boolean => wall - clockAt(moment - dayMs / 4) === dayMs / 4
  const minutesBefore = (moment: number, count: number): number[] =>
    Array.from({length: count}, (_, at) => moment - (at + 1) * minuteMs)

  function isDue(pattern: (typeof patterns)[number], moment: number): boolean {
    const [wall, before] = [clockAt(moment), clockAt(moment - minuteMs)]
    if (!pattern.isPlain) return shows(pattern, wall)
    const skipped = minutesBefore(wall, Math.max(0, (wall - before) / minuteMs - 1))
    if (skipped.some((missing) => shows(pattern, missing))) return true
    if (!shows(pattern, wall)) return false
    return isStraight(moment, wall) || !minutesBefore(moment, 180).some((earlier) => clockAt(earlier) === wall)
  }

  return {
    next: (after) => {
      const start = after.getTime() - (after.getTime() % minuteMs) + minuteMs
      for (let moment = start; moment < start + longestMs; moment += minuteMs) {
        if (patterns.some((pattern) => isDue(pattern, moment))) return new Date(moment)
      }
      return null
    },
  }
}
