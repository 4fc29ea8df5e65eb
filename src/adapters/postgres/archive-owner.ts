import type pg from 'pg'
import {to as copyTo} from 'pg-copy-streams'
import {ReplayError} from '../../core/replay-error.ts'
import type {ArchiveOwner} from '../../ports/archive.ts'
import {clientOf, type ConnectionOptions, type Database, type Sql} from './connection.ts'
import {databaseError} from './database-error.ts'

/** Archived rows, through an account that has the rights of the ledger's owner. */
export const postgresArchiveOwner = (database: Database, options: ConnectionOptions): ArchiveOwner => ({
  read: async (archiveTables, take) => {
    await requireOwner(database, 'read')
    return inSnapshot({...options, applicationName: 'cqube-replay archive export'}, async (client) => {
      // All of them first: none can be dropped while another is read.
      for (const table of archiveTables) {
        await told(client.query(`lock table ${qualified(table)} in access share mode`))
      }
      const all: {archiveTable: string; rows: number; taken: Awaited<ReturnType<typeof take>>}[] = []
      for (const archiveTable of archiveTables) {
        const copy = client.query(copyTo(`copy ${qualified(archiveTable)} to stdout with (format csv, header)`))
        const taken = await take(archiveTable, chunksOf(copy))
        all.push({archiveTable, rows: copy.rowCount, taken})
      }
      return all
    })
  },
  drop: async (archiveTables, by) => {
    const role = await requireOwner(database, 'drop')
    try {
      return await database.transaction('write', async (sql) => {
        // Whoever waits for this lock makes every new reader of the table wait as well.
        await sql.query(`set local lock_timeout to '3s'`)
        const dropped: string[] = []
        // In one order for everybody: two that drop the same run wait for each other instead of both failing.
        for (const table of [...archiveTables].sort()) {
          const [row] = await sql.query(`select cqube_replay.drop_archive($1, $2, 'by hand', true) as dropped`, [
            table,
            `${by}, as ${role}`,
          ])
          if (row?.['dropped'] === true) dropped.push(table)
        }
        return dropped
      })
    } catch (error) {
      throw await whyNotDropped(database, archiveTables, error)
    }
  },
})

const qualified = (archiveTable: string): string => `cqube_replay_archive."${archiveTable.replaceAll('"', '""')}"`

async function requireOwner(sql: Sql, act: 'read' | 'drop'): Promise<string> {
  const [row] = await sql.query(
    `select current_user as me, pg_get_userbyid(nspowner) as owner, pg_has_role(nspowner, 'USAGE') as is_owner
       from pg_namespace where nspname = 'cqube_replay_archive'`,
  )
  if (row?.['is_owner'] === true) return String(row['me'])
  throw new ReplayError(
    'ARCHIVE_OWNER_ONLY',
    `The archive holds pupils' data, so only role "${String(row?.['owner'])}", which owns the ledger, may ${act} it; ` +
      `this connection is of role "${String(row?.['me'])}". Nothing was done.`,
  )
}

/** One connection of its own, since COPY takes it over; ended whatever happens, and with it the transaction. */
async function inSnapshot<T>(options: ConnectionOptions, act: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = clientOf(options)
  client.on('error', () => undefined)
  let isThrough = false
  try {
    await told(client.connect())
    await told(client.query('begin isolation level repeatable read read only'))
    for (const setting of exactText) await told(client.query(`set local ${setting}`))
    const result = await act(client)
    await told(client.query('commit'))
    isThrough = true
    return result
  } finally {
    // A COPY that nobody reads to its end would make a polite farewell wait for ever.
    if (isThrough) await client.end()
    else client.connection.stream.destroy()
  }
}

/** With these COPY writes a text from which it brings back every value as it was, on any server. */
const exactText = [
  `datestyle to 'ISO, YMD'`,
  `intervalstyle to 'postgres'`,
  `extra_float_digits to 3`,
  `bytea_output to 'hex'`,
  `timezone to 'UTC'`,
  `client_encoding to 'UTF8'`,
  `statement_timeout to 0`,
]

const told = <T>(work: Promise<T>): Promise<T> =>
  work.catch((error: unknown) => {
    throw databaseError(error)
  })

/** The driver's errors in our words, also in the middle of a table. */
async function* chunksOf(copy: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  try {
    yield* copy
  } catch (error) {
    throw databaseError(error)
  }
}

/** Names who holds the tables, for the waiting was in vain. */
async function whyNotDropped(sql: Sql, archiveTables: readonly string[], error: unknown): Promise<unknown> {
  if (!(error instanceof ReplayError)) return error
  if (error.details['sqlState'] === '2BP01') {
    return new ReplayError(
      'ARCHIVE_IN_USE',
      'Another object of the database (a view, say) depends on one of these archive tables; nothing was dropped.',
    )
  }
  if (error.code !== 'LOCK_TIMEOUT') return error
  const holders = await sql.query(
    `select distinct a.pid, a.usename, a.application_name, date_trunc('second', clock_timestamp() - a.xact_start)::text as age
       from pg_locks l join pg_stat_activity a using (pid)
      where l.granted and l.pid <> pg_backend_pid() and l.locktype = 'relation'
        and l.database = (select oid from pg_database where datname = current_database())
        and l.relation in (select to_regclass(name)::oid from unnest($1::text[]) name)`,
    [archiveTables.map(qualified)],
  )
  const told = holders.map(
    ({pid, usename, application_name, age}) =>
      `"${String(application_name)}" of role ${String(usename)}, process ${String(pid)}, for ${typeof age === 'string' ? age : 'a while'}`,
  )
  return new ReplayError(
    'ARCHIVE_IN_USE',
    `In use${told.length === 0 ? ', by work that has ended meanwhile' : ` by ${told.join('; ')}`}. Nothing was dropped.`,
  )
}
