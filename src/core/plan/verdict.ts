import type {LeftOutReason} from '../run/run-record.ts'

/** Why a request is left out of a run. A value: the other requests go on. */
export interface Verdict {
  readonly reason: LeftOutReason
  /** Full sentences that name the setting or the table and both numbers. */
  readonly message: string
}

export const verdict = (reason: LeftOutReason, message: string): Verdict => ({reason, message})
