import {readableTime} from '../core/report/zoned-time.ts'
import type {Missed} from '../core/schedule/due.ts'
import type {StartTimes} from '../ports/schedule.ts'

/** What kept the daemon from making a start. */
export type MissedBecause = 'not-running' | 'run' | 'asleep'

const reasons: Readonly<Record<MissedBecause, string>> = {
  'not-running': 'no daemon was running',
  run: 'a run was in progress',
  asleep: 'the machine slept, its clock was set forward, or the process was stopped',
}

const at = (moment: Date, startTimes: StartTimes | null): string =>
  readableTime(moment.toISOString(), startTimes?.timeZone ?? 'UTC')

export function missedText(
  {count, isMore, first, last}: Missed,
  because: MissedBecause,
  {startTimes, isOnTime}: {readonly startTimes: StartTimes; readonly isOnTime: boolean},
): string {
  const which =
    count === 1
      ? `The start due at ${at(first, startTimes)} was missed`
      : `${isMore ? 'More than ' : ''}${count} starts due from ${at(first, startTimes)} to ${at(last, startTimes)} were missed`
  const makeUp = startTimes.runMissed
    ? 'One run makes up for it now.'
    : '`schedule.run_missed` is false: nothing makes up for it.'
  return `${which}: ${reasons[because]}. ${isOnTime ? 'The run that is due now makes up for it.' : makeUp}`
}

export function nextStartText(next: Date | null, startTimes: StartTimes | null): string {
  if (startTimes === null)
    return 'No schedule is known yet: the settings of the branch are asked for again every minute.'
  if (next === null) return '`schedule.cron` is never due: no run starts until it is changed on the branch.'
  return `Next start: ${at(next, startTimes)}.`
}

export const clockSetBackText = (handled: Date, now: Date, startTimes: StartTimes | null): string =>
  `The clock of this machine was set back: it shows ${at(now, startTimes)}, and starts up to ` +
  `${at(handled, startTimes)} were handled before. From now on this clock counts.`
