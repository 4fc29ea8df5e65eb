import type {Finding} from '../core/doctor/finding.ts'
import type {ErrorCode} from '../core/error-catalogue.ts'

/** One line of `doctor`. A part of the program that depends on one more outside system adds its own to the table. */
export interface Check<World> {
  /** Short; what is looked at. */
  readonly name: string
  /** A check without which this one tells nothing: when that one failed, this one is skipped. */
  readonly after: string | null
  /** What it is when there is no answer in time; absent: the database is away. */
  readonly late?: ErrorCode
  /** Reads only. Whatever it throws is a failure, with the code and the fix of the error. */
  readonly act: (world: World) => Promise<Finding>
}
