/** A commit that both the checkout and another line of work come from. */
export interface MergeBase {
  readonly commit: string
  /** Blobs by path: the settings file and everything below the requests directory. */
  readonly blobs: ReadonlyMap<string, string>
}

/** What the repository of the operator's checkout remembers. Nothing in it is changed. Throws GIT_FAILED. */
export interface CheckoutHistory {
  /**
   * @param revision a branch, tag or commit, as a user types it
   * @throws {ReplayError} NOT_A_REPOSITORY, REVISION_UNKNOWN, HISTORY_MISSING
   */
  mergeBase(revision: string): Promise<MergeBase>
  /** @returns null for a revision that this clone does not have */
  commitOf(revision: string): Promise<string | null>
  /** Whether a blob is what a file of the checkout holds, line ends aside, which git may have changed on the way. */
  holds(blob: string, bytes: Uint8Array): boolean
  read(blobs: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>>
  /**
   * The texts of reports that name one of these blobs or request ids.
   * @param fetch asks the remote for the newest reports first; throws GIT_UNREACHABLE
   * @returns null when this clone has no reports branch
   */
  reportsThatName(ids: readonly string[], fetch: boolean): Promise<readonly string[] | null>
}
