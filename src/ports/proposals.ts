import type {WorkTree} from './work-tree.ts'

/** The files of a commit. What is written stays in memory, and is read again. */
export interface CommitTree extends WorkTree {
  readonly commit: string
  readonly written: () => ReadonlyMap<string, Uint8Array>
}

/** What a commit changes, seen from where it left another line of work. Sorted; a renamed file is in both. */
export interface ProposedPaths {
  readonly mergeBase: string
  readonly touched: readonly string[]
  readonly removed: readonly string[]
}

export interface ProposedCommit {
  readonly branch: string
  /** What the branch must still hold. */
  readonly onto: string
  readonly files: ReadonlyMap<string, Uint8Array>
  readonly message: string
}

/** Branches of the remote that are proposed to be merged, beside the protected one. Throws GIT_UNREACHABLE, GIT_FAILED. */
export interface Proposals {
  /** Brings a branch up to date. @returns its commit; null when the remote has none. */
  fetch(branch: string): Promise<string | null>
  isHere(commit: string): Promise<boolean>
  tree(commit: string): CommitTree
  /**
   * @param paths files and folders that are looked at
   * @throws {ReplayError} HISTORY_MISSING when this clone knows no commit that both come from
   */
  changes(base: string, head: string, paths: readonly string[]): Promise<ProposedPaths>
  /**
   * Puts files onto a commit and the new commit onto its branch, unless the branch moved: then nothing is pushed.
   * @returns the new commit; null when the branch is no longer where it was
   */
  commit(proposed: ProposedCommit): Promise<string | null>
}
