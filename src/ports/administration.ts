import type {Catalogue} from '../core/catalogue/catalogue.ts'

/** What only an administrator of the database does. Throws LEDGER_MISSING but for `migrate`. */
export interface Administration {
  /** Installs the ledger or brings it up to date. `from` null: there was none. Throws LEDGER_NEWER. */
  migrate(): Promise<{
    readonly from: number | null
    readonly to: number
    readonly ledgerId: string
    readonly dataSchema: string
    readonly keepArchivesAtLeastDays: number | null
  }>
  installedCatalogue(): Promise<Catalogue>
  /** @returns full sentences: what changed. Throws CATALOGUE_REFUSED, CATALOGUE_IN_USE, with nothing changed. */
  applyCatalogue(additions: Catalogue): Promise<readonly string[]>
  /** @returns SQL for a person to read and run; roles that are not named have their usual names */
  grants(roles: {
    readonly planner?: string
    readonly runner?: string
    readonly nifi?: string
    readonly owner?: string
    /** For sites where the runner loads files itself. */
    readonly embeddedIngestion?: boolean
  }): Promise<string>
  /** @returns SQL for the owner of cQube's materialized views: the helper that lets the runner refresh them */
  views(roles: {readonly runner?: string}): Promise<string>
}
