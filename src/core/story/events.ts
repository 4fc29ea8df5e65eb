import {bySource} from '../emission/source-order.ts'
import {addFigures} from '../report/attribution.ts'
import {isDone} from '../report/outcome.ts'
import type {DeletionRecord, FileRecord, RunRecord, RunState} from '../run/run-record.ts'
import {counted, momentWords, rowsWord, spanWords} from './words.ts'
import type {StoryContext, StoryEvent} from './story-parts.ts'

interface Timed {
  readonly moment: string
  readonly text: string
}

/** What happened, in the order of the ledger's clock. */
export function eventsOf(record: RunRecord, {timeZone, reportsBranch}: StoryContext): readonly StoryEvent[] {
  return [
    ...stateEvents(record, reportsBranch),
    ...record.deletions.flatMap(deletionEvents),
    ...record.files.map(fileEvent),
  ]
    .sort((a, b) => Date.parse(a.moment) - Date.parse(b.moment))
    .map(({moment, text}) => ({at: momentWords(moment, timeZone), text}))
}

/** A state that comes twice was reached once, and taken up again by the runner that went on from there. */
function stateEvents(record: RunRecord, reportsBranch: string): Timed[] {
  return record.states.flatMap(({state, at, runner}, index) => {
    const before = record.states[index - 1]
    const isTakenUp = record.states.slice(0, index).some((earlier) => earlier.state === state)
    const text =
      isTakenUp && before !== undefined ? takenUp(before, {at, runner}) : stateText(state, record, reportsBranch)
    return text === null ? [] : [{moment: at, text}]
  })
}

type Reached = Pick<RunRecord['states'][number], 'at' | 'runner'>

function takenUp(before: Reached, now: Reached): string {
  const gap = spanWords(Date.parse(now.at) - Date.parse(before.at))
  return `${before.runner} had stopped in the middle; ${now.runner} went on with it, ${gap} after the last step that was written down.`
}

/** Null for a state in which nothing happened that a reader would miss. */
function stateText(state: RunState, record: RunRecord, reportsBranch: string): string | null {
  switch (state) {
    case 'requested':
      return `${record.runner} began it, on commit ${record.commit.slice(0, 12)} of branch ${record.branch}.`
    case 'submitted':
      return `The plan was frozen: ${planned(record)}. From here on nothing else could be deleted.`
    case 'emitted':
      return `The order to delete lay in the emission store, as ${record.documents.map(({key}) => key).join(', ')}.`
    case 'deleting':
      return record.deletions.length === 0 ? null : 'Deleting began.'
    case 'outputs':
      return leftAfterwards(record)
    case 'reported':
      return `The report was in Git, on branch ${reportsBranch}; with that the run was over, ${took(record, 'reported')} after it began.`
    case 'deleted':
    case 'reprocessing':
    case 'verified':
      return null
  }
}

function planned({deletions}: RunRecord): string {
  const rows = deletions.flatMap(({tables}) => tables).reduce((sum, {expected}) => sum + expected, 0)
  const sources = [...new Set(deletions.map(({dataSource}) => dataSource))].sort(bySource)
  return sources.length === 0 ? 'there was nothing to delete' : `${counted(rows, 'row')} of ${sources.join(', ')}`
}

function leftAfterwards({deletions}: RunRecord): string | null {
  const done = deletions.filter(isDone)
  if (done.length === 0) return null
  const {rowsAfter} = addFigures(done.flatMap(({tables}) => tables))
  if (rowsAfter === null) return null
  return rowsAfter === 0
    ? 'The tables were counted again: nothing of what was asked for was left.'
    : `The tables were counted again: ${rowsWord(rowsAfter)} there, which came in after the deletion.`
}

function took({states, requestedAt}: RunRecord, until: RunState): string {
  const end = states.find(({state}) => state === until)?.at ?? requestedAt
  return spanWords(Date.parse(end) - Date.parse(requestedAt))
}

function deletionEvents({dataSource, tables, state, startedAt, finishedAt, failure}: DeletionRecord): Timed[] {
  const {deleted, archived} = addFigures(tables)
  if (state === 'DONE' && finishedAt !== null) {
    const span = startedAt === null ? '' : ` in ${spanWords(Date.parse(finishedAt) - Date.parse(startedAt))}`
    const kept =
      archived === deleted ? 'archived' : archived === 0 ? 'not archived' : `${counted(archived ?? 0, 'row')} archived`
    return [{moment: finishedAt, text: `${dataSource}: ${rowsWord(deleted ?? 0)} deleted${span}, ${kept}.`}]
  }
  if (failure === null) return []
  const what = failure.code === 'NIFI_NOT_DONE' ? 'not done by NiFi in its time' : 'refused'
  return [{moment: failure.at, text: `${dataSource}: ${what}; every row stayed in place.`}]
}

function fileEvent({key, dataSource, lines, accepted, slices, loadedAt}: FileRecord): Timed {
  const rows = slices.reduce((sum, slice) => sum + slice.rows, 0)
  const refused = lines === accepted ? '' : `, ${counted(lines - accepted, 'line')} refused`
  const text = `${dataSource}: file ${key} was loaded: ${counted(lines, 'line')}${refused}; ${counted(rows, 'row')} of what had been deleted came with it.`
  return {moment: loadedAt, text}
}
