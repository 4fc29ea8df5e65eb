import {bySource} from '../emission/source-order.ts'
import type {RunRecord} from '../run/run-record.ts'
import {addFigures} from './attribution.ts'
import {isDone} from './outcome.ts'

/** Rows are null where a deletion was not reached. */
export interface SourceTotal {
  readonly dataSource: string
  readonly requests: number
  readonly deletions: number
  readonly deletionsDone: number
  readonly expected: number
  readonly archived: number | null
  readonly deleted: number | null
  readonly rowsAfter: number | null
}

export interface Totals {
  readonly requests: number
  readonly leftOut: number
  readonly documents: number
  readonly deletions: number
  readonly deletionsDone: number
  /** Of all deletions. */
  readonly expected: number
  /** Of the deletions that were done, like `deleted`: what really happened. */
  readonly archived: number
  readonly deleted: number
  readonly sideEffectRows: number
  /** In cQube's order. */
  readonly sources: readonly SourceTotal[]
}

const totalOfSource = (record: RunRecord, dataSource: string): SourceTotal => {
  const deletions = record.deletions.filter((deletion) => deletion.dataSource === dataSource)
  const {expected, archived, deleted, rowsAfter} = addFigures(deletions.flatMap(({tables}) => tables))
  return {
    dataSource,
    requests: record.requests.filter(({slices}) => slices.some((slice) => slice.dataSource === dataSource)).length,
    deletions: deletions.length,
    deletionsDone: deletions.filter(isDone).length,
    expected,
    archived,
    deleted,
    rowsAfter,
  }
}

/** Each row once: the figures are those of the deletions, so requests that overlap do not count double. */
export function totalsOf(record: RunRecord): Totals {
  const done = record.deletions.filter(isDone)
  const tables = done.flatMap((deletion) => deletion.tables)
  const sideEffects = done.flatMap((deletion) => deletion.sideEffects)
  const sources = [...new Set(record.deletions.map(({dataSource}) => dataSource))].sort(bySource)

  return {
    requests: record.requests.length,
    leftOut: record.leftOut.length,
    documents: record.documents.length,
    deletions: record.deletions.length,
    deletionsDone: done.length,
    expected: addFigures(record.deletions.flatMap((deletion) => deletion.tables)).expected,
    archived: tables.reduce((sum, {archived}) => sum + (archived ?? 0), 0),
    deleted: tables.reduce((sum, {deleted}) => sum + (deleted ?? 0), 0),
    sideEffectRows: sideEffects.reduce((sum, {rows}) => sum + rows, 0),
    sources: sources.map((dataSource) => totalOfSource(record, dataSource)),
  }
}
