/** A file that cQube's NiFi has begun to process, by its own books, and has not ended. */
export interface FileInFlight {
  readonly file: string
  /** Null when the books do not say when it began. */
  readonly minutes: number | null
  /** SQL that closes it, for one that was left behind. */
  readonly closeStatement: string
}

export interface FilesInFlight {
  /**
   * Files of the data source that are being processed, the oldest first.
   * @param ignoreAfterMinutes older ones are left out; null: none is
   */
  of(dataSource: string, ignoreAfterMinutes: number | null): Promise<readonly FileInFlight[]>
}
