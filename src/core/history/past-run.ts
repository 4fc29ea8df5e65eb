import type {Hole} from '../holes/hole.ts'
import type {DeletionState, RunOutcome, RunState} from '../run/run-record.ts'

/** One run among many. */
export interface PastRun {
  readonly runId: string
  readonly requestedAt: string
  readonly state: RunState
  readonly failureCode: string | null
  readonly reportCommit: string | null
  readonly requests: number
  readonly leftOut: number
  readonly dataSources: readonly string[]
  readonly deletionStates: readonly DeletionState[]
  readonly rowsDeleted: number
  readonly rowsArchived: number
  /** Of the tables that stand for the slices, so their rows compare with each other, not with `rowsDeleted`. */
  readonly holes: readonly Pick<Hole, 'state' | 'deleted' | 'reloaded' | 'overdue' | 'deadline'>[]
}

/** What is looked for; null: everything. */
export interface HistoryFilter {
  readonly source: string | null
  /** A moment; included. */
  readonly since: string | null
  /** A moment; left out. */
  readonly until: string | null
  /** Path of a request file, or id of a request. */
  readonly request: string | null
  readonly outcome: RunOutcome | null
}

/** Archive tables that went together. */
export interface PastPurge {
  readonly at: string
  readonly by: string
  readonly why: 'expired' | 'by hand' | 'found missing'
  readonly runs: readonly string[]
  readonly tables: number
  readonly rows: number
  readonly bytes: number
}

export interface DayOfRuns {
  /** `2026-11-24`, on the clocks that were asked for. */
  readonly day: string
  readonly runs: number
  readonly rowsDeleted: number
}
