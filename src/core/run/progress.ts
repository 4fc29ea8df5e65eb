import {estimateConstants} from '../plan/estimate.ts'
import {addFigures} from '../report/attribution.ts'
import {isDone} from '../report/outcome.ts'
import type {RunRecord, RunState} from './run-record.ts'

/** How far a run is that is not over. */
export interface RunProgress {
  readonly runId: string
  readonly state: RunState
  readonly since: string
  readonly elapsedSeconds: number
  readonly deletions: number
  readonly deletionsDone: number
  readonly rowsExpected: number
  /** Of the deletions that are done: one that is under way shows nothing before it ends. */
  readonly rowsDeleted: number
  /** Of the deleting alone, a guess; null when nothing is left to delete. */
  readonly secondsLeft: number | null
}

/** Shorter times are mostly the cost of a statement, and say nothing about the next million rows. */
const tellingSeconds = 2

/**
 * @param now by a clock that is not far from the ledger's
 * @returns null for a run that is over
 */
export function progressOf(record: RunRecord, now: Date): RunProgress | null {
  if (record.state === 'reported') return null
  const done = record.deletions.filter(isDone)
  const rowsExpected = addFigures(record.deletions.flatMap(({tables}) => tables)).expected
  const rowsDeleted = addFigures(done.flatMap(({tables}) => tables)).deleted ?? 0
  return {
    runId: record.runId,
    state: record.state,
    since: record.requestedAt,
    elapsedSeconds: secondsBetween(record.requestedAt, now.toISOString()),
    deletions: record.deletions.length,
    deletionsDone: done.length,
    rowsExpected,
    rowsDeleted,
    secondsLeft: secondsLeft(record, now),
  }
}

const secondsBetween = (from: string, to: string): number => Math.max(0, (Date.parse(to) - Date.parse(from)) / 1000)

/** By the pace of this run's own deletions; by that of a usual machine before there is one to go by. */
function secondsLeft({deletions, states}: RunRecord, now: Date): number | null {
  const open = deletions.filter(({state}) => state === 'SUBMITTED' || state === 'EMITTED')
  if (open.length === 0) return null
  const done = deletions.filter(isDone)
  const spent = done.reduce((sum, each) => sum + secondsBetween(each.startedAt ?? '', each.finishedAt ?? ''), 0)
  const rowsDone = addFigures(done.flatMap(({tables}) => tables)).deleted ?? 0
  const pace = spent >= tellingSeconds && rowsDone > 0 ? rowsDone / spent : estimateConstants.archivedRowsPerSecond
  const began = [...done.map(({finishedAt}) => finishedAt), states.find(({state}) => state === 'deleting')?.at ?? null]
    .flatMap((moment) => (moment === null ? [] : [moment]))
    .sort((a, b) => Date.parse(a) - Date.parse(b))
    .at(-1)
  const underWay = began === undefined ? 0 : secondsBetween(began, now.toISOString())
  const whole = addFigures(open.flatMap(({tables}) => tables)).expected / pace
  return Math.max(1, whole - underWay)
}
