/** A pull request of the forge, as far as plans, comments and verdicts need it. */
export interface PullRequest {
  readonly number: number
  /** For people. */
  readonly address: string
  readonly isOpen: boolean
  /** Whether its branch lies in another repository. */
  readonly isFork: boolean
  readonly head: {readonly commit: string; readonly branch: string; readonly repository: string | null}
  readonly base: {readonly commit: string; readonly branch: string}
}

/** `plan`: what would be deleted; `verdict`: of the files, where no plan could be made; `outcome <run id>`: of a run. */
export type CommentKind = 'plan' | 'verdict' | `outcome ${string}`

/** Throws GITHUB_UNREACHABLE, GITHUB_LIMITED, GITHUB_PERMISSION_MISSING, GITHUB_REFUSED, GITHUB_FAILED. */
export interface PullRequests {
  read(number: number): Promise<PullRequest>
  /** Into a branch, oldest first. */
  open(base: string): Promise<readonly PullRequest[]>
  /** Numbers of those merged into the branch that a commit of it belongs to. */
  mergedWith(commit: string, base: string): Promise<readonly number[]>
  /** Open ones whose last commit it is. */
  withHead(commit: string): Promise<readonly PullRequest[]>
  /**
   * Writes the one comment of this kind, or writes it anew in its place; never another's. After an answer that was lost it
   * is looked for before it is written again, so that two of a kind are not left.
   * @param body at most 65,000 characters: GitHub takes 65,536, and a line that says whose comment it is stands before it
   * @returns address of the comment
   */
  putComment(number: number, kind: CommentKind, body: string): Promise<string>
}
