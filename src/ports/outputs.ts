import type {OutputRecord, PlannedObject} from '../core/outputs/output-record.ts'
import type {Period} from '../core/outputs/period.ts'
import type {Epoch} from './epoch.ts'
import type {Options} from './options.ts'

/**
 * The objects that cQube's reports read: the output bucket, or a directory in cQube's local mode. Keys as in the bucket.
 * Every method throws OUTPUT_FAILED for a key that is none (`core/outputs/output-key.ts`), with nothing touched.
 */
export interface OutputStore {
  /** Keys that begin with the prefix, in pages and in no order; what is hidden or half-written is no key. */
  list(prefix: string): AsyncIterable<readonly string[]>
  read(key: string): Promise<Uint8Array | null>
  /** Puts the object there in one step, whatever was there before. Throws OUTPUT_FAILED, with the old one in place. */
  replace(key: string, bytes: Uint8Array): Promise<void>
  /**
   * Moves an object to a key that is free, or that holds the same bytes from an attempt that was cut short. Until it is
   * at its new key it stays at its old one, so a move that ends anywhere is begun again with the same two keys.
   * @returns `missing` when neither key holds anything
   * @throws {ReplayError} OUTPUT_CONFLICT when other bytes are at `to`, or came to `from` meanwhile; both stay.
   *   OUTPUT_FAILED
   */
  move(from: string, to: string): Promise<'moved' | 'moved before' | 'missing'>
  /** For people: where the object lies. */
  locate(key: string): string
}

/** The ledger's book of what a run did to outputs. Writes throw LEASE_LOST. */
export interface OutputJournal {
  /** Months of exams that the run deleted rows of, kept by the deletion itself. */
  examMonths(runId: string): Promise<readonly {dataSource: string; academicYear: string; month: number}[]>
  /** Adds records that are not there yet; those that are stay as they are. */
  plan(epoch: Epoch, runId: string, records: readonly OutputRecord[]): Promise<void>
  /** Objects that were planned and not settled, by data source and period, then by key. */
  planned(runId: string): Promise<readonly PlannedObject[]>
  /** Adds records, or replaces those of the same kind and name. */
  settle(epoch: Epoch, runId: string, records: readonly OutputRecord[]): Promise<void>
}

/** Looks at the tables that outputs are made from. */
export interface PeriodRows {
  /** @returns whether any of the tables has a row of the period; null when a table is missing or may not be read */
  remain(tables: readonly string[], period: Period): Promise<boolean | null>
}

/** cQube's materialized views. Only their owner can refresh them, so it installs a helper (`cqube-replay db views`). */
export interface Views {
  /** Those that exist under these names (`*`: any end of a name), in an order in which none comes before one it reads. */
  named(names: readonly string[]): Promise<readonly string[]>
  hasHelper(): Promise<boolean>
  /** @throws {ReplayError} with the view as it was */
  refresh(view: string): Promise<void>
}

/** All that a run needs to bring outputs in line with what it deleted. */
export interface Outputs {
  /** Null: the settings say that outputs are not looked after. */
  readonly store: OutputStore | null
  readonly journal: OutputJournal
  readonly rows: PeriodRows
  readonly views: Views
  readonly options: Options
}
