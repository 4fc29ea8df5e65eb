import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {openDatabase, type Database} from '../../../src/adapters/postgres/connection.ts'
import {ledgerVersion, migrate, requireLedger} from '../../../src/adapters/postgres/migrate.ts'
import {cqubeCatalogue} from '../../../src/core/catalogue/cqube-catalogue.ts'
import {freshDatabase, servers, type TestDatabase} from '../../support/database.ts'
import {connectionOptions} from '../../support/ledger.ts'
import {checksums, failureOf} from './submitted-deletion.ts'

describe.each(servers)('db migrate on $name', ({name}) => {
  let raw: TestDatabase
  let database: Database

  beforeEach(async () => {
    raw = await freshDatabase(name)
    database = openDatabase(connectionOptions(raw.connectionString))
  })
  afterEach(async () => {
    await database.end()
    await raw.drop()
  })

  const install = (ledgerId = 'a1b2c3d4', dataSchema = 'public') =>
    migrate(database, {dataSchema, ledgerId, catalogue: cqubeCatalogue})

  it('installs a ledger, and repeated changes nothing', async () => {
    expect(await ledgerVersion(database)).toBeNull()
    expect(await install()).toEqual({from: null, to: 2, ledgerId: 'a1b2c3d4'})
    const before = await checksums(database)

    expect(await install('other000')).toEqual({from: 2, to: 2, ledgerId: 'a1b2c3d4'})

    expect(await checksums(database)).toEqual(before)
    await requireLedger(database)
  })

  it('twice at once installs one ledger', async () => {
    const results = await Promise.all([install('aaaaaaaa'), install('bbbbbbbb'), install('cccccccc')])

    const ids = new Set(results.map(({ledgerId}) => ledgerId))
    expect(ids.size).toBe(1)
    expect(results.map(({from}) => from).sort()).toEqual([2, 2, null])
  })

  it('does not touch a ledger of a newer program, and says how to go on', async () => {
    await install()
    await database.query('update cqube_replay.ledger set schema_version = 3')
    const before = await checksums(database)

    const errors = [await failureOf(install()), await failureOf(requireLedger(database))]

    for (const error of errors) {
      expect(error.code).toBe('LEDGER_NEWER')
      expect(error.message).toBe('The ledger is of version 3; this program knows up to version 2.')
    }
    expect(await checksums(database)).toEqual(before)
  })

  it('tells a ledger that is missing or older', async () => {
    const missing = await failureOf(requireLedger(database))
    await install()
    await database.query('update cqube_replay.ledger set schema_version = 1')
    const older = await failureOf(requireLedger(database))

    expect([missing.code, missing.message]).toEqual([
      'LEDGER_MISSING',
      'The database has no ledger (schema cqube_replay).',
    ])
    expect([older.code, older.message]).toEqual([
      'LEDGER_OLDER',
      'The ledger is of version 1; this program needs version 2.',
    ])
  })

  it('leaves nothing behind when it fails half-way', async () => {
    await database.query('create schema cqube_replay_archive')

    await failureOf(install())

    expect(await ledgerVersion(database)).toBeNull()
    await database.query('drop schema cqube_replay_archive')
    await install()
  })

  it('a schema with a hostile name is quoted wherever it stands', async () => {
    const schema = `cQube "x' %s`
    await raw.exec(`alter schema public rename to "${schema.replaceAll('"', '""')}"; create schema public`)
    await install('a1b2c3d4', schema)
    await raw.exec(
      `insert into "${schema.replaceAll('"', '""')}".data_replay_meta (filename, ff_uuid, cqube_process_status) values ('f', 'u', 'SUBMITTED')`,
    )
    const {testRunner, march2020} = await import('./submitted-deletion.ts')
    const deletion = await (await testRunner(database)).submit(march2020)

    const error = await failureOf(deletion.execute())
    expect(error.code).toBe('STOCK_REPLAY_ACTIVE')
    const [, statement = ''] = /\((update .*)\)/.exec(error.message) ?? []
    await database.query(statement)
    await deletion.execute()
    expect((await deletion.record()).state).toBe('DONE')
  })
})
