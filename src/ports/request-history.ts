import type {Introduction} from '../core/run/run-record.ts'
import type {RequestFile} from '../ports.ts'

/** Content of a request file that a commit of the protected branch took from its path. */
export interface RemovedFile extends RequestFile {
  /** `edited`: the path holds other content since. */
  readonly change: 'removed' | 'edited'
  /** The first-parent commit that did it. */
  readonly by: Introduction
}

/** What the protected branch no longer holds. Throws GIT_FAILED. */
export interface RequestHistory {
  /**
   * Newest first; content that came back and went again is there twice. Looks at the last 1,000 commits that touched the
   * requests directory, of a shallow clone at those that it has.
   * @param since older commits are not looked at
   */
  removed(commit: string, since: Date): Promise<readonly RemovedFile[]>
}
