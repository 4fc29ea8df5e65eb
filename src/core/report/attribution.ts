import {byText, keysBySource, overlaps} from '../plan/key-selection.ts'
import type {DeletedTable, DeletionRecord, RequestRecord, RunRecord} from '../run/run-record.ts'

/** Null when no deletion reached the table. */
export interface TableFigures {
  readonly expected: number
  readonly deleted: number | null
  readonly archived: number | null
  readonly rowsAfter: number | null
}

/** One table of one request. A deletion is of the union of requests; only `requested` is the request's own. */
export interface RequestTable {
  readonly dataSource: string
  readonly table: string
  /** The request's own full count. */
  readonly requested: number
  /** Summed over the deletions that hold the request's slices; null when it has none in this run. */
  readonly deletion: TableFigures | null
}

/** How one data source of a request was carried out. */
export interface RequestSource {
  readonly dataSource: string
  readonly deletions: readonly DeletionRecord[]
  readonly tables: readonly RequestTable[]
  /** Requests with slices in the same deletions: their rows are in the deletions' figures, too. */
  readonly deletedTogetherWith: readonly string[]
  /** Slice keys that other requests select as well: their rows were deleted once and count for each of them. */
  readonly sharedKeys: readonly string[]
}

/** @returns null as soon as one is null: a part of a sum would pass for all of it */
const sum = (values: readonly (number | null)[]): number | null =>
  values.reduce<number | null>((total, value) => (total === null || value === null ? null : total + value), 0)

export const addFigures = (tables: readonly TableFigures[]): TableFigures => ({
  expected: tables.reduce((total, {expected}) => total + expected, 0),
  deleted: sum(tables.map(({deleted}) => deleted)),
  archived: sum(tables.map(({archived}) => archived)),
  rowsAfter: sum(tables.map(({rowsAfter}) => rowsAfter)),
})

const keysOfRequest = (request: RequestRecord, dataSource: string): ReadonlySet<string> =>
  keysBySource(request.slices).get(dataSource) ?? new Set()

const holds = (deletion: DeletionRecord, keys: ReadonlySet<string>): boolean =>
  deletion.keys.some((key) => overlaps(keys, key))

function sourceOf(record: RunRecord, request: RequestRecord, dataSource: string): RequestSource {
  const keys = keysOfRequest(request, dataSource)
  const others = record.requests.filter((other) => other.requestId !== request.requestId)
  const deletions = record.deletions.filter((deletion) => deletion.dataSource === dataSource && holds(deletion, keys))
  const figuresOf = (table: string): DeletedTable[] =>
    deletions.flatMap((deletion) => deletion.tables.filter((candidate) => candidate.table === table))

  return {
    dataSource,
    deletions,
    tables: request.rows
      .filter((row) => row.dataSource === dataSource)
      .map(({table, expected}) => {
        const figures = figuresOf(table)
        return {dataSource, table, requested: expected, deletion: figures.length === 0 ? null : addFigures(figures)}
      }),
    deletedTogetherWith: others
      .filter((other) => deletions.some((deletion) => holds(deletion, keysOfRequest(other, dataSource))))
      .map((other) => other.requestId)
      .sort(byText),
    sharedKeys: [...keys]
      .filter((key) => others.some((other) => overlaps(keysOfRequest(other, dataSource), key)))
      .sort(byText),
  }
}

/** A request's data sources in the order of its slices. */
export const sourcesOf = (record: RunRecord, request: RequestRecord): RequestSource[] =>
  [...keysBySource(request.slices).keys()].map((dataSource) => sourceOf(record, request, dataSource))
