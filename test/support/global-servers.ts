import type {TestProject} from 'vitest/node'
import {startPostgres, type PostgresServer} from '../../src/adapters/embedded-postgres/server.ts'
import {postgresBinaries, serverNames, type ServerName} from './postgres-binaries.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Port of each PostgreSQL server on 127.0.0.1, user postgres; null where this machine has no binaries of it. */
    postgresPorts: Record<ServerName, number | null>
  }
}

type Servers = Record<ServerName, PostgresServer | null>
interface Shared {
  users: number
  servers?: Promise<Servers>
}

// Every vitest project loads this file anew but runs it in the same process: one pair of servers is enough for all.
const sharedKey = Symbol.for('cqube-replay.test-servers')
const shared = ((globalThis as Record<symbol, unknown>)[sharedKey] ??= {users: 0}) as Shared

async function start(name: ServerName): Promise<PostgresServer | null> {
  const binDirectory = postgresBinaries(name)
  if (binDirectory === null) {
    process.stderr.write(`${name}: no binaries for this platform, so its tests count as skipped.\n`)
    return null
  }
  return startPostgres({binDirectory, settings: {max_connections: 200, max_wal_size: '2GB', shared_buffers: '256MB'}})
}

async function startAll(): Promise<Servers> {
  const [pg10, pg18] = await Promise.all(serverNames.map(start))
  return {pg10: pg10 ?? null, pg18: pg18 ?? null}
}

export async function setup(project: TestProject): Promise<void> {
  shared.users += 1
  const servers = await (shared.servers ??= startAll())
  project.provide('postgresPorts', {pg10: servers.pg10?.port ?? null, pg18: servers.pg18?.port ?? null})
}

export async function teardown(): Promise<void> {
  shared.users -= 1
  if (shared.users > 0 || shared.servers === undefined) return
  const servers = await shared.servers
  delete shared.servers
  for (const server of Object.values(servers)) await server?.dispose()
}
