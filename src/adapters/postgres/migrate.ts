import type {Catalogue} from '../../core/catalogue/catalogue.ts'
import {ReplayError} from '../../core/replay-error.ts'
import type {Database, Sql} from './connection.ts'
import {installCatalogue} from './install-catalogue.ts'
import {functions, migrations} from './migrations.ts'

export interface Migrated {
  /** Null: there was no ledger. */
  readonly from: number | null
  readonly to: number
  readonly ledgerId: string
}

/** @returns null when the database has no ledger */
export async function ledgerVersion(sql: Sql): Promise<number | null> {
  const [exists] = await sql.query("select to_regclass('cqube_replay.ledger') is not null as found")
  if (exists?.['found'] !== true) return null
  const [row] = await sql.query('select schema_version from cqube_replay.ledger')
  return Number(row?.['schema_version'])
}

/**
 * Installs the ledger or brings it up to date, with the catalogue; an administrator's act. Repeated it changes nothing.
 * Two at once wait for each other.
 * @param ledgerId 8 hexadecimal digits for a new ledger
 * @throws {ReplayError} LEDGER_NEWER, with nothing changed
 */
export async function migrate(
  database: Database,
  options: {
    readonly dataSchema: string
    readonly ledgerId: string
    readonly catalogue: Catalogue
    /** The owner's word to every runner, see archive_policy; null: for ever; left out: as it is. */
    readonly keepArchivesAtLeastDays?: number | null
  },
): Promise<Migrated> {
  return database.transaction('write', async (sql) => {
    await sql.query("select pg_advisory_xact_lock(hashtext('cqube_replay.migrate'))")
    const from = await ledgerVersion(sql)
    if (from !== null && from > migrations.length) throw newerLedger(from)
    for (const text of [...migrations.slice(from ?? 0), functions]) await sql.query(text)
    if (from === null) {
      await sql.query('insert into cqube_replay.ledger (ledger_id, schema_version, data_schema) values ($1, $2, $3)', [
        options.ledgerId,
        migrations.length,
        options.dataSchema,
      ])
    }
    await sql.query('update cqube_replay.ledger set schema_version = $1', [migrations.length])
    if (options.keepArchivesAtLeastDays !== undefined) {
      await sql.query('update cqube_replay.archive_policy set keep_at_least_days = $1', [
        options.keepArchivesAtLeastDays,
      ])
    }
    await installCatalogue(sql, options.catalogue, 'cqube')
    const [row] = await sql.query('select ledger_id from cqube_replay.ledger')
    return {from, to: migrations.length, ledgerId: String(row?.['ledger_id'])}
  })
}

/** @throws {ReplayError} LEDGER_MISSING, LEDGER_OLDER or LEDGER_NEWER unless the ledger is of this program's version */
export async function requireLedger(sql: Sql): Promise<void> {
  const version = await ledgerVersion(sql)
  if (version === null) throw new ReplayError('LEDGER_MISSING', 'The database has no ledger (schema cqube_replay).')
  if (version > migrations.length) throw newerLedger(version)
  if (version < migrations.length) {
    throw new ReplayError(
      'LEDGER_OLDER',
      `The ledger is of version ${version}; this program needs version ${migrations.length}.`,
    )
  }
}

const newerLedger = (version: number) =>
  new ReplayError(
    'LEDGER_NEWER',
    `The ledger is of version ${version}; this program knows up to version ${migrations.length}.`,
  )
