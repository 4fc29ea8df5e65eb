import type {ArchivedTable, ArchiveTotals} from '../core/archive/archived-table.ts'
import type {Epoch} from './epoch.ts'

/** What the archive holds, for everybody who reads the ledger. */
export interface ArchiveFacts {
  /** @param of a run or an archive table; null: all. Newest first. */
  tables(of: string | null, dropped: boolean, limit: number): Promise<readonly ArchivedTable[]>
  totals(keepDays: number | null): Promise<ArchiveTotals>
}

export interface PurgedTable {
  readonly archiveTable: string
  readonly runId: string
  readonly rows: number
  readonly bytes: number | null
}

export interface Purge {
  readonly dropped: readonly PurgedTable[]
  /** Past their time and left for the next pass: somebody uses them. */
  readonly left: readonly (PurgedTable & {readonly obstacle: string})[]
}

/** The retention of the archive, as far as a runner may carry it out. */
export interface ArchivePurge {
  /** Drops what is past its time, some tables a transaction; what is dropped stays dropped if it ends half-way. */
  purge(epoch: Epoch, keepDays: number): Promise<Purge>
}

/** Archived rows themselves: for the ledger's owner alone. Throws ARCHIVE_OWNER_ONLY. */
export interface ArchiveOwner {
  /**
   * Hands over each table as CSV with a header, in chunks, out of one snapshot; nobody drops a table meanwhile.
   * @param take is awaited before the next table; @returns what `take` made of each table and the rows that left the database
   */
  read<T>(
    archiveTables: readonly string[],
    take: (archiveTable: string, csv: AsyncIterable<Uint8Array>) => Promise<T>,
  ): Promise<readonly {readonly archiveTable: string; readonly rows: number; readonly taken: T}[]>
  /**
   * All of them or none.
   * @returns the tables that this call dropped; others were gone already
   * @throws {ReplayError} ARCHIVE_IN_USE, ARCHIVE_OF_OPEN_RUN, ARCHIVE_UNKNOWN, with nothing dropped
   */
  drop(archiveTables: readonly string[], by: string): Promise<readonly string[]>
}

/** A place outside of the database that archived rows are written to, readable by its owner alone. */
export interface ExportPlace {
  /** Paths that earlier exports to this name left half-written, if no other one is under way: pupils' data, too. */
  readonly leftovers: readonly string[]
  /** @returns size and SHA-256 of the file, which has its name only after `finish` */
  write(name: string, chunks: AsyncIterable<Uint8Array>): Promise<{readonly bytes: number; readonly sha256: string}>
  /** Gives everything written its name in one step; throws EXPORT_FAILED when the name was taken meanwhile. */
  finish(): Promise<void>
  /** Removes what was written. */
  abandon(): Promise<void>
}
