import {randomBytes} from 'node:crypto'
import pg from 'pg'
import {inject} from 'vitest'
import {fixtureDdl} from '../../src/fixture/ddl.ts'
import {fixtureSql} from '../../src/fixture/generate.ts'
import {serverNames, type ServerName} from './postgres-binaries.ts'

export type {ServerName} from './postgres-binaries.ts'

export type Row = Record<string, unknown>
/** The caller says what its rows look like, as with `pg`. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- a cast at each of hundreds of calls instead
export type Query = <R = Row>(sql: string, parameters?: readonly unknown[]) => Promise<{rows: R[]; rowCount: number}>

export interface TestDatabase {
  readonly name: string
  readonly port: number
  /** URL for user postgres, who owns everything. */
  readonly connectionString: string
  /** URL of the same database for another role; the role is the caller's to make. */
  readonly connectionStringOf: (role: string) => string
  /** One statement on a pooled connection. */
  readonly query: Query
  /** Several statements, without parameters. */
  readonly exec: (sql: string) => Promise<void>
  /** A connection of its own, for locks, sessions and connection loss; ended by `drop` if not before. */
  readonly connect: (role?: string) => Promise<pg.Client>
  /** Ends every connection and removes the database. */
  readonly drop: () => Promise<void>
}

const ports = inject('postgresPorts')

/** For `describe.each(servers)('… on $name', ({name}) => …)`: the servers that run here. */
export const servers: readonly {readonly name: ServerName}[] = serverNames
  .filter((name) => ports[name] !== null)
  .map((name) => ({name}))

/** For `describe.skipIf(isMissing('pg10'))`. */
export const isMissing = (name: ServerName): boolean => ports[name] === null

const url = (port: number, role: string, database: string): string =>
  `postgresql://${role}@127.0.0.1:${port}/${database}`

async function inDatabase<T>(port: number, database: string, act: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({connectionString: url(port, 'postgres', database)})
  await client.connect()
  try {
    return await act(client)
  } finally {
    await client.end()
  }
}

/** Templates are made once per server, by the first worker that needs one. */
async function ensureTemplate(port: number, template: string, statements: () => readonly string[]): Promise<void> {
  await inDatabase(port, 'postgres', async (admin) => {
    await admin.query('select pg_advisory_lock(4711)')
    const {rowCount} = await admin.query('select 1 from pg_database where datname = $1', [template])
    if (rowCount === 1) return
    const unfinished = `${template}_unfinished`
    await admin.query(`drop database if exists ${unfinished}`)
    await admin.query(`create database ${unfinished}`)
    await inDatabase(port, unfinished, (client) => client.query(statements().join('\n')))
    await admin.query(`alter database ${unfinished} rename to ${template}`)
  })
}

async function createFrom(port: number, template: string): Promise<string> {
  const name = `t_${randomBytes(6).toString('hex')}`
  // File copy is the only way of PostgreSQL 10, and for small templates the quicker one since 15.
  const strategy = port === ports.pg18 ? 'strategy file_copy' : ''
  await inDatabase(port, 'postgres', async (admin) => {
    // Copies of one template at a time: CREATE DATABASE refuses a template that another one is reading on 10.
    await admin.query('select pg_advisory_lock(4711)')
    await admin.query(`create database ${name} template ${template} ${strategy}`)
  })
  return name
}

/**
 * A database of the test's own: cQube's tables, empty, or with the small state of the fixture in them.
 * @param content `tables` (the default), `state` or `nothing`
 */
export async function freshDatabase(
  server: ServerName,
  content: 'nothing' | 'tables' | 'state' = 'tables',
): Promise<TestDatabase> {
  const port = ports[server]
  if (port === null) throw new Error(`${server} does not run here; guard the suite with describe.skipIf(isMissing(…)).`)
  if (content === 'tables') await ensureTemplate(port, 'cqube_tables', fixtureDdl)
  if (content === 'state') await ensureTemplate(port, 'cqube_state', () => [...fixtureDdl(), ...fixtureSql()])
  const name = await createFrom(port, content === 'nothing' ? 'template0' : `cqube_${content}`)

  const pool = new pg.Pool({connectionString: url(port, 'postgres', name), max: 4})
  pool.on('error', () => undefined)
  const clients: pg.Client[] = []
  const query: Query = async (sql, parameters = []) => {
    const {rows, rowCount} = await pool.query(sql, [...parameters])
    return {rows: rows as never[], rowCount: rowCount ?? 0}
  }
  return {
    name,
    port,
    connectionString: url(port, 'postgres', name),
    connectionStringOf: (role) => url(port, role, name),
    query,
    exec: async (sql) => {
      await pool.query(sql)
    },
    connect: async (role = 'postgres') => {
      const client = new pg.Client({connectionString: url(port, role, name)})
      client.on('error', () => undefined)
      await client.connect()
      clients.push(client)
      return client
    },
    drop: async () => {
      await Promise.allSettled([pool.end(), ...clients.map((client) => client.end())])
      await inDatabase(port, 'postgres', async (admin) => {
        await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name])
        await admin.query(`drop database if exists ${name}`)
      })
    },
  }
}
