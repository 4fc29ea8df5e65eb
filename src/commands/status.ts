import type {Settings} from '../core/settings/settings.ts'
import type {LedgerFacts, Pause, RequestMemory, RequestSource, RunSummary} from '../ports.ts'
import type {ArchiveTotals} from '../core/archive/archived-table.ts'
import {progressOf, type RunProgress} from '../core/run/progress.ts'
import {isLate} from '../core/holes/judge-hole.ts'
import {upcomingStarts} from '../core/schedule/due.ts'
import type {Hole} from '../core/holes/hole.ts'
import type {Holes} from '../ports/holes.ts'
import type {RequestHistory} from '../ports/request-history.ts'
import type {ArchiveFacts} from '../ports/archive.ts'
import type {History} from '../ports/history.ts'
import type {Schedule} from '../ports/schedule.ts'
import {branchStatus, type BranchStatus} from './branch-status.ts'

export interface Status {
  readonly ledger: string
  readonly paused: {readonly by: string; readonly reason: string; readonly at: string} | null
  readonly pausedBySettings: boolean
  readonly lease: {readonly holder: string | null; readonly expiresAt: string; readonly active: boolean}
  readonly openRuns: readonly RunProgress[]
  /** Newest first. */
  readonly recentRuns: readonly RunSummary[]
  /** Slices that files are still awaited for; the next deadline first. */
  readonly openHoles: readonly Hole[]
  readonly archive: ArchiveTotals
  readonly branch: BranchStatus
  /** When the schedule of these settings is due next, in UTC; empty: never. */
  readonly nextStarts: readonly string[]
}

const startsShown = 3

/** Reads the ledger and, if the remote answers, the protected branch. Changes nothing. */
export async function status(
  ledger: {
    readonly facts: LedgerFacts
    readonly pause: Pause
    readonly memory: RequestMemory
    readonly holes: Holes
    readonly history: History
    readonly archive: ArchiveFacts
    readonly schedule: Schedule
  },
  requests: RequestSource & RequestHistory,
  settings: Settings,
  now: Date,
): Promise<Status> {
  const {facts, pause, memory, holes, history, archive, schedule} = ledger
  const open = await Promise.all((await facts.openRuns()).map((runId) => history.record(runId)))
  return {
    ledger: await facts.ledgerId(),
    paused: await pause.read(),
    pausedBySettings: settings.paused,
    lease: await facts.lease(),
    openRuns: open.flatMap((record) => (record === null ? [] : (progressOf(record, now) ?? []))),
    recentRuns: await facts.recentRuns(10),
    openHoles: (await holes.open()).map((hole) => ({...hole, overdue: isLate(hole, now)})),
    archive: await archive.totals(settings.archive.keepDays),
    branch: await branchStatus(requests, memory, settings, now),
    nextStarts: upcomingStarts(schedule.next, now, startsShown).map((start) => start.toISOString()),
  }
}
