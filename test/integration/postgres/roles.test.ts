import {randomBytes} from 'node:crypto'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {postgresCounter, countSource} from '../../../src/adapters/postgres/counter.ts'
import {grantsSql} from '../../../src/adapters/postgres/grants.ts'
import {ledgerFunctions} from '../../../src/adapters/postgres/ledger-functions.ts'
import {checkLiveCatalogue} from '../../../src/adapters/postgres/live-catalogue.ts'
import type {Database} from '../../../src/adapters/postgres/connection.ts'
import {cqubeCatalogue} from '../../../src/core/catalogue/cqube-catalogue.ts'
import {sliceKeys} from '../../../src/core/slice.ts'
import {servers} from '../../support/database.ts'
import {ledgerDatabase, runnerOn, submissionOf, type LedgerDatabase} from '../../support/ledger.ts'
import {asRole, failureOf, march2020, rowsOf, testRunner} from './submitted-deletion.ts'

describe.each(servers)('roles on $name', ({name}) => {
  // Roles belong to the whole server: each file has its own, one of them with a name that must be quoted.
  const mark = randomBytes(4).toString('hex')
  const roles = {planner: `planner_${mark}`, runner: `Run "ner' ${mark}`, nifi: `nifi_${mark}`}
  const stranger = `stranger_${mark}`
  let owner: LedgerDatabase
  const opened: Database[] = []

  const as = (role: string): Database => {
    const database = asRole(owner.connectionString, encodeURIComponent(role))
    opened.push(database)
    return database
  }

  beforeAll(async () => {
    owner = await ledgerDatabase(name)
    const grants = grantsSql({...roles, dataSchema: 'public', catalogue: cqubeCatalogue})
    await owner.query(grants)
    await owner.query(grants)
    await owner.query(`create role ${stranger} login`)
    for (const role of Object.values(roles)) await owner.query(`alter role "${role.replaceAll('"', '""')}" login`)
    const {execute} = await (
      await testRunner(owner)
    ).submit({kind: 'months', dataSource: 'crc', year: 2020, months: [3]})
    await execute()
    await owner.query(`update cqube_replay.lease set expires_at = '-infinity'`)
  })
  afterAll(async () => {
    await Promise.all(opened.map((database) => database.end()))
    const names = [...Object.values(roles), stranger].map((role) => `"${role.replaceAll('"', '""')}"`)
    await owner.query(`drop owned by ${names.join(', ')}`)
    await owner.query(`drop role ${names.join(', ')}`)
    await owner.drop()
  })

  it('every function of the ledger is in exactly one class', async () => {
    const rows = await owner.query(
      `select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'cqube_replay' order by 1`,
    )

    const classified = Object.values(ledgerFunctions).flat()
    expect([...classified].sort()).toEqual(rows.map((row) => String(row['proname'])).sort())
  })

  it('a function that writes is never in the class of reading ones, and all pin their search path', async () => {
    const rows = await owner.query(
      `select p.proname, p.provolatile, p.proconfig from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where n.nspname = 'cqube_replay'`,
    )

    for (const row of rows) {
      const isRead = (ledgerFunctions.read as readonly string[]).includes(String(row['proname']))
      if (isRead) expect(row['provolatile'], String(row['proname'])).not.toBe('v')
      expect(row['proconfig'], String(row['proname'])).toEqual(['search_path=pg_catalog, pg_temp'])
    }
  })

  const callable = async (role: string): Promise<string[]> => {
    const rows = await owner.query(
      `select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where n.nspname = 'cqube_replay' and has_schema_privilege($1, n.oid, 'USAGE') and has_function_privilege($1, p.oid, 'EXECUTE')`,
      [role],
    )
    return rows.map((row) => String(row['proname'])).sort()
  }
  const writable = async (role: string): Promise<readonly unknown[]> =>
    owner.query(
      `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname in ('public', 'cqube_replay', 'cqube_replay_archive') and c.relkind = 'r'
          and has_table_privilege($1, c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, TRIGGER, REFERENCES')`,
      [role],
    )

  it('each role can call its functions and no other, and write to no table', async () => {
    const {read, act, nifi} = ledgerFunctions

    expect(await callable(roles.planner)).toEqual([...read].sort())
    expect(await callable(roles.runner)).toEqual([...read, ...act].sort())
    expect(await callable(roles.nifi)).toEqual([...nifi].sort())
    expect(await callable(stranger)).toEqual([])
    for (const role of [...Object.values(roles), stranger]) expect(await writable(role), role).toEqual([])
  })

  it('nobody but the owner reads the archive', async () => {
    const [{archive_table: table} = {}] = await owner.query('select archive_table from cqube_replay.archive limit 1')
    expect(await rowsOf(owner, `cqube_replay_archive."${String(table)}"`)).toBeGreaterThan(0)

    for (const role of [...Object.values(roles), stranger]) {
      const error = await failureOf(as(role).query(`select * from cqube_replay_archive."${String(table)}"`))
      expect(error.message, role).toBe('The database refused it: permission denied for schema cqube_replay_archive.')
      expect(error.code, role).toBe('PERMISSION_MISSING')
    }
  })

  it('a stranger and NiFi read nothing of the ledger and of the tables', async () => {
    for (const role of [stranger, roles.nifi]) {
      for (const table of ['cqube_replay.run', 'cqube_replay.document', 'public.student_attendance_trans']) {
        expect(await failureOf(as(role).query(`select * from ${table}`)), `${role} ${table}`).toMatchObject({
          code: 'PERMISSION_MISSING',
        })
      }
    }
  })

  it('the planner counts in a snapshot and compares the catalogue, and its deletes are refused', async () => {
    const planner = as(roles.planner)

    for (const {dataSource, kind} of cqubeCatalogue.sources) {
      const keys = {months: ['2020-03'], dates: ['2021-01-05'], semesters: ['*/1'], codes: ['x'], all: ['*']}[kind]
      const [counted] = await postgresCounter(planner).count([{dataSource, keys}])
      expect(counted).toEqual(await countSource(owner, dataSource, keys))
    }
    const {differences} = await checkLiveCatalogue(
      planner,
      cqubeCatalogue.sources.map(({dataSource}) => dataSource),
    )
    expect(Object.values(differences).flat()).toEqual([])
    await runnerOn(planner).memory.deleted(['x'], [{dataSource: 'crc', keys: ['2020-03']}])
    await runnerOn(planner).facts.openRuns()
    for (const statement of [
      'delete from student_attendance_trans',
      'truncate udise_sch_profile',
      'update cqube_replay.lease set epoch = 99',
      'delete from cqube_replay.fence',
      `select cqube_replay.set_pause('x', 'x')`,
      `select * from cqube_replay.take_lease('x', '1 h', '1 h')`,
      `select * from cqube_replay.execute_deletion('x', 1, 'crc', '{}')`,
      `select * from cqube_replay.execute_for_runner(1, 'x', 1, 'crc', '{}')`,
      `select cqube_replay.lock_data_source('crc')`,
    ]) {
      expect(await failureOf(planner.query(statement)), statement).toMatchObject({code: 'PERMISSION_MISSING'})
    }
  })

  it('the runner deletes with no right on the tables but to read them', async () => {
    const runner = as(roles.runner)
    const acting = await testRunner(runner)
    const {record, execute, runId, expected} = await acting.submit(march2020)

    await execute()
    await runnerOn(runner).recounter.recount(acting.epoch, runId)

    const {state, tables} = await record()
    expect(state).toBe('DONE')
    expect(Object.fromEntries(tables.map((each) => [each.table, each.deleted]))).toEqual(expected)
    expect(tables.every(({rowsAfter}) => rowsAfter === 0)).toBe(true)
    expect(await failureOf(runner.query('delete from student_attendance_trans'))).toMatchObject({
      code: 'PERMISSION_MISSING',
    })
    await runnerOn(runner).lease.release(acting.epoch)
  })

  it('NiFi finds what is emitted, deletes it and records a failure', async () => {
    const nifi = as(roles.nifi)
    const acting = await testRunner(owner)
    const slice = {...march2020, dataSource: 'teacher_attendance'} as typeof march2020
    const runId = await acting.startRun()
    const submission = await submissionOf(owner, runId, slice)
    await acting.submitTo(runId, submission)
    expect(await nifi.query('select * from cqube_replay.next_deletions(10)')).toEqual([])
    await runnerOn(owner).submissions.emitted(acting.epoch, runId, 1)
    expect(await nifi.query('select * from cqube_replay.next_deletions(10)')).toEqual([])
    await owner.query('select cqube_replay.hand_over($1, $2)', [acting.epoch, runId])

    const [next] = await nifi.query('select * from cqube_replay.next_deletions(10)')
    await nifi.query('select cqube_replay.record_failure($1, 1, $2, $3, $4)', [
      runId,
      slice.dataSource,
      '23505',
      'ERROR: duplicate key\n  Detail: Key (student_name)=(Lakshmi) exists.',
    ])
    const rows = await nifi.query('select * from cqube_replay.execute_deletion($1, $2, $3, $4)', [
      next?.['run_id'],
      next?.['document_no'],
      next?.['data_source'],
      submission.documents[0]?.bytes,
    ])

    expect(next).toEqual({
      run_id: runId,
      document_no: 1,
      data_source: slice.dataSource,
      object_key: `cqube_replay/${runId}_01.json`,
    })
    expect(rows).toHaveLength(6)
    expect(await owner.query('select code, message from cqube_replay.failure')).toEqual([
      {code: '23505', message: 'ERROR: duplicate key'},
    ])
    expect(sliceKeys(slice)).toEqual(['2020-03'])
    expect(await rowsOf(owner, 'teacher_attendance_trans where year = 2020 and month = 3')).toBe(0)
    await runnerOn(owner).lease.release(acting.epoch)
  })
})
