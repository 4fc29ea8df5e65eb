import type {ApprovalEvidence} from '../core/approval/evidence.ts'
import type {NeededApprovals} from '../core/approval/needed.ts'
import type {Introduction} from '../core/run/run-record.ts'
import type {RequestFile} from './request-file.ts'

/** A file of the protected branch, and how many must have agreed to it. */
export interface ApprovalQuestion {
  /** Of the protected branch, that the run acts on. */
  readonly branchCommit: string
  readonly file: RequestFile
  /** The first-parent commit that brought the blob to its path; null: none could be found. */
  readonly introduction: Introduction | null
  readonly needed: NeededApprovals
}

export type ApprovalAnswer =
  | {readonly evidence: ApprovalEvidence}
  | {
      /** `APPROVAL_UNKNOWN`: it could not be found out, and a later run asks again. Both are a no. */
      readonly reason: 'APPROVAL_MISSING' | 'APPROVAL_UNKNOWN'
      /** Which rule says no, and what would satisfy it. */
      readonly message: string
    }

/** Who agreed to what the protected branch holds. */
export interface Approvals {
  /**
   * Throws nothing that GitHub or git does: what is not known to be approved is not approved.
   * @throws {ReplayError} SIGNERS_MISSING, before anything of the request is started
   */
  judge(question: ApprovalQuestion): Promise<ApprovalAnswer>
}
