import type {Problem} from '../core/problem.ts'
import {ranRequests} from '../core/report/ran-requests.ts'
import {ranAndEdited, ranAndRemoved, withdrawn, type Former} from '../core/request/change-problems.ts'
import {isRequestName} from '../core/request/file-names.ts'
import type {ReadRequest, ReplayRequest} from '../core/request/request.ts'
import type {CheckoutHistory, MergeBase} from '../ports/checkout-history.ts'

/** With the blob of the merge base. */
interface FormerFile extends Former {
  readonly blob: string
}

/** What a checkout holds now, as far as it differs from a merge base. */
export interface CheckoutNow {
  readonly requestsDirectory: string
  /** Every file that is there, changed or not. */
  readonly paths: ReadonlySet<string>
  readonly edited: readonly string[]
  readonly requests: readonly ReplayRequest[]
  readonly isAskedFor: (path: string) => boolean
  readonly readRequest: (bytes: Uint8Array, path: string) => ReadRequest
}

/**
 * What edits and removals mean for requests that the merge base holds: whether a run has deleted something for them is
 * known offline, from the reports branch.
 * @returns `areReportsKnown` false: this clone has no reports branch, so only the files themselves were judged
 */
export async function judgeChanges(
  history: CheckoutHistory,
  base: MergeBase,
  now: CheckoutNow,
  fetch: boolean,
): Promise<{readonly problems: readonly Problem[]; readonly areReportsKnown: boolean}> {
  const formers = await formerRequests(history, base, now)
  const reports = await history.reportsThatName(
    formers.flatMap(({blob, request}) => [blob, request.id]),
    fetch,
  )
  const runs = new Map<string, string>()
  for (const {runId, requestId, blob} of (reports ?? []).flatMap(ranRequests)) {
    for (const id of [requestId, blob]) if (runId > (runs.get(id) ?? '')) runs.set(id, runId)
  }
  const byPath = new Map(now.requests.map((request) => [request.path, request]))
  const ids = new Set(now.requests.map(({id}) => id))
  const problems = formers.flatMap((former) => {
    const runId = runs.get(former.request.id) ?? runs.get(former.blob) ?? null
    const isThere = now.paths.has(former.path)
    const present = byPath.get(former.path) ?? null
    // Renamed, copied or written in another way it is the same request.
    if (ids.has(former.request.id) && present?.id !== former.request.id) return []
    if (isThere) return runId === null ? [] : [ranAndEdited(former, present, runId)]
    if (runId !== null) return [ranAndRemoved(former, runId)]
    return reports === null ? [] : [withdrawn(former)]
  })
  return {problems, areReportsKnown: reports !== null}
}

async function formerRequests(
  history: CheckoutHistory,
  base: MergeBase,
  now: CheckoutNow,
): Promise<readonly FormerFile[]> {
  const edited = new Set(now.edited)
  const isGone = (path: string): boolean => edited.has(path) || (!now.paths.has(path) && now.isAskedFor(path))
  const prefix = `${now.requestsDirectory}/`
  const files = [...base.blobs].filter(
    ([path]) => path.startsWith(prefix) && isRequestName(path.slice(prefix.length)) && isGone(path),
  )
  const bytes = await history.read(files.map(([, blob]) => blob))
  return files.flatMap(([path, blob]) => {
    const {request} = now.readRequest(bytes.get(blob) ?? new Uint8Array(), path)
    return request === null ? [] : [{path, blob, request}]
  })
}
