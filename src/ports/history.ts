import type {DayOfRuns, HistoryFilter, PastPurge, PastRun} from '../core/history/past-run.ts'
import type {RunRecord} from '../core/run/run-record.ts'

/** The ledger looked back upon; for everybody who reads it. */
export interface History {
  /**
   * Newest first, the filter's outcome not looked at: `outcomeOf` alone knows it.
   * @param after id of the last run of the page before; null: from the newest
   */
  page(filter: HistoryFilter, after: string | null, limit: number): Promise<readonly PastRun[]>
  /** Rows deleted on each day that had a run, by the clocks of a zone, oldest first. */
  days(filter: HistoryFilter, timeZone: string): Promise<readonly DayOfRuns[]>
  /** Newest first. */
  purges(filter: HistoryFilter, limit: number): Promise<readonly PastPurge[]>
  /** Newest first. */
  runIds(limit: number): Promise<readonly string[]>
  /** @returns null when the ledger does not know the run */
  record(runId: string): Promise<RunRecord | null>
}
