import type {SourceTableRows} from '../core/plan/attribute.ts'
import type {PendingRequest} from '../core/plan/run-plan.ts'
import type {LeftOut} from '../core/run/run-record.ts'
import type {Slice} from '../core/slice.ts'

/** Of the row contract `expect`. `there`: the file had one, and no new one was asked for or needed. */
export type Contract = 'missing' | 'there' | 'written'

/** One request as a plan shows it. */
export interface PlannedRequest extends PendingRequest {
  /** What is left to do of it. */
  readonly slices: readonly Slice[]
  readonly rows: readonly SourceTableRows[]
  /** Why a run would leave it out; null when it would take it. */
  readonly refusal: Pick<LeftOut, 'reason' | 'message'> | null
  readonly contract: Contract
}
