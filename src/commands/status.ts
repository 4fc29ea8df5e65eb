import type {Settings} from '../core/settings/settings.ts'
import type {LedgerFacts, Pause, PendingFile, RequestMemory, RequestSource, RunSummary} from '../ports.ts'
import {ReplayError} from '../core/replay-error.ts'

export interface Status {
  readonly ledger: string
  readonly paused: {readonly by: string; readonly reason: string; readonly at: string} | null
  readonly pausedBySettings: boolean
  readonly lease: {readonly holder: string | null; readonly expiresAt: string; readonly active: boolean}
  readonly openRuns: readonly string[]
  /** Newest first. */
  readonly recentRuns: readonly RunSummary[]
  readonly branch: BranchStatus
}

/** What the protected branch holds, or why it could not be asked. */
export type BranchStatus =
  | {readonly commit: string; readonly pending: readonly PendingFile[]}
  | {readonly commit: null; readonly failure: {readonly code: string; readonly message: string}}

/** Reads the ledger and, if the remote answers, the protected branch. Changes nothing. */
export async function status(
  ledger: {readonly facts: LedgerFacts; readonly pause: Pause; readonly memory: RequestMemory},
  requests: RequestSource,
  settings: Settings,
): Promise<Status> {
  const {facts, pause, memory} = ledger
  return {
    ledger: await facts.ledgerId(),
    paused: await pause.read(),
    pausedBySettings: settings.paused,
    lease: await facts.lease(),
    openRuns: await facts.openRuns(),
    recentRuns: await facts.recentRuns(10),
    branch: await branchStatus(requests, memory),
  }
}

async function branchStatus(requests: RequestSource, memory: RequestMemory): Promise<BranchStatus> {
  try {
    const commit = await requests.fetch()
    const {files, refused} = await requests.list(commit)
    return {commit, pending: await memory.pendingFiles([...files, ...refused])}
  } catch (error) {
    if (!(error instanceof ReplayError) || !/^(GIT|BRANCH)_/.test(error.code)) throw error
    return {commit: null, failure: {code: error.code, message: error.message}}
  }
}
