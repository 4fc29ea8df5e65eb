import {inspect} from 'node:util'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import type {Slice} from '../../../src/core/slice.ts'
import {servers} from '../../support/database.ts'
import {ledgerDatabase, type LedgerDatabase} from '../../support/ledger.ts'
import {allUdise, checksums, failureOf, march2020, rowsOf, testRunner, type TestRunner} from './submitted-deletion.ts'

describe.each(servers)('what a deletion takes on $name', ({name}) => {
  let database: LedgerDatabase
  let runner: TestRunner

  beforeEach(async () => {
    database = await ledgerDatabase(name)
    runner = await testRunner(database)
  })
  afterEach(() => database.drop())

  const texts = async (from: string) =>
    (await database.query(`select t::text as row from ${from}`)).map((row) => String(row['row'])).sort()
  const columns = (table: string) =>
    database.query(
      `select attname, atttypid, atttypmod, attnotnull from pg_attribute
        where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum`,
      [table],
    )
  const archives = async () =>
    (await database.query('select * from cqube_replay.archive order by archive_table')).map((row) => ({
      table: String(row['table_name']),
      name: `cqube_replay_archive."${String(row['archive_table'])}"`,
      columns: row['columns'] as string[],
      rows: Number(row['rows']),
    }))

  it.each<[string, Slice]>([
    ['months', march2020],
    ['codes', {kind: 'codes', dataSource: 'diksha_tpd', codes: ['03052315462389', '046789546783']}],
    ['every row', {kind: 'all', dataSource: 'static'}],
  ])('lies in the archive byte for byte, and put back all is as before (%s)', async (_kind, slice) => {
    const all = async () =>
      Object.fromEntries(
        Object.entries(await checksums(database)).filter(([table]) => /^public\.(?!data_replay_meta)/.test(table)),
      )
    const before = await all()
    const was = new Map<string, string[]>()
    const deletion = await runner.submit(slice)
    for (const table of Object.keys(deletion.expected)) was.set(table, await texts(`${table} t`))

    await deletion.execute()

    for (const {table, name: archive, columns: registered, rows} of await archives()) {
      const archived = await texts(`${archive} t`)
      const left = await texts(`${table} t`)
      expect([...archived, ...left].sort(), table).toEqual(was.get(table))
      expect(archived).toHaveLength(deletion.expected[table] ?? 0)
      expect(rows).toBe(archived.length)
      expect(await columns(archive)).toEqual(await columns(table))
      expect(registered).toHaveLength((await columns(table)).length)
      await database.query(`insert into ${table} select * from ${archive}`)
    }
    expect(await all()).toEqual(before)
  })

  it('has an archive table for each table that lost rows, and none for the others', async () => {
    const {execute, expected, record} = await runner.submit(march2020)

    await execute()

    const withRows = Object.keys(expected).filter((table) => (expected[table] ?? 0) > 0)
    expect((await archives()).map(({table}) => table).sort()).toEqual(withRows.sort())
    const {tables} = await record()
    for (const {table, archiveTable} of tables) expect(archiveTable === null, table).toBe(expected[table] === 0)
    expect(await rowsOf(database, `pg_tables where schemaname = 'cqube_replay_archive'`)).toBe(withRows.length)
  })

  it('survives a column that was dropped, odd types and a name of full length', async () => {
    const long = `a${'x'.repeat(62)}`
    const alike = `a${'x'.repeat(61)}y`
    await database.query('alter table student_attendance_trans drop column day_7')
    await database.query('alter table student_attendance_trans add column "select" jsonb[], add column born int4range')
    await database.query(
      `update student_attendance_trans set "select" = array['{"a": [1, null]}'::jsonb], born = '[1,9)'`,
    )
    for (const [index, table] of [long, alike].entries()) {
      await database.query(`create table ${table} (year int, month int)`)
      await database.query(`insert into ${table} values (2020, 3), (2020, 3)`)
      await database.query(
        `insert into cqube_replay.catalogue (data_source, position, table_name, optional, transient, predicate, columns)
           values ('student_attendance', $1, $2, false, false, 'columns', '{year,month}')`,
        [7 + index, table],
      )
    }
    const was = await texts('student_attendance_trans t where year = 2020 and month = 3')
    const {execute} = await runner.submit(march2020)

    await execute()

    const found = await archives()
    const trans = found.find(({table}) => table === 'student_attendance_trans')
    expect(await texts(`${trans?.name ?? ''} t`)).toEqual(was)
    expect(trans?.columns.slice(-2)).toEqual(['"select" jsonb[]', 'born int4range'])
    expect(found.filter(({table}) => table === long || table === alike).map(({rows}) => rows)).toEqual([2, 2])
  })

  it('is gone for good when archiving is off, and a full refresh then truncates', async () => {
    const nodes = () =>
      database.query(
        `select relname, pg_relation_filenode(oid) as node from pg_class where relname like 'udise%' and relkind = 'r' order by 1`,
      )
    const before = await nodes()
    const {execute, expected, record} = await runner.submit(allUdise, {archive: false})

    await execute()

    const {tables} = await record()
    expect(Object.fromEntries(tables.map((each) => [each.table, each.deleted]))).toEqual(expected)
    expect(tables.every(({archived, archiveTable}) => archived === 0 && archiveTable === null)).toBe(true)
    expect(await archives()).toEqual([])
    const same = (await nodes())
      .filter((row) => before.some((old) => old['node'] === row['node']))
      .map((row) => row['relname'])
    expect(same.filter((table) => Object.keys(expected).includes(String(table)))).toEqual([])
  })

  it('never comes out in an error, whatever the database says about the row', async () => {
    const canary = 'CANARY Lakshmi Devi 9999-8888-7777'
    await database.query(`alter table student_attendance_trans add column pupil text`)
    await database.query(`update student_attendance_trans set pupil = $1`, [canary])
    const deletion = await runner.submit(march2020)
    const failing = [
      `raise exception 'row of %', old.pupil`,
      `raise unique_violation using message = old.pupil, detail = old.pupil, hint = old.pupil`,
      `perform old.pupil::int`,
      `raise exception using errcode = 'XX001', message = old.pupil, column = old.pupil, constraint = 'c', table = 't'`,
      `insert into public.data_replay_meta (filename, ff_uuid) values (old.pupil, old.pupil), (old.pupil, old.pupil)`,
    ]
    for (const statement of failing) {
      await database.query(
        `create or replace function fail() returns trigger language plpgsql as $f$ begin ${statement}; return old; end $f$;\n
         drop trigger if exists fail on student_attendance_trans;\n
         create trigger fail before delete on student_attendance_trans for each row execute procedure fail();`,
      )

      const error = await failureOf(deletion.execute())

      expect(error.code, statement).toBe('DATABASE_FAILED')
      expect(inspect(error, {depth: 12, showHidden: true}), statement).not.toMatch(/CANARY|Lakshmi|9999/)
      expect(error.message).toMatch(/^The database failed with SQLSTATE [0-9A-Z]{5}(, constraint \w+)?\.$/)
    }
    expect(inspect(await deletion.record(), {depth: 12})).not.toContain('CANARY')
    const dump = await database.query(
      `select (select string_agg(t::text, '') from cqube_replay.failure t) as failures, (select string_agg(t::text, '') from cqube_replay.run t) as runs`,
    )
    expect(JSON.stringify(dump)).not.toContain('CANARY')
  })

  it('of a trigger that keeps rows back is nothing', async () => {
    await database.query(
      `create function keep() returns trigger language plpgsql as $f$ begin return null; end $f$;\n
       create trigger keep before delete on school_student_total_attendance for each row execute procedure keep();`,
    )
    const deletion = await runner.submit(march2020)
    const before = await checksums(database)

    expect(await failureOf(deletion.execute())).toMatchObject({code: 'ROWS_CHANGED_SINCE_PLAN'})
    expect(await checksums(database)).toEqual(before)
  })
})
