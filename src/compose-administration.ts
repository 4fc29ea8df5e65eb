import {randomBytes, randomInt} from 'node:crypto'
import {applyCatalogue} from './adapters/postgres/apply-catalogue.ts'
import {readInstalledCatalogue} from './adapters/postgres/catalogue-store.ts'
import {grantsSql} from './adapters/postgres/grants.ts'
import {migrate, requireLedger} from './adapters/postgres/migrate.ts'
import {viewsSql} from './adapters/postgres/views-sql.ts'
import {openDatabaseOf, type Surroundings} from './compose.ts'
import {cqubeCatalogue} from './core/catalogue/cqube-catalogue.ts'
import type {Settings} from './core/settings/settings.ts'
import type {Administration} from './ports/administration.ts'

/** Eight hexadecimal digits, the first of them a letter but `e`: YAML would take others for a number, and want quotes. */
const newLedgerId = (): string => `${'abcdf'.charAt(randomInt(5))}${randomBytes(4).toString('hex').slice(1)}`

/**
 * What an administrator of the database does with the ledger.
 * @throws {ReplayError} DATABASE_UNREACHABLE by its functions
 */
export async function openAdministration(
  {environment}: Surroundings,
  settings: Settings,
): Promise<{readonly administration: Administration; readonly close: () => Promise<void>}> {
  const database = await openDatabaseOf(settings, environment)
  const dataSchema = async (): Promise<string> => {
    const [row] = await database.query('select data_schema from cqube_replay.ledger')
    return String(row?.['data_schema'])
  }
  const installedCatalogue = async () => {
    await requireLedger(database)
    return readInstalledCatalogue(database)
  }
  const administration: Administration = {
    migrate: async () => {
      const {dataSchema: schema} = settings.database
      const migrated = await migrate(database, {
        dataSchema: schema,
        ledgerId: newLedgerId(),
        catalogue: cqubeCatalogue,
        keepArchivesAtLeastDays: settings.archive.keepDays,
      })
      return {...migrated, dataSchema: await dataSchema(), keepArchivesAtLeastDays: settings.archive.keepDays}
    },
    installedCatalogue,
    applyCatalogue: (additions) => applyCatalogue(database, additions),
    grants: async (roles) => {
      const catalogue = await installedCatalogue()
      return grantsSql({...roles, catalogue, dataSchema: await dataSchema()})
    },
    views: async (roles) => {
      await requireLedger(database)
      return viewsSql({...roles, dataSchema: await dataSchema()})
    },
  }
  return {administration, close: () => database.end()}
}
