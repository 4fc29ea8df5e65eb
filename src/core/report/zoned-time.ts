const formats = new Map<string, Intl.DateTimeFormat>()

const formatOf = (timeZone: string): Intl.DateTimeFormat => {
  const known = formats.get(timeZone)
  if (known !== undefined) return known
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'longOffset',
  })
  formats.set(timeZone, format)
  return format
}

/**
 * A moment on the clocks of a zone, to the second, with the zone's offset at that moment.
 * @param moment anything that `Date` reads, e.g. `2026-11-24T04:45:00Z`
 * @param timeZone IANA name
 * @returns `2026-11-24T10:15:00+05:30`; the text itself when it is no moment
 */
export function zonedTime(moment: string, timeZone: string): string {
  const date = new Date(moment)
  if (Number.isNaN(date.getTime())) return moment
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(date)
      .map(({type, value}) => [type, value]),
  )
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? ''
  const offset = part('timeZoneName').replace('GMT', '').replace('\u2212', '-') || '+00:00'
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}:${part('second')}${offset}`
}

/** As `zonedTime`, for people: `2026-11-24 10:15:00 +05:30`. */
export const readableTime = (moment: string, timeZone: string): string =>
  zonedTime(moment, timeZone).replace(/^(\S+)T(\d\d:\d\d:\d\d)/, '$1 $2 ')
