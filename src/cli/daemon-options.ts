import {ReplayError} from '../core/replay-error.ts'
import type {GlobalOptions} from './terminal.ts'

export interface DaemonOptions extends GlobalOptions {
  readonly remote?: string
  readonly branch?: string
  readonly state?: string
  readonly once?: true
  readonly acceptRewritten?: string
}

/** @throws {ReplayError} USAGE */
export function requireCommit(commit: string | undefined): void {
  if (commit === undefined || /^[0-9a-f]{7,64}$/.test(commit)) return
  throw new ReplayError('USAGE', '`--accept-rewritten` takes a commit: its first digits, 7 at least, in lower case.')
}
