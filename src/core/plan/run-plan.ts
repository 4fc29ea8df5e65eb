import type {ApprovalEvidence} from '../approval/evidence.ts'
import type {DocumentPlan} from '../emission/merge.ts'
import type {Problem} from '../problem.ts'
import type {ReplayRequest} from '../request/request.ts'
import type {LeftOut} from '../run/run-record.ts'
import type {Slice} from '../slice.ts'
import type {SourceCount} from './counts.ts'

/** One request with every file that holds it: copies and respellings are the same request. */
export interface PendingRequest {
  readonly request: ReplayRequest
  /** Sorted by path; the first is the one that reports name. */
  readonly files: readonly {readonly path: string; readonly blob: string}[]
}

export interface TakenRequest extends PendingRequest {
  /** What is left to do of it. */
  readonly slices: readonly Slice[]
  /** Who agreed to it; null: nobody was asked. */
  readonly approval: ApprovalEvidence | null
}

/** What a run would do, and what it would not; the plan command shows it, the run submits it. */
export interface RunPlan {
  readonly taken: readonly TakenRequest[]
  readonly leftOut: readonly LeftOut[]
  /** Requests whose `not_before` lies ahead. */
  readonly waiting: readonly {readonly path: string; readonly notBefore: string}[]
  /** Files that need nothing any more, and the run that did what they ask for. */
  readonly settled: readonly {
    readonly path: string
    readonly blob: string
    readonly requestId: string
    readonly runId: string
  }[]
  /** Of all data sources that a valid request names. */
  readonly counts: readonly SourceCount[]
  readonly documents: readonly DocumentPlan[]
  readonly problems: readonly Problem[]
  readonly notes: readonly string[]
}
