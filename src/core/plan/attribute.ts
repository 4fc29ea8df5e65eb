import type {Slice} from '../slice.ts'
import type {SourceCount, TableCount} from './counts.ts'
import {keysBySource, selects} from './key-selection.ts'

/** Rows of one table, in the order of deletion. */
export interface TableRows {
  readonly table: string
  readonly position: number
  readonly expected: number
}

export interface SourceTableRows extends TableRows {
  readonly dataSource: string
}

/** Each group is counted once, by however many of its keys it is reached. */
const rowsIn = (table: TableCount, keys: ReadonlySet<string>): number =>
  table.groups.reduce((sum, group) => (group.keys.some((key) => selects(keys, key)) ? sum + group.rows : sum), 0)

/**
 * Rows per table that a deletion of these keys takes.
 * @returns tables that exist, in order of deletion, those without a row included
 */
export const deletionRows = (keys: readonly string[], count: SourceCount): TableRows[] =>
  count.tables
    .filter((table) => !table.missing)
    .map((table) => ({table: table.table, position: table.position, expected: rowsIn(table, new Set(keys))}))

/**
 * A request's own full count: a row that another request selects as well is in both.
 * @param counts data sources of the request that are not among them are left out
 */
export const requestRows = (slices: readonly Slice[], counts: readonly SourceCount[]): SourceTableRows[] =>
  [...keysBySource(slices)].flatMap(([dataSource, keys]) =>
    counts
      .filter((count) => count.dataSource === dataSource)
      .flatMap((count) => deletionRows([...keys], count))
      .map((rows) => ({dataSource, ...rows})),
  )

/** Rows over all tables. */
export const totalRows = (rows: readonly {readonly expected: number}[]): number =>
  rows.reduce((sum, {expected}) => sum + expected, 0)

/** What the counter is asked for: the keys of all slices by data source, each once. */
export const selectionsToCount = (slices: readonly Slice[]): {readonly dataSource: string; readonly keys: string[]}[] =>
  [...keysBySource(slices)].map(([dataSource, keys]) => ({dataSource, keys: [...keys]}))
