import type {LookBack} from '../../commands/history.ts'
import type {WithdrawnRequest} from '../../commands/withdrawn.ts'

export interface ShownHistory extends LookBack {
  /** Null: not asked for; they have no outcome and are of no run. */
  readonly withdrawn:
    | {readonly requests: readonly WithdrawnRequest[]}
    | {readonly failure: {readonly code: string; readonly message: string}}
    | null
}
