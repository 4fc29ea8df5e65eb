import type {SelectionKind} from '../slice.ts'

/**
 * How far a hole is filled. Open: `awaited` (nothing came yet), `partly_reloaded`. Closed: `reloaded`; `settled` (less
 * came than was deleted, and for a week no more); `deleted_again` (a later run deleted the slice once more, so it waits
 * for the files of that one); `given_up` (nothing came within 90 days).
 */
export const holeStates = ['awaited', 'partly_reloaded', 'reloaded', 'settled', 'deleted_again', 'given_up'] as const
export type HoleState = (typeof holeStates)[number]

/** A slice key that a run deleted, until its rows are loaded again. Times are what `Date` reads. */
export interface Hole {
  readonly runId: string
  readonly documentNo: number
  readonly dataSource: string
  readonly kind: SelectionKind
  readonly key: string
  /** Whose rows are compared: one table stands for the slice. */
  readonly table: string
  /** Rows of the slice in that table, as the plan counted and the deletion took them. */
  readonly deleted: number
  /** Rows of the slice in that table when they were last counted. */
  readonly reloaded: number
  readonly state: HoleState
  /** The deadline passed while the hole was open. */
  readonly overdue: boolean
  readonly openedAt: string
  /** When the count was last another one; null while nothing came. */
  readonly changedAt: string | null
  readonly closedAt: string | null
  /** From then on cQube's ingestion drops these rows as too old; null: it never does. */
  readonly deadline: string | null
}

export const isOpenState = (state: HoleState): boolean => state === 'awaited' || state === 'partly_reloaded'

export const isOpen = ({state}: Pick<Hole, 'state'>): boolean => isOpenState(state)
