import type {NeededBecause} from './needed.ts'

/** What every kind of evidence says. */
interface Agreed {
  /** Path and blob of the file as they were agreed to. */
  readonly path: string
  readonly blob: string
  readonly needed: number
  readonly because: NeededBecause
}

/** Reviews of a merged pull request. */
export interface ReviewEvidence extends Agreed {
  readonly provider: 'github'
  readonly pullRequest: number
  /** Address of the pull request for people. */
  readonly address: string
  /** Its last commit. */
  readonly head: string
  /** The first-parent commit of the protected branch that brought the blob to its path. */
  readonly commit: string
  readonly approvals: readonly {
    readonly reviewId: number
    readonly approver: string
    /** The entry of `approval.approvers` that names them: their login or a team. */
    readonly listedAs: string
    /** The commit that they looked at. */
    readonly commit: string
    readonly at: string
  }[]
}

/** Signatures of commits that hold the blob at its path. */
export interface SignatureEvidence extends Agreed {
  readonly provider: 'signed-commits'
  readonly commit: string
  readonly signatures: readonly {
    readonly commit: string
    readonly principal: string
    /** Fingerprint of the key. */
    readonly key: string
  }[]
}

/** Who agreed to a request, as the ledger keeps it and the report tells it. */
export type ApprovalEvidence = ReviewEvidence | SignatureEvidence
