/** As much of a schedule as is needed to judge what is due. */
type NextStart = (after: Date) => Date | null

/** Starts that were due and were not made in time. */
export interface Missed {
  readonly count: number
  /** True when there were more than were counted. */
  readonly isMore: boolean
  readonly first: Date
  readonly last: Date
}

export interface Due {
  /** The start to make now, in its time; null when there is none. */
  readonly onTime: Date | null
  readonly missed: Missed | null
}

/** How late a start is still in its time. The daemon wakes every half minute, and a look at the remote may take a while. */
const graceMs = 120_000
/** More than anybody reads; a year of a pattern that is due every minute would be half a million. */
const countedAtMost = 1_000

/** The starts after `after`, up to `until` itself, oldest first. */
function startsIn(next: NextStart, after: Date, until: Date, atMost: number): Date[] {
  const starts: Date[] = []
  for (let start = next(after); start !== null && start <= until && starts.length < atMost; start = next(start)) {
    starts.push(start)
  }
  return starts
}

/** The first `count` starts after a moment; fewer when no more are ever due. */
export function upcomingStarts(next: NextStart, after: Date, count: number): readonly Date[] {
  const starts: Date[] = []
  for (let start = next(after); start !== null && starts.length < count; start = next(start)) starts.push(start)
  return starts
}

/**
 * Each start after `handledUntil` and up to `now` is either the one to make now or missed. Several that are due at
 * once, or while the machine slept, make one run.
 */
export function judgeDue(next: NextStart, handledUntil: Date, now: Date): Due {
  const inTime = new Date(Math.max(handledUntil.getTime(), now.getTime() - graceMs))
  const recent = startsIn(next, inTime, now, countedAtMost)
  const late = startsIn(next, handledUntil, inTime, countedAtMost + 1)
  const onTime = recent.at(-1) ?? null
  const missed = [...late, ...recent.slice(0, -1)]
  const [first] = missed
  if (first === undefined) return {onTime, missed: null}
  return {
    onTime,
    missed: {
      count: Math.min(missed.length, countedAtMost),
      isMore: missed.length > countedAtMost,
      first,
      last: missed.at(-1) ?? first,
    },
  }
}
