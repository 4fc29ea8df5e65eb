import type {Problem} from '../problem.ts'
import type {SelectionKind, Slice} from '../slice.ts'

/** The row contract: what the author saw when the plan was made. */
export interface Expectation {
  readonly plannedAt: string
  /** Short id of the ledger that was asked, so that a plan of one database fits no other. */
  readonly ledger: string
  /** Rows over all tables of each data source that the request selects. */
  readonly rows: Readonly<Record<string, number>>
}

/** One request file, checked and normalised. */
export interface ReplayRequest {
  readonly id: string
  readonly path: string
  readonly reason: string
  readonly ticket: string | null
  /** ISO 8601 with offset; no run takes the request before this moment. */
  readonly notBefore: string | null
  readonly repeatOf: string | null
  /** In canonical order: by data source, then by slice key. Never empty. */
  readonly slices: readonly Slice[]
  readonly expect: Expectation | null
}

/** `request` is null exactly when one of the problems is an error. */
export interface ReadRequest {
  readonly request: ReplayRequest | null
  readonly problems: readonly Problem[]
}

/** What a request can be judged by without a database. */
export interface ReadingContext {
  /** YYYY-MM-DD in the settings' time zone. */
  readonly today: string
  /** Data sources beyond cQube's ten, as the settings declare them. */
  readonly addedSources: Readonly<Record<string, SelectionKind>>
}
