import type {HeldKeys} from '../core/options/held-keys.ts'
import type {Offer} from '../core/options/offer.ts'
import type {SelectionKind} from '../core/slice.ts'

/** What cQube's replay page offers. Throws what the database throws. */
export interface Options {
  /** What cQube's option files would offer now, by data source; one whose table is missing is a note instead. */
  offered(): Promise<{
    readonly offers: ReadonlyMap<string, Offer>
    /** Full sentences. */
    readonly notes: readonly string[]
  }>
}

/** What the database holds that may be selected, offered by cQube or not. Throws what the database throws. */
export interface HeldOptions {
  /** Data sources of the installed catalogue. */
  sources(): Promise<readonly HeldSource[]>
  /**
   * The keys that a data source's tables hold. Each table is read by itself, so what changes meanwhile may be seen in one
   * table and not in another.
   * @param withRows counts the rows of each key in every table, however large; else a table that only a long scan could
   * tell of is named instead of read
   */
  held(source: HeldSource, withRows: boolean): Promise<HeldKeys>
}

export interface HeldSource {
  readonly dataSource: string
  readonly kind: SelectionKind
  /** How many it has, by the catalogue. */
  readonly tables: number
}
