import {randomBytes} from 'node:crypto'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import type {Database} from '../../../src/adapters/postgres/connection.ts'
import {grantsSql} from '../../../src/adapters/postgres/grants.ts'
import {migrate} from '../../../src/adapters/postgres/migrate.ts'
import {cqubeCatalogue} from '../../../src/core/catalogue/cqube-catalogue.ts'
import {freshDatabase, servers, type TestDatabase} from '../../support/database.ts'
import {
  allUdise,
  asRole,
  checksums,
  failureOf,
  march2020,
  rowsOf,
  testRunner,
  type TestRunner,
} from './submitted-deletion.ts'

describe.each(servers)('a ledger whose owner does not own the tables on $name', ({name}) => {
  const mark = randomBytes(4).toString('hex')
  const roles = {planner: `planner_${mark}`, runner: `runner_${mark}`, nifi: `nifi_${mark}`}
  const owner = `ledger_${mark}`
  let raw: TestDatabase
  let database: Database
  let tablesOwner: Database
  let runner: TestRunner

  beforeAll(async () => {
    raw = await freshDatabase(name, 'state')
    await raw.exec(`create role ${owner} login; grant create on database ${raw.name} to ${owner}`)
    database = asRole(raw.connectionString, owner)
    tablesOwner = asRole(raw.connectionString, 'postgres')
    await migrate(database, {dataSchema: 'public', ledgerId: 'a1b2c3d4', catalogue: cqubeCatalogue})
    await raw.exec(grantsSql({...roles, owner, dataSchema: 'public', catalogue: cqubeCatalogue}))
    runner = await testRunner(database)
  })
  afterAll(async () => {
    await Promise.all([database.end(), tablesOwner.end()])
    const all = [owner, ...Object.values(roles)].join(', ')
    await raw.exec(`drop owned by ${all} cascade; drop role ${all}`)
    await raw.drop()
  })

  it('deletes, archives and writes the SUCCESS row with the rights that `db grants` prints', async () => {
    const {execute, record} = await runner.submit(march2020)

    await execute()

    expect((await record()).tables.some(({archiveTable}) => archiveTable !== null)).toBe(true)
    expect(await rowsOf(tablesOwner, `data_replay_meta where data_source = 'student_attendance'`)).toBe(1)
  })

  it('truncates a full refresh with the right to, and deletes row by row without it', async () => {
    const filenode = async () => {
      const [row] = await tablesOwner.query(`select pg_relation_filenode('udise_sch_profile') as node`)
      return Number(row?.['node'])
    }
    const refresh = {...allUdise}
    await raw.exec(`revoke truncate on udise_sch_profile from ${owner}`)
    const before = await filenode()
    const other = await tablesOwner.query(`select pg_relation_filenode('udise_tch_profile') as node`)
    const {execute, record, expected} = await runner.submit(refresh, {archive: false})

    await execute()

    const {tables} = await record()
    expect(Object.fromEntries(tables.map((each) => [each.table, each.deleted]))).toEqual(expected)
    expect(await rowsOf(tablesOwner, 'udise_sch_profile')).toBe(0)
    expect(await filenode()).toBe(before)
    expect(await tablesOwner.query(`select pg_relation_filenode('udise_tch_profile') as node`)).not.toEqual(other)
  })

  it.each([
    ['delete', 'teacher_attendance_temp', 3],
    ['select', 'teacher_attendance_meta', 4],
    ['insert', 'data_replay_meta', 5],
    ['update', 'data_replay_meta', 6],
    ['select', 'zip_files_processing', 7],
    ['select', 'files_ingestion', 8],
  ])('without %s on %s nothing is deleted', async (right, table, month) => {
    const {execute, runId} = await runner.submit({
      kind: 'months',
      dataSource: 'teacher_attendance',
      year: 2020,
      months: [month],
    })
    await raw.exec(`revoke ${right} on ${table} from ${owner}`)
    const before = await checksums(tablesOwner)

    const error = await failureOf(execute())

    expect(await checksums(tablesOwner)).toEqual(before)
    expect(error.code).toBe('PERMISSION_MISSING')
    expect(error.message).toMatch(
      new RegExp(`^The database refused it: permission denied for (table|relation) ${table}\\.$`),
    )
    await raw.exec(`grant ${right} on ${table} to ${owner}`)
    await execute()
    expect(await rowsOf(database, `cqube_replay.deletion where run_id = '${runId}' and state = 'DONE'`)).toBe(1)
  })
})
