import type {ReviewEvidence} from './evidence.ts'
import type {NeededApprovals} from './needed.ts'
import type {ProtectedBranch} from './review-facts.ts'

/** The file as the protected branch has it. */
export interface BroughtFile {
  readonly path: string
  readonly blob: string
}

export interface ReviewQuestion extends BroughtFile {
  /** The first-parent commit that brought the blob to its path. */
  readonly introduction: string
  readonly needed: NeededApprovals
}

/** As the settings of the protected branch say. */
export interface ReviewPolicy extends ProtectedBranch {
  /** Logins and `organisation/team`. */
  readonly approvers: readonly string[]
  /** Of the program's own commits, in which nobody had a hand. */
  readonly ownEmail: string
}

export type ReviewJudgement =
  | {readonly evidence: ReviewEvidence}
  | {readonly reason: 'APPROVAL_MISSING' | 'APPROVAL_UNKNOWN'; readonly message: string}

export const missing = (message: string): ReviewJudgement => ({reason: 'APPROVAL_MISSING', message})
export const unknown = (message: string): ReviewJudgement => ({reason: 'APPROVAL_UNKNOWN', message})

export const shortCommit = (commit: string): string => commit.slice(0, 12)
