import {ReplayError} from '../core/replay-error.ts'
import {readRequest} from '../core/request/read-request.ts'
import type {ReadingContext} from '../core/request/request.ts'
import type {Settings} from '../core/settings/settings.ts'
import type {PendingFile, RequestMemory, RequestSource} from '../ports.ts'
import type {RequestHistory} from '../ports/request-history.ts'
import {todayIn} from './today.ts'
import {withdrawnRequests, type WithdrawnRequest} from './withdrawn.ts'

export interface AwaitedFile extends PendingFile {
  /** The moment before which no run takes it, if that is still to come. */
  readonly waitsUntil: string | null
  /** False for a file that holds mistakes, or that the source refuses. */
  readonly isValid: boolean
}

/** What the protected branch holds, or why it could not be asked. */
export type BranchStatus =
  | {
      readonly commit: string
      readonly pending: readonly AwaitedFile[]
      /** Taken from the branch before their run, newest first. */
      readonly withdrawn: readonly WithdrawnRequest[]
    }
  | {readonly commit: null; readonly failure: {readonly code: string; readonly message: string}}

export async function branchStatus(
  requests: RequestSource & RequestHistory,
  memory: RequestMemory,
  settings: Settings,
  now: Date,
): Promise<BranchStatus> {
  try {
    const commit = await requests.fetch()
    const {files, refused} = await requests.list(commit)
    const context = {today: todayIn(settings, now), addedSources: settings.addedSources}
    const pending = await memory.pendingFiles([...files, ...refused])
    const refusedPaths = new Set(refused.map(({path}) => path))
    const bytes = await requests.read(pending.filter(({path}) => !refusedPaths.has(path)).map(({blob}) => blob))
    return {
      commit,
      pending: pending.map((file) => ({...file, ...readAs(file, bytes.get(file.blob), context, now)})),
      withdrawn: await withdrawnRequests({requests, memory, commit, now, context}),
    }
  } catch (error) {
    if (!(error instanceof ReplayError) || !/^(GIT|BRANCH)_/.test(error.code)) throw error
    return {commit: null, failure: {code: error.code, message: error.message}}
  }
}

function readAs({path}: PendingFile, bytes: Uint8Array | undefined, context: ReadingContext, now: Date) {
  const request = bytes === undefined ? null : readRequest(bytes, path, context).request
  const notBefore = request?.notBefore ?? null
  const isWaiting = notBefore !== null && Date.parse(notBefore) > now.getTime()
  return {isValid: request !== null, waitsUntil: isWaiting ? notBefore : null}
}
