/** An account of GitHub. Where facts have null, it was deleted, or GitHub knows none. */
export interface Account {
  readonly login: string
  /** `User` is a person; `Bot`, `Organization`, `Mannequin` and what else there may be are none. */
  readonly type: string
}

/** As GitHub connects it with a commit. */
export interface ConnectedPull {
  readonly number: number
  readonly isMerged: boolean
  readonly base: {
    /** `owner/name` */
    readonly repository: string
    readonly branch: string
  }
}

/** Who made a commit: what git says, and whose account GitHub takes that for. */
export interface CommitPerson {
  readonly email: string
  readonly account: Account | null
}

export interface PullCommit {
  readonly commit: string
  readonly author: CommitPerson
  readonly committer: CommitPerson
}

export interface Review {
  readonly id: number
  readonly reviewer: Account | null
  /** As GitHub writes it, such as `APPROVED`. */
  readonly state: string
  /** The commit that they looked at; null: GitHub has it no more. */
  readonly commit: string | null
  /** Null: not submitted yet. */
  readonly at: string | null
}

/** What a commit has at the path of the request. `unknown`: GitHub does not show that commit, or not its whole folder. */
export type FileInCommit =
  | {readonly is: 'file'; readonly blob: string; readonly mode: string}
  | {readonly is: 'absent'}
  | {readonly is: 'unknown'}

export interface Standing {
  /** The entry of `approval.approvers` that names them; null: none does. */
  readonly listedAs: string | null
  /** Teams of `approval.approvers` that GitHub does not show to the token: they may be in one of them. */
  readonly unseenTeams: readonly string[]
  /** Null: not asked, since something else speaks against their review. */
  readonly mayPush: boolean | null
}

export interface ReviewedPull extends ConnectedPull {
  /** For people. */
  readonly address: string
  readonly author: Account | null
  /** Its last commit. */
  readonly head: string
  /** What the merge made of the protected branch; of a rebase the last commit. */
  readonly mergeCommit: string | null
  /** How many commits it has; a list that is shorter was cut. */
  readonly commitCount: number
  readonly commits: readonly PullCommit[]
}

/** What GitHub says of the commit that brought the blob. What was not asked is not here, and then speaks for nobody. */
export interface ReviewFacts {
  readonly connected: readonly ConnectedPull[]
  /** Null unless exactly one of them was merged into the branch. */
  readonly pull: ReviewedPull | null
  /** Whether the merge commit stands on the first-parent line of the branch, not before the commit that brought the blob. */
  readonly isMergeInLine: boolean
  /** As they came, oldest first. */
  readonly reviews: readonly Review[]
  /** By commit: the head of the pull request, and what was approved. */
  readonly files: ReadonlyMap<string, FileInCommit>
  /** By login in lower case. */
  readonly standings: ReadonlyMap<string, Standing>
}

/** GitHub compares logins, and names of repositories, so. */
export const isSameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

/** The account that stands for deleted ones. */
const ghost = 'ghost'

export const isKnown = (account: Account | null): account is Account =>
  account !== null && account.login !== '' && !isSameName(account.login, ghost)

/** Where a request must be merged to. */
export interface ProtectedBranch {
  /** `owner/name` */
  readonly repository: string
  readonly branch: string
}

export const mergedInto = <T extends ConnectedPull>(pulls: readonly T[], {repository, branch}: ProtectedBranch): T[] =>
  pulls.filter(({isMerged, base}) => isMerged && base.branch === branch && isSameName(base.repository, repository))

export const standingOf = ({reviewer}: Review, {standings}: ReviewFacts): Standing | undefined =>
  reviewer === null ? undefined : standings.get(reviewer.login.toLowerCase())
