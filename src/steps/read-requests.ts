import {isError, type Problem} from '../core/problem.ts'
import type {PendingRequest} from '../core/plan/run-plan.ts'
import {readRequest} from '../core/request/read-request.ts'
import type {ReadingContext} from '../core/request/request.ts'
import type {LeftOut} from '../core/run/run-record.ts'

export interface FileToRead {
  readonly path: string
  readonly blob: string
  readonly bytes: Uint8Array
}

export interface ReadRequests {
  /** By the path of their first file. */
  readonly requests: readonly PendingRequest[]
  readonly leftOut: readonly LeftOut[]
  readonly problems: readonly Problem[]
}

/** Reads files and joins those that ask for the same: what they select counts, not what they are called. */
export function readRequests(files: readonly FileToRead[], context: ReadingContext): ReadRequests {
  const requests = new Map<string, {request: PendingRequest['request']; files: {path: string; blob: string}[]}>()
  const leftOut: LeftOut[] = []
  const problems: Problem[] = []
  for (const {path, blob, bytes} of files) {
    const read = readRequest(bytes, path, context)
    problems.push(...read.problems)
    if (read.request === null) {
      leftOut.push({path, blob, requestId: null, reason: 'REQUEST_INVALID', message: invalid(read.problems)})
      continue
    }
    const known = requests.get(read.request.id)
    if (known === undefined) requests.set(read.request.id, {request: read.request, files: [{path, blob}]})
    else known.files.push({path, blob})
  }
  return {requests: [...requests.values()], leftOut, problems}
}

function invalid(problems: readonly Problem[]): string {
  const errors = problems.filter(isError)
  const [first] = errors
  const more = errors.length > 1 ? ` And ${errors.length - 1} more: see \`cqube-replay validate\`.` : ''
  return first === undefined ? '' : `${first.code} in line ${first.place.line}: ${first.what}${more}`
}
