/** One table of the archive: facts about deleted rows, never a row. */
export interface ArchivedTable {
  /** In schema cqube_replay_archive. */
  readonly archiveTable: string
  readonly runId: string
  readonly documentNo: number
  readonly dataSource: string
  readonly table: string
  /** Name and type of each column, as PostgreSQL writes them. */
  readonly columns: readonly string[]
  readonly rows: number
  /** On disk; null when the table was not there any more. */
  readonly bytes: number | null
  readonly createdAt: string
  /** Until its run is, nobody drops it. */
  readonly isReported: boolean
  readonly dropped: DroppedArchive | null
}

export interface DroppedArchive {
  readonly at: string
  readonly by: string
  readonly why: 'expired' | 'by hand' | 'found missing'
  /** Where its rows lay, below the data directory of the server. */
  readonly files: readonly string[]
}

export interface ArchiveTotals {
  readonly tables: number
  readonly runs: number
  readonly rows: number
  readonly bytes: number
  /** When the oldest of them was made; null when there is none. */
  readonly oldest: string | null
  /** Tables that should have been dropped by now. */
  readonly expired: number
  /** The word of the ledger's owner, which no runner undercuts; null: a runner drops none. */
  readonly keepAtLeastDays: number | null
}
