import {problemAt} from '../document/problem-at.ts'
import type {Problem} from '../problem.ts'
import type {ReplayRequest} from './request.ts'

/** A request that was at a path, and is there no more. */
export interface Former {
  readonly path: string
  readonly request: ReplayRequest
}

const wholeFile = (file: string): Problem['place'] => ({file, line: 1, column: 1, pointer: ''})

/** @param present what the path asks for now; null when it cannot be read */
export function ranAndEdited({path, request}: Former, present: ReplayRequest | null, runId: string): Problem {
  const isSame = present?.id === request.id
  const what = isSame
    ? `Run ${runId} has deleted what this request selects; the edit leaves that as it is, so nothing is deleted again.`
    : `Run ${runId} has deleted what this file asked for before the edit; what it asks for now is another request.`
  const fix = isSame
    ? `Nothing has to be done; if the same data was loaded again and must go again, add \`repeat_of: ${runId}\`.`
    : 'Better put the new request into a file of its own, and leave this one as the record of what was deleted.'
  return problemAt('REQUEST_RAN_EDITED', wholeFile(path), what, fix)
}

export function ranAndRemoved({path}: Former, runId: string): Problem {
  const what = `Run ${runId} has deleted what this file asked for; its removal brings nothing back.`
  return problemAt('REQUEST_RAN_REMOVED', wholeFile(path), what)
}

/** No run has taken it. */
export function withdrawn({path}: Former): Problem {
  const what = 'No run has taken this request, and none will: it is withdrawn.'
  return problemAt('REQUEST_WITHDRAWN', wholeFile(path), what)
}
