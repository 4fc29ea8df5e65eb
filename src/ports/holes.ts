import type {Hole} from '../core/holes/hole.ts'
import type {JudgedHole} from '../core/holes/judge-hole.ts'
import type {Epoch} from './epoch.ts'

/** Slices that were deleted, and what came back of them; for everybody who reads the ledger. */
export interface Holes {
  /** Of all runs, those that files are still awaited for; the next deadline first, then the oldest. */
  open(): Promise<readonly Hole[]>
  /** By data source and key. */
  ofRun(runId: string): Promise<readonly Hole[]>
}

/** How a runner keeps the holes up to date. */
export interface HoleWatch {
  /** Those that are to be counted again. */
  watched(): Promise<readonly Hole[]>
  /** Rows of each hole's slice now, in the order given; one grouped scan a table. Null: the table cannot be counted. */
  count(holes: readonly Hole[]): Promise<readonly (number | null)[]>
  /** Writes what was judged; a run whose holes changed by it gets its report published again. Throws LEASE_LOST. */
  record(epoch: Epoch, holes: readonly JudgedHole[]): Promise<void>
}

/** Reports that are in Git and no longer say all that the ledger knows. */
export interface DueReports {
  /** Runs, oldest first; a run is due until `RunJournal.reported`. */
  due(): Promise<readonly string[]>
  /** Throws LEASE_LOST unless the epoch is the current one: a late runner must not put its report over a newer one. */
  requireLease(epoch: Epoch): Promise<void>
}
