import type {Slice} from '../slice.ts'
import {requestRows, totalRows} from './attribute.ts'
import type {SourceCount} from './counts.ts'
import {figure, rowsOf} from './figures.ts'
import {byText} from './key-selection.ts'
import {verdict, type Verdict} from './verdict.ts'

/** What is left to do of one request that passed on its own. */
export interface Candidate {
  readonly id: string
  readonly path: string
  readonly slices: readonly Slice[]
}

export interface RunVerdict<T extends Candidate> {
  /** In the order in which they were taken: by path, then by id. */
  readonly taken: readonly T[]
  readonly leftOut: readonly {readonly request: T; readonly verdict: Verdict}[]
}

/**
 * Takes requests until `limits.rows_per_run` is reached; a row that several select counts once. The first that no longer
 * fits and all after it wait for the next run, so that a large one is not overtaken for ever; one that can never fit is
 * left out alone.
 */
export function judgeRun<T extends Candidate>(
  requests: readonly T[],
  counts: readonly SourceCount[],
  limits: {readonly rowsPerRun: number},
): RunVerdict<T> {
  const taken: T[] = []
  const leftOut: {request: T; verdict: Verdict}[] = []
  const rowsWith = (more: readonly Slice[]): number =>
    totalRows(requestRows([...taken.flatMap((request) => request.slices), ...more], counts))
  const allowed = `limits.rows_per_run allows ${figure(limits.rowsPerRun)}`
  let isFull = false

  for (const request of [...requests].sort((a, b) => byText(a.path, b.path) || byText(a.id, b.id))) {
    const own = totalRows(requestRows(request.slices, counts))
    if (own > limits.rowsPerRun) {
      const message = `The request selects ${rowsOf(own)}; ${allowed}, so it fits into no run.`
      leftOut.push({request, verdict: verdict('LIMIT_ROWS_PER_RUN', message)})
      continue
    }
    isFull ||= rowsWith(request.slices) > limits.rowsPerRun
    if (!isFull) {
      taken.push(request)
      continue
    }
    const message =
      `The requests taken before it select ${rowsOf(rowsWith([]))}, this one ${figure(own)}; ${allowed}. ` +
      'It waits for the next run.'
    leftOut.push({request, verdict: verdict('LIMIT_ROWS_PER_RUN', message)})
  }
  return {taken, leftOut}
}
