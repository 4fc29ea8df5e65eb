import {ReplayError} from '../../core/replay-error.ts'
import {isError, type Problem} from '../../core/problem.ts'
import {replayOf, requestText, type RequestDraft} from '../../core/request/draft.ts'
import {readRequest} from '../../core/request/read-request.ts'
import type {ReadingContext, ReplayRequest} from '../../core/request/request.ts'

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

/** What the ordinary reader of request files finds wrong with a draft, a missing row contract left out. */
export const problemsOfDraft = (draft: RequestDraft, context: ReadingContext): readonly Problem[] =>
  readRequest(encode(requestText(draft, null)), 'the request', context).problems.filter(
    ({code}) => code !== 'EXPECT_MISSING',
  )

/**
 * A draft as the ordinary reader understands it.
 * @returns the request, and the draft with its selection in the usual spelling
 * @throws {ReplayError} REQUEST_INVALID
 */
export function readDraft(
  draft: RequestDraft,
  context: ReadingContext,
): {readonly request: ReplayRequest; readonly draft: RequestDraft} {
  const {request} = readRequest(encode(requestText(draft, null)), 'the request', context)
  if (request !== null) return {request, draft: {...draft, replay: replayOf(request.slices)}}
  const mistakes = problemsOfDraft(draft, context)
    .filter(isError)
    .map(({code, what, fix}) => `  ${code}: ${what} ${fix}`)
  throw new ReplayError(
    'REQUEST_INVALID',
    ['Nothing was written; the request would hold mistakes:', ...mistakes].join('\n'),
  )
}
