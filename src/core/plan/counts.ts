/** Rows of one table that the same slice keys select. A group with two keys is reached by both, and counted once. */
export interface CountedGroup {
  readonly keys: readonly string[]
  readonly rows: number
}

/** One table of a data source, counted by the predicate that would delete from it. */
export interface TableCount {
  readonly table: string
  /** Order of deletion, from 1. */
  readonly position: number
  /** The table does not exist and the catalogue calls it optional. */
  readonly missing: boolean
  /** Holds a file only while it is being loaded, so no limit on its share applies. */
  readonly transient: boolean
  readonly groups: readonly CountedGroup[]
  readonly tableRows: number
  /** False: `tableRows` is the server's own estimate. */
  readonly tableRowsExact: boolean
  readonly tableBytes: number
}

/** Rows that a deletion takes with it although other slices own them, too (cQube: aggregates of sibling TPD batches). */
export interface SideEffect {
  readonly table: string
  readonly rows: number
  /** Slice keys, not selected, that share these rows; sorted, at most 20. */
  readonly siblingKeys: readonly string[]
  readonly siblings: number
}

export interface SourceCount {
  readonly dataSource: string
  /** In order of deletion. */
  readonly tables: readonly TableCount[]
  readonly sideEffects: readonly SideEffect[]
  /** The keys counted; a key of every academic year is followed by the ones that the database holds. */
  readonly keys: readonly string[]
}
