import {readRequest} from '../core/request/read-request.ts'
import type {ReadingContext, ReplayRequest} from '../core/request/request.ts'
import type {RequestFile, RequestMemory, RequestSource} from '../ports.ts'
import type {RemovedFile, RequestHistory} from '../ports/request-history.ts'

/** A request that was taken from the protected branch before any run deleted something for it: nothing happens. */
export interface WithdrawnRequest {
  readonly path: string
  readonly blob: string
  readonly requestId: string
  /** Why the data was to be replayed, as the request says. */
  readonly reason: string
  /** `edited`: the path holds another request, or none that can be read, since. */
  readonly change: RemovedFile['change']
  /** Who took it away, with which commit, and when (ISO 8601 with offset). */
  readonly commit: string
  readonly author: string
  readonly at: string
}

interface Branch {
  readonly requests: Pick<RequestSource, 'list' | 'read'> & RequestHistory
  readonly memory: Pick<RequestMemory, 'pendingFiles' | 'deleted'>
  /** Of the protected branch. */
  readonly commit: string
  readonly now: Date
  readonly context: ReadingContext
}

const dayMs = 86_400_000
const daysLookedAt = 400

/**
 * Requests of the last 400 days and 1,000 commits that are on the branch no more. What was renamed, copied or written in
 * another way is still there; what a run has deleted, if only in part, is told by its report.
 * @returns the newest first, each request once
 * @throws {ReplayError} GIT_FAILED
 */
export async function withdrawnRequests(branch: Branch): Promise<readonly WithdrawnRequest[]> {
  const {requests, memory, commit, now} = branch
  const removed = await requests.removed(commit, new Date(now.getTime() - daysLookedAt * dayMs))
  if (removed.length === 0) return []
  const {files, refused} = await requests.list(commit)
  const onBranch = new Set([...files, ...refused].map(({blob}) => blob))
  const gone = await unsettled(
    memory,
    removed.filter(({blob}) => !onBranch.has(blob)),
  )
  const read = await readAll(branch, gone)
  if (read.size === 0) return []

  const livesOn = await idsThatLiveOn(branch, files, read)
  const found = new Map<string, WithdrawnRequest>()
  for (const {path, blob, change, by} of gone) {
    const request = read.get(blob)
    if (request === undefined || found.has(request.id) || livesOn.has(request.id)) continue
    const {commit: removedBy, author, committedAt} = by
    const {id: requestId, reason} = request
    found.set(requestId, {path, blob, requestId, reason, change, commit: removedBy, author, at: committedAt})
  }
  return [...found.values()]
}

const nameOf = ({path, blob}: RequestFile): string => `${blob} ${path}`

/** Those that no run has settled, in their order. */
async function unsettled(memory: Branch['memory'], removed: readonly RemovedFile[]): Promise<readonly RemovedFile[]> {
  const asked = new Map(removed.map(({path, blob}) => [nameOf({path, blob}), {path, blob}]))
  const pending = new Set((await memory.pendingFiles([...asked.values()])).map(nameOf))
  return removed.filter((file) => pending.has(nameOf(file)))
}

/** Requests by blob; what cannot be read as one never was one. */
async function readAll(
  {requests, context}: Branch,
  files: readonly RequestFile[],
): Promise<ReadonlyMap<string, ReplayRequest>> {
  const bytes = await requests.read(files.map(({blob}) => blob))
  const read = new Map<string, ReplayRequest>()
  for (const {path, blob} of files) {
    const {request} = readRequest(bytes.get(blob) ?? new Uint8Array(), path, context)
    if (request !== null) read.set(blob, request)
  }
  return read
}

/** Ids of requests that stand on the branch in other words, or that a run has deleted something for. */
async function idsThatLiveOn(
  branch: Branch,
  files: readonly RequestFile[],
  removed: ReadonlyMap<string, ReplayRequest>,
): Promise<ReadonlySet<string>> {
  const pending = await readAll(branch, await branch.memory.pendingFiles(files))
  const {byRequest} = await branch.memory.deleted([...new Set([...removed.values()].map(({id}) => id))], [])
  return new Set([...[...pending.values()].map(({id}) => id), ...byRequest.map(({requestId}) => requestId)])
}
