import type {DayOfRuns} from './past-run.ts'

export interface TrendBar {
  /** The month, `2026-11`, or the Monday that the week begins with, `2026-11-23`. */
  readonly from: string
  readonly runs: number
  readonly rowsDeleted: number
}

export interface Trend {
  readonly unit: 'week' | 'month'
  /** Without a gap, oldest first; the last one may not be over yet. */
  readonly bars: readonly TrendBar[]
}

const dayMs = 86_400_000
const mostBars = 12
const at = (day: string): number => Date.parse(`${day}T00:00:00Z`)
const dayOf = (moment: number): string => new Date(moment).toISOString().slice(0, 10)

const mondayOf = (day: string): string => {
  const moment = at(day)
  return dayOf(moment - ((new Date(moment).getUTCDay() + 6) % 7) * dayMs)
}

const units = {
  week: {of: mondayOf, next: (monday: string) => dayOf(at(monday) + 7 * dayMs)},
  month: {
    of: (day: string) => day.slice(0, 7),
    next: (month: string) => dayOf(at(`${month}-01`) + 32 * dayMs).slice(0, 7),
  },
} as const

/**
 * Rows deleted by week, or by month when the first run is more than twelve weeks back; the last twelve of them.
 * @param days with a run, oldest first
 * @param until the last day that is looked at: today, as a rule
 */
export function trendOf(days: readonly DayOfRuns[], until: string): Trend {
  const [first] = days
  if (first === undefined) return {unit: 'week', bars: []}
  const unit = at(mondayOf(until)) - at(mondayOf(first.day)) < mostBars * 7 * dayMs ? 'week' : 'month'
  const {of, next} = units[unit]
  const bars = new Map<string, TrendBar>()
  for (let from = of(first.day); from <= of(until); from = next(from)) bars.set(from, {from, runs: 0, rowsDeleted: 0})
  for (const {day, runs, rowsDeleted} of days) {
    const from = of(day)
    const bar = bars.get(from)
    if (bar !== undefined) bars.set(from, {from, runs: bar.runs + runs, rowsDeleted: bar.rowsDeleted + rowsDeleted})
  }
  return {unit, bars: [...bars.values()].slice(-mostBars)}
}
