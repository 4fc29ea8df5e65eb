import pg from 'pg'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {openDatabase, type Database} from '../../../src/adapters/postgres/connection.ts'
import {migrate} from '../../../src/adapters/postgres/migrate.ts'
import {startPostgres, type PostgresServer} from '../../../src/adapters/embedded-postgres/server.ts'
import {cqubeCatalogue} from '../../../src/core/catalogue/cqube-catalogue.ts'
import {fixtureDdl} from '../../../src/fixture/ddl.ts'
import {servers} from '../../support/database.ts'
import {connectionOptions, runnerOn} from '../../support/ledger.ts'
import {inside, startClient} from '../../support/model/client-process.ts'
import {letLeaseExpire, prepareDeletion, stayInside} from '../../support/model/prepared-deletion.ts'
import {postgresBinaries} from '../../support/postgres-binaries.ts'

/** A server of the test's own: a SIGKILL of one backend makes the server drop every connection and recover. */
describe.each(servers)('a server that crashes on $name', ({name}) => {
  let server: PostgresServer
  let pool: Database
  const database: Database = {
    query: (text, parameters) => pool.query(text, parameters),
    transaction: (mode, act) => pool.transaction(mode, act),
    end: () => pool.end(),
  }
  let connectionString: string

  beforeAll(async () => {
    const binDirectory = postgresBinaries(name) ?? ''
    server = await startPostgres({binDirectory, settings: {fsync: 'on', full_page_writes: 'on'}})
    const {host, port, user, database: base} = server.connection
    connectionString = `postgresql://${user}@${host}:${port}/${base}`
    pool = openDatabase(connectionOptions(connectionString))
    await database.query(fixtureDdl().join('\n'))
    await migrate(database, {dataSchema: 'public', ledgerId: 'a1b2c3d4', catalogue: cqubeCatalogue})
  })
  afterAll(async () => {
    await database.end()
    await server.dispose()
  })

  /** The killed backend's client hears of it before the server does; everybody else when the server drops all of them. */
  const dropsEverybody = async (): Promise<() => Promise<unknown>> => {
    const witness = new pg.Client({connectionString})
    witness.on('error', () => undefined)
    await witness.connect()
    const dropped = new Promise((resolve) => witness.once('end', resolve))
    return () => dropped
  }

  /** From then on everybody works on new connections: the old ones may not know yet that they are dead. */
  const recovered = async () => {
    const isUp = async () => {
      const client = new pg.Client({connectionString})
      client.on('error', () => undefined)
      return client.connect().then(
        () => client.end().then(() => true),
        () => false,
      )
    }
    while (!(await isUp())) await new Promise((resolve) => setTimeout(resolve, 50))
    await pool.end()
    pool = openDatabase(connectionOptions(connectionString))
  }

  const crashInside = async (crash: (backend: number) => Promise<unknown>) => {
    await stayInside(database, 0.3)
    const {text, values, outcome, finish} = await prepareDeletion(database, 300)
    const client = await startClient(connectionString)
    client.send(text, values)
    const backend = await inside(database, client)
    const dropped = await dropsEverybody()

    await crash(backend)
    await client.answer()
    await dropped()
    await recovered()
    const left = await outcome()
    await letLeaseExpire(database)
    const next = runnerOn(database, 'second')
    await finish(next, await next.lease.take())
    await client.end('killed')
    return {left, afterwards: await outcome()}
  }

  it.each([1, 2])(
    'by the death of the deleting backend leaves everything untouched, and the next runner deletes (trial %i)',
    async () => {
      const found = await crashInside(async (backend) => process.kill(backend, 'SIGKILL'))

      expect(found).toEqual({left: 'untouched', afterwards: 'deleted'})
    },
  )

  it('by the death of its first process leaves the deletion whole or untouched, and the next runner finds which', async () => {
    const found = await crashInside(() => server.kill().then(() => server.restart()))

    // A backend may reach its commit before it notices.
    expect(['untouched', 'deleted']).toContain(found.left)
    expect(found.afterwards).toBe('deleted')
  })

  it('after the commit leaves it deleted, and the next runner finds its result', async () => {
    await stayInside(database, 0)
    const {epoch, runner, outcome, finish} = await prepareDeletion(database, 300)
    await finish(runner, epoch)

    await server.kill()
    await server.restart()
    await recovered()
    const left = await outcome()
    await letLeaseExpire(database)
    const next = runnerOn(database, 'second')
    await finish(next, await next.lease.take())

    expect([left, await outcome()]).toEqual(['deleted', 'deleted'])
  })
})
