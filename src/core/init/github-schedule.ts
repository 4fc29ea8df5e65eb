import {zonedTime} from '../report/zoned-time.ts'

export interface GithubSchedule {
  readonly patterns: readonly string[]
  readonly timeZone: string
  /** Whether GitHub reads a time zone beside a pattern; where it does not, its clocks are those of UTC. */
  readonly knowsZones: boolean
}

/** The `schedule:` of a workflow. A pattern that cannot be told exactly is left to the operator, behind a `#`. */
export function scheduleLines({patterns, timeZone, knowsZones}: GithubSchedule): string {
  const lines = patterns.map(withoutSeven).map((pattern) => {
    if (knowsZones) return `    - cron: '${pattern}'\n      timezone: ${timeZone}`
    const inUtc = patternInUtc(pattern, timeZone)
    return inUtc === null
      ? `    # To be written in UTC: ${pattern} on the clocks of ${timeZone}.`
      : `    - cron: '${inUtc}' # UTC: ${pattern} on the clocks of ${timeZone}`
  })
  const isEmpty = !lines.some((line) => line.startsWith('    - cron'))
  return [isEmpty ? '  # schedule:' : '  schedule:', ...lines].join('\n')
}

/** Sunday is 0 or 7 to cron, and 0 to GitHub. */
function withoutSeven(pattern: string): string {
  const [weekdays = '', ...others] = pattern.split(' ').reverse()
  const parts = weekdays.split(',').flatMap((part) => {
    const [, first, step = '1'] = /^(\d)-7(?:\/(\d+))?$/.exec(part) ?? []
    if (first === undefined) return part === '7' ? ['0'] : [part]
    const days = [0, 1, 2, 3, 4, 5, 6, 7].filter(
      (day) => day >= Number(first) && (day - Number(first)) % Number(step) === 0,
    )
    return days.map((day) => String(day % 7))
  })
  return [...others.reverse(), [...new Set(parts)].join(',')].join(' ')
}

/** @returns null unless it is one time of every day, in a zone whose clocks are never changed */
function patternInUtc(pattern: string, timeZone: string): string | null {
  const [, minute, hour] = /^(\d+) (\d+) \* \* \*$/.exec(pattern) ?? []
  const [winter, summer] = ['2026-01-15', '2026-07-15'].map((day) => offsetMinutes(day, timeZone))
  if (minute === undefined || hour === undefined || winter === undefined || winter !== summer) return null
  const day = 24 * 60
  const inUtc = (Number(hour) * 60 + Number(minute) - winter + day) % day
  return `${inUtc % 60} ${Math.floor(inUtc / 60)} * * *`
}

function offsetMinutes(day: string, timeZone: string): number {
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(zonedTime(`${day}T12:00:00Z`, timeZone)) ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
}
