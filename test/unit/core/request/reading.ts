import {readRequest} from '../../../../src/core/request/read-request.ts'
import type {ReadingContext, ReadRequest} from '../../../../src/core/request/request.ts'
import type {Slice} from '../../../../src/core/slice.ts'

export const context: ReadingContext = {today: '2026-11-24', addedSources: {}}

export const read = (text: string, path = 'replay-requests/test.yaml', given: ReadingContext = context): ReadRequest =>
  readRequest(new TextEncoder().encode(text), path, given)

/** A request without a row contract that selects `replay`, written as the lines below the key. */
export const requestFor = (replay: string): string =>
  `reason: March attendance was emitted twice\nreplay:\n${replay
    .trimEnd()
    .split('\n')
    .map((line) => `  ${line}\n`)
    .join('')}`

/** Codes in the order of the file; the missing row contract, which most tests do not care about, is left out. */
export const codesOf = ({problems}: ReadRequest): string[] =>
  problems.map(({code}) => code).filter((code) => code !== 'EXPECT_MISSING')

export const slicesOf = (replay: string, given: ReadingContext = context): readonly Slice[] | string[] => {
  const result = read(requestFor(replay), undefined, given)
  return result.request?.slices ?? codesOf(result)
}
