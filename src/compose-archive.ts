import {openDatabaseOf, connectionOptionsOf, type Surroundings} from './compose.ts'
import type {Settings} from './core/settings/settings.ts'
import type {ArchiveFacts, ArchiveOwner, ExportPlace} from './ports/archive.ts'

export interface OpenArchive {
  readonly ledger: string
  readonly facts: ArchiveFacts
  readonly owner: ArchiveOwner
  /** By this machine's clock; ages and deadlines for people. */
  readonly now: () => string
  readonly openPlace: (path: string, files: readonly string[] | null) => Promise<ExportPlace>
  readonly close: () => Promise<void>
}

/** @throws {ReplayError} DATABASE_UNREACHABLE, LEDGER_MISSING, LEDGER_OLDER, LEDGER_NEWER */
export async function openArchive({environment, clock}: Surroundings, settings: Settings): Promise<OpenArchive> {
  const [{requireLedger}, {postgresLedgerFacts}, {postgresArchiveFacts}, {postgresArchiveOwner}] = await Promise.all([
    import('./adapters/postgres/migrate.ts'),
    import('./adapters/postgres/ledger-memory.ts'),
    import('./adapters/postgres/archive-registry.ts'),
    import('./adapters/postgres/archive-owner.ts'),
  ])
  const {createExportPlace} = await import('./adapters/local-directory/export-place.ts')
  const database = await openDatabaseOf(settings, environment)
  try {
    await requireLedger(database)
    return {
      ledger: await postgresLedgerFacts(database).ledgerId(),
      facts: postgresArchiveFacts(database),
      owner: postgresArchiveOwner(database, connectionOptionsOf(settings, environment)),
      now: () => clock.now().toISOString(),
      openPlace: createExportPlace,
      close: () => database.end(),
    }
  } catch (error) {
    await database.end()
    throw error
  }
}
