import type {SelectionKind} from '../slice.ts'

/** Which rows of a table a slice key selects. Identifiers only, never SQL: the ledger builds the one statement of it. */
export type Predicate =
  /** Each column equals one part of the slice key, in the order of `keyParts`. */
  | {readonly kind: 'columns'; readonly columns: readonly string[]}
  /** Year and month of a date column equal the key's; a row without a date is never selected. */
  | {readonly kind: 'date_parts'; readonly column: string}
  /** The column's value stands in `fromColumn` of the rows of `fromTable` whose `where` columns equal the key's parts. */
  | {
      readonly kind: 'reference'
      readonly column: string
      readonly fromTable: string
      readonly fromColumn: string
      readonly where: readonly string[]
    }
  /** Every row. */
  | {readonly kind: 'all'}

export interface CatalogueTable {
  /** Order of deletion, from 1, distinct and without holes in its data source. */
  readonly position: number
  readonly table: string
  /** May be missing from an installation without that being an error. */
  readonly optional: boolean
  /** Holds a file only while it is being loaded, so no limit on its share applies. */
  readonly transient: boolean
  readonly predicate: Predicate
}

/** Columns of `data_replay_meta` that say what a replay selected (cQube release-3.7, static_tables.sql). */
export type StockColumn =
  'year' | 'months' | 'from_date' | 'to_date' | 'academic_year' | 'semesters' | 'exam_code' | 'batch_id' | 'selection'

export interface CatalogueSource {
  /** Key under `replay` in a request, and `data_source` of the stock flow's rows in `data_replay_meta`. */
  readonly dataSource: string
  /** `data_source` in `del_data_source_details`. */
  readonly catalogueName: string
  readonly kind: SelectionKind
  /**
   * Columns to fill in the SUCCESS row of `data_replay_meta` that lets cQube load old data again: `year` an integer,
   * `months` and `semesters` like `[1,3]`, `exam_code` and `batch_id` like `["PAT030129072020"]`, `selection` `yes`.
   * Empty for an added data source: the stock flow does not know it, so no row is written.
   */
  readonly stockUnlock: readonly StockColumn[]
  /** In order of deletion. */
  readonly tables: readonly CatalogueTable[]
}

export interface Catalogue {
  readonly sources: readonly CatalogueSource[]
}

/** The parts of a slice key of each kind, in the key's order; a `columns` or `where` list names one column for each. */
export const keyParts = {
  months: ['year', 'month'],
  dates: ['day'],
  semesters: ['academic year', 'semester'],
  codes: ['code'],
  all: [],
} as const satisfies Record<SelectionKind, readonly string[]>

export const selectionKinds = Object.keys(keyParts) as readonly SelectionKind[]

/** A table as it is written down; its position is its place in the list. */
export type TableEntry = Omit<CatalogueTable, 'position'>

export const inOrder = (entries: readonly TableEntry[]): CatalogueTable[] =>
  entries.map((entry, index) => ({position: index + 1, ...entry}))

/** @returns tables that are emptied before the table that reads their rows, each as [reader, read]. */
export function tablesReadTooLate(tables: readonly TableEntry[]): readonly (readonly [string, string])[] {
  const names = tables.map((entry) => entry.table)
  return tables.flatMap(({table, predicate}, index) => {
    const read = predicate.kind === 'reference' ? names.indexOf(predicate.fromTable) : -1
    return predicate.kind === 'reference' && read >= 0 && read <= index ? [[table, predicate.fromTable] as const] : []
  })
}
