import type {SelectionKind} from '../slice.ts'

/** The slice keys that one table holds, in any order; one may come twice. */
export interface TableKeys {
  readonly table: string
  /** cQube makes its option file of this table, so that its own replay page offers these keys. */
  readonly isOptionTable: boolean
  readonly keys: readonly string[]
  /** Of each key, in the same order; null when rows were not asked for. */
  readonly rows: readonly number[] | null
}

/** What the tables of one data source hold that can be selected. */
export interface HeldKeys {
  readonly dataSource: string
  readonly kind: SelectionKind
  readonly tables: readonly TableKeys[]
  /** Tables that would take long, so that they were not looked through. */
  readonly notRead: readonly {readonly table: string; readonly bytes: number}[]
  /** Tables that this database does not have. */
  readonly missing: readonly string[]
  /** The latest run that deleted a key, by key. */
  readonly deletedBy: ReadonlyMap<string, string>
}

/**
 * Aggregates that the same ingestion writes as the option table, and that take as long as all other tables together.
 * They are looked through only when rows are counted.
 */
export const slowAggregates: readonly string[] = ['periodic_exam_school_qst_result', 'periodic_exam_stud_grade_count']
