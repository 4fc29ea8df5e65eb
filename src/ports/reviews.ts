import type {ConnectedPull, FileInCommit, Review, ReviewedPull} from '../core/approval/review-facts.ts'

/** Whether GitHub counts an account to a team. `unseen`: it does not show the team to this token. */
export type Membership = 'member' | 'no_member' | 'unseen'

/**
 * What GitHub says of reviews. Throws GITHUB_UNREACHABLE, GITHUB_LIMITED, GITHUB_PERMISSION_MISSING, GITHUB_REFUSED,
 * GITHUB_FAILED. The same is asked once only, so what is here serves one pass of a runner, and no later one.
 */
export interface Reviews {
  /** `owner/name` */
  readonly repository: string
  /** Every pull request that GitHub connects with a commit, merged or not, into whatever branch. */
  pullsWith(commit: string): Promise<readonly ConnectedPull[]>
  pull(number: number): Promise<ReviewedPull>
  /** Oldest first. */
  reviewsOf(pull: number): Promise<readonly Review[]>
  /** Its folders are walked one by one, so that no link is followed. */
  fileAt(commit: string, path: string): Promise<FileInCommit>
  mayPush(login: string): Promise<boolean>
  /** @param team `organisation/team` */
  membership(team: string, login: string): Promise<Membership>
}

/** The protected branch, as git has it. */
export interface MainLine {
  /** Whether a commit stands on the first-parent line from `head` back to `start`, both included. Throws GIT_FAILED. */
  holds(line: {readonly head: string; readonly start: string}, commit: string): Promise<boolean>
}
