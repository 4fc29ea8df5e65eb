import type {HistoryFilter, PastPurge, PastRun} from '../core/history/past-run.ts'
import {isOpen} from '../core/holes/hole.ts'
import {isLate} from '../core/holes/judge-hole.ts'
import {trendOf, type Trend} from '../core/history/trend.ts'
import {outcomeOf} from '../core/report/outcome.ts'
import {zonedTime} from '../core/report/zoned-time.ts'
import type {RunOutcome} from '../core/run/run-record.ts'
import type {History} from '../ports/history.ts'

export interface ToldRun extends PastRun {
  readonly outcome: RunOutcome
}

export interface LookBack {
  /** Newest first. */
  readonly runs: readonly ToldRun[]
  /** Older runs fit the filter, too. */
  readonly hasMore: boolean
  readonly trend: Trend
  readonly purges: readonly PastPurge[]
}

const runsAPage = 500

/** Past runs that fit, what they add up to, and what was dropped of the archive meanwhile. Reads the ledger alone. */
export async function lookBack(
  history: History,
  filter: HistoryFilter,
  options: {readonly limit: number; readonly timeZone: string; readonly now: Date},
): Promise<LookBack> {
  const {limit, timeZone, now} = options
  const runs = await runsThatFit(history, filter, limit + 1, now)
  const isOfRuns = filter.source === null && filter.request === null && filter.outcome === null
  const last = filter.until === null ? now : new Date(Date.parse(filter.until) - 1)
  return {
    runs: runs.slice(0, limit),
    hasMore: runs.length > limit,
    // Of these two filters the sums know nothing.
    trend:
      filter.request === null && filter.outcome === null
        ? trendOf(await history.days(filter, timeZone), zonedTime(last.toISOString(), timeZone).slice(0, 10))
        : {unit: 'week', bars: []},
    purges: isOfRuns ? await history.purges(filter, limit) : [],
  }
}

async function runsThatFit(
  history: History,
  filter: HistoryFilter,
  wanted: number,
  now: Date,
): Promise<readonly ToldRun[]> {
  const found: ToldRun[] = []
  const pageSize = filter.outcome === null ? Math.min(wanted, runsAPage) : runsAPage
  let after: string | null = null
  while (found.length < wanted) {
    const page: readonly PastRun[] = await history.page(filter, after, pageSize)
    found.push(
      ...page
        .map((run) => withOutcome(run, now))
        .filter(({outcome}) => filter.outcome === null || outcome === filter.outcome),
    )
    after = page.at(-1)?.runId ?? null
    if (page.length < pageSize) break
  }
  return found.slice(0, wanted)
}

const withOutcome = (run: PastRun, now: Date): ToldRun => ({
  ...run,
  // What the ledger says is of the last pass; a deadline may have passed since.
  holes: run.holes.map((hole) => ({...hole, overdue: isOpen(hole) && isLate(hole, now)})),
  outcome: outcomeOf({
    deletions: run.deletionStates.map((state) => ({state})),
    failure: run.failureCode === null ? null : {code: run.failureCode},
    holes: run.holes,
  }),
})
