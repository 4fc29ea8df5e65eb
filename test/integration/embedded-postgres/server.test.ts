import {existsSync} from 'node:fs'
import {describe, expect, it, onTestFinished} from 'vitest'
import pg from 'pg'
import {startPostgres} from '../../../src/adapters/embedded-postgres/server.ts'
import {isMissing} from '../../support/database.ts'
import {postgresBinaries, serverNames} from '../../support/postgres-binaries.ts'

async function query(port: number, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({host: '127.0.0.1', port, user: 'postgres', database: 'postgres'})
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows
  } finally {
    await client.end()
  }
}

describe.each(serverNames)('embedded PostgreSQL, %s', (name) => {
  const start = async () => {
    const server = await startPostgres({binDirectory: postgresBinaries(name) ?? ''})
    onTestFinished(() => server.dispose())
    return server
  }

  it.skipIf(isMissing(name))('answers as the version it says it is', async () => {
    const server = await start()

    const [row] = await query(server.port, "select current_setting('server_version') as version")

    expect(row?.['version']).toBe(server.version)
    expect(server.version).toMatch(name === 'pg10' ? /^10\./ : /^18\./)
  })

  it.skipIf(isMissing(name))(
    'has every committed row after its postmaster was killed in the middle of a query',
    async () => {
      const server = await start()
      await query(server.port, 'create table kept (n int); insert into kept select generate_series(1, 1000)')
      const busy = query(server.port, 'select pg_sleep(1) from generate_series(1, 3)').catch(() => 'lost')
      const killed = server.pid

      await server.kill()
      await server.restart()

      expect(await query(server.port, 'select count(*)::int as rows from kept')).toEqual([{rows: 1000}])
      expect(server.pid).not.toBe(killed)
      expect(await busy).toBe('lost')
    },
  )

  it.skipIf(isMissing(name))('comes back on its port after a stop', async () => {
    const server = await start()

    await server.stop('immediate')
    await expect(query(server.port, 'select 1')).rejects.toThrow('ECONNREFUSED')
    await server.restart()

    expect(await query(server.port, 'select 1 as one')).toEqual([{one: 1}])
  })

  it.skipIf(isMissing(name))('tells why it did not start', async () => {
    const settings = {max_connections: 'many'}

    const starting = startPostgres({binDirectory: postgresBinaries(name) ?? '', settings})

    await expect(starting).rejects.toMatchObject({
      code: 'POSTGRES_NOT_STARTED',
      message: expect.stringMatching(/invalid value for parameter "max_connections": "many"/) as string,
    })
  })

  it.skipIf(isMissing(name))('leaves no file behind', async () => {
    const server = await start()

    await server.dispose()

    expect(existsSync(server.dataDirectory)).toBe(false)
    expect(existsSync(server.logFile)).toBe(false)
  })
})
