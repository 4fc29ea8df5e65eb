import {spawnSync} from 'node:child_process'
import {startPostgres, type PostgresServer} from '../src/adapters/embedded-postgres/server.ts'
import {openDatabase, type Database} from '../src/adapters/postgres/connection.ts'
import {migrate} from '../src/adapters/postgres/migrate.ts'
import {cqubeCatalogue} from '../src/core/catalogue/cqube-catalogue.ts'
import {fixtureDdl} from '../src/fixture/ddl.ts'
import {postgresBinaries, type ServerName} from '../test/support/postgres-binaries.ts'
import {connectionOptions} from '../test/support/runner.ts'

export interface BenchServer {
  /** `PostgreSQL 10.23` */
  readonly title: string
  /** Makes a database of cQube's tables with a ledger and the rows of these statements. */
  readonly template: (rows: readonly string[]) => Promise<Template>
  readonly dispose: () => Promise<void>
}

export interface Template {
  /** Runs `act` on a fresh copy and drops it. */
  readonly onCopy: <T>(act: (database: Database, connectionString: string) => Promise<T>) => Promise<T>
  readonly drop: () => Promise<void>
}

// Nothing but the measured statement may write: no checkpoint by volume, no autovacuum.
const settings = {
  autovacuum: 'off',
  max_wal_size: '8GB',
  checkpoint_timeout: '1h',
  shared_buffers: '512MB',
  max_connections: 20,
}

/** @returns null where this platform has no binaries of the server */
export async function startBenchServer(
  name: ServerName,
  {fsync}: {readonly fsync: boolean},
): Promise<BenchServer | null> {
  const binDirectory = postgresBinaries(name)
  if (binDirectory === null) return null
  const durable = {fsync: fsync ? 'on' : 'off', full_page_writes: fsync ? 'on' : 'off'}
  const server = await startPostgres({binDirectory, settings: {...settings, ...durable}})
  const admin = open(server, 'postgres')
  let names = 0

  const onCopy = async <T>(
    template: string,
    act: (database: Database, connectionString: string) => Promise<T>,
  ): Promise<T> => {
    const copy = `copy_${names++}`
    await admin.query(`create database ${copy} template ${template}${cheapest(server)}`)
    await admin.query('checkpoint')
    // What the system has yet to write of the copy would be written while we measure: ±15 % instead of ±3 %.
    spawnSync('sync')
    const database = open(server, copy)
    try {
      return await act(database, address(server, copy))
    } finally {
      await database.end()
      await admin.query(`drop database ${copy}`)
    }
  }

  return {
    title: `PostgreSQL ${server.version}`,
    template: async (rows) => {
      const name = `template_${names++}`
      await admin.query(`create database ${name}`)
      const database = open(server, name)
      await database.query([...fixtureDdl(), ...rows].join('\n'))
      await migrate(database, {dataSchema: 'public', ledgerId: 'a1b2c3d4', catalogue: cqubeCatalogue})
      await database.query('vacuum analyze')
      await database.end()
      return {
        onCopy: (act) => onCopy(name, act),
        drop: async () => {
          await admin.query(`drop database ${name}`)
        },
      }
    },
    dispose: async () => {
      await admin.end()
      await server.dispose()
    },
  }
}

const address = ({connection}: PostgresServer, database: string): string =>
  `postgresql://${connection.user}@${connection.host}:${connection.port}/${database}`

const open = (server: PostgresServer, database: string): Database =>
  openDatabase(connectionOptions(address(server, database)))

/** The only way of PostgreSQL 10; since 15 the default would write every page to the log. */
const cheapest = ({version}: PostgresServer): string => (Number.parseInt(version) >= 15 ? ' strategy file_copy' : '')
