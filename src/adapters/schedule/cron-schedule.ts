import {Cron} from 'croner'
import type {Schedule, StartTimes} from '../../ports/schedule.ts'

/**
 * croner reads the patterns and knows the clocks; it starts no timer here. Its timers trust one long `setTimeout`, which
 * stands still while a machine sleeps, know nothing of starts that were missed, and cannot be tested without waiting.
 *
 * Where clocks jump: a pattern of plain hours and minutes is due once a day also then, at the end of the gap or the
 * first time of two; one with `*` or a step is due whenever the clock shows it, so twice in a repeated hour and not in
 * a missing one.
 */
export function cronSchedule({cron, timeZone}: Pick<StartTimes, 'cron' | 'timeZone'>): Schedule {
  const patterns = cron.map(
    (pattern) =>
      // Without a function nothing is ever started. By default a list of hours would lose its start in the gap.
      new Cron(pattern, {timezone: timeZone, mode: '5-part', fixedTimeRule: 'no-wildcard', protect: true, catch: true}),
  )
  return {
    next: (after) => {
      const starts = patterns.map((pattern) => pattern.nextRun(after)).filter((start) => start !== null)
      return starts.length === 0 ? null : new Date(Math.min(...starts.map((start) => start.getTime())))
    },
  }
}
