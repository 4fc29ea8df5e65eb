import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {postgresArchiveOwner} from '../../../src/adapters/postgres/archive-owner.ts'
import {postgresArchiveFacts, postgresArchivePurge} from '../../../src/adapters/postgres/archive-registry.ts'
import {migrate} from '../../../src/adapters/postgres/migrate.ts'
import {cqubeCatalogue} from '../../../src/core/catalogue/cqube-catalogue.ts'
import {servers} from '../../support/database.ts'
import {connectionOptions, ledgerDatabase, runnerOn, type LedgerDatabase} from '../../support/ledger.ts'
import {checksums, failureOf, march2020, testRunner, type TestRunner} from './submitted-deletion.ts'

describe.each(servers)('the end of an archive on $name', ({name}) => {
  let database: LedgerDatabase
  let runner: TestRunner
  let runId: string

  beforeEach(async () => {
    database = await ledgerDatabase(name)
    runner = await testRunner(database)
    const deletion = await runner.submit(march2020)
    await deletion.execute()
    runId = deletion.runId
  })
  afterEach(() => database.drop())

  const facts = () => postgresArchiveFacts(database)
  const purge = (keepDays: number) => postgresArchivePurge(database).purge(runner.epoch, keepDays)
  const owner = (lockTimeoutSeconds = 1) => {
    const options = {...connectionOptions(database.connectionString), lockTimeoutSeconds}
    return postgresArchiveOwner(database, options)
  }
  const report = () => runnerOn(database).journal.reported(runner.epoch, runId, 'c0ffee')
  const names = async () => (await facts().tables(runId, false, 100)).map(({archiveTable}) => archiveTable)
  const age = (days: number) =>
    database.query('update cqube_replay.archive set created_at = clock_timestamp() - make_interval(days => $1)', [days])
  const dataDirectory = async () => {
    const [row] = await database.query('show data_directory')
    return String(row?.['data_directory'])
  }
  const filesOf = async (tables: readonly string[]): Promise<readonly string[]> => {
    const root = await dataDirectory()
    const rows = await database.query(
      `select pg_relation_filepath(c.oid) as main, pg_relation_filepath(nullif(c.reltoastrelid, 0)) as toast
         from pg_class c where c.relnamespace = 'cqube_replay_archive'::regnamespace and c.relname in (select unnest($1::text[]))`,
      [tables],
    )
    return rows
      .flatMap(({main, toast}) => [main, toast])
      .flatMap((path) => (typeof path === 'string' ? [join(root, path)] : []))
  }

  const drained = async (chunks: AsyncIterable<Uint8Array>): Promise<number> => {
    let bytes = 0
    for await (const chunk of chunks) bytes += chunk.length
    return bytes
  }

  it('drops what is past its time, leaves no file of it on the disk, and keeps the record', async () => {
    await report()
    await age(91)
    const before = await facts().tables(runId, false, 100)
    const files = await filesOf(before.map(({archiveTable}) => archiveTable))
    const root = await dataDirectory()
    expect(files.filter((file) => !existsSync(file))).toEqual([])

    const {dropped, left} = await purge(90)
    await database.query('checkpoint')

    expect(files.length).toBeGreaterThan(0)
    expect(files.filter((file) => existsSync(file))).toEqual([])
    expect(left).toEqual([])
    expect(dropped.map(({archiveTable}) => archiveTable).sort()).toEqual(
      before.map(({archiveTable}) => archiveTable).sort(),
    )
    expect(await database.query(`select 1 from pg_tables where schemaname = 'cqube_replay_archive'`)).toEqual([])
    const record = await facts().tables(runId, true, 100)
    expect(record.map(({rows, bytes}) => [rows, bytes]).sort()).toEqual(
      before.map(({rows, bytes}) => [rows, bytes]).sort(),
    )
    expect(record.map(({dropped: end}) => [end?.why, end?.by])).toEqual(before.map(() => ['expired', 'runner-1']))
    expect(
      record
        .flatMap(({dropped: end}) => end?.files ?? [])
        .map((file) => join(root, file))
        .sort(),
    ).toEqual([...files].sort())
  })

  it.each([
    ['is not as old as the runner asks', {days: 100, keepDays: 120, floor: 90}],
    ["is younger than the ledger's owner allows, whatever the runner asks", {days: 89, keepDays: 1, floor: 90}],
    ['is never to be dropped by a runner', {days: 9999, keepDays: 1, floor: null}],
  ])('keeps what %s', async (_, {days, keepDays, floor}) => {
    await report()
    await age(days)
    await database.query('update cqube_replay.archive_policy set keep_at_least_days = $1', [floor])
    const before = await checksums(database)

    expect(await purge(keepDays)).toEqual({dropped: [], left: []})
    expect(await checksums(database)).toEqual(before)
  })

  it('learns from `db migrate`, and from nothing else, how long it is kept at least', async () => {
    const migrated = (keepArchivesAtLeastDays?: number | null) =>
      migrate(database, {
        dataSchema: 'public',
        ledgerId: 'unused',
        catalogue: cqubeCatalogue,
        ...(keepArchivesAtLeastDays === undefined ? {} : {keepArchivesAtLeastDays}),
      })
    const floor = async () => (await facts().totals(null)).keepAtLeastDays

    const floors = [await floor()]
    for (const days of [30, undefined, null, 365]) {
      await migrated(days)
      floors.push(await floor())
    }

    expect(floors).toEqual([90, 30, 30, null, 365])
  })

  it('keeps the archive of a run without a report, from a purge and from its owner', async () => {
    await age(9999)
    const before = await checksums(database)

    expect(await purge(1)).toEqual({dropped: [], left: []})
    expect(await failureOf(owner().drop(await names(), 'anna'))).toMatchObject({
      code: 'ARCHIVE_OF_OPEN_RUN',
      message: `Run ${runId} has no report in Git yet, so its archive is kept; nothing was dropped.`,
    })
    expect(await checksums(database)).toEqual(before)
  })

  it('a runner whose lease is not the current one purges nothing', async () => {
    await report()
    await age(91)
    await database.query(`update cqube_replay.lease set expires_at = '-infinity'`)

    expect(await failureOf(purge(90))).toMatchObject({code: 'LEASE_LOST'})
    expect(await names()).not.toEqual([])
  })

  it('purges the others when somebody reads one table or made a view of it, and says so', async () => {
    await report()
    await age(91)
    const [read = '', viewed = '', ...others] = await names()
    await database.query(`create view public.mine as select * from cqube_replay_archive."${viewed}"`)

    const result = await owner().read([read], async (_table, csv) => {
      await drained(csv)
      return purge(90)
    })

    const purged = result[0]?.taken
    expect(purged?.dropped.map(({archiveTable}) => archiveTable).sort()).toEqual([...others].sort())
    expect(purged?.left.map(({archiveTable, obstacle}) => [archiveTable, obstacle]).sort()).toEqual(
      [
        [read, 'somebody uses it'],
        [viewed, 'another object of the database depends on it'],
      ].sort(),
    )
    await database.query('drop view public.mine')
    expect((await purge(90)).dropped).toHaveLength(2)
  })

  it('is not dropped while it is exported, and the refusal names the export', async () => {
    await report()
    const tables = await names()
    const before = await checksums(database)

    const [exported] = await owner().read(tables.slice(0, 1), async (_table, csv) => {
      const refusal = await failureOf(owner().drop(tables, 'anna'))
      await drained(csv)
      return refusal
    })

    expect(exported?.taken.code).toBe('ARCHIVE_IN_USE')
    expect(exported?.taken.message).toMatch(
      /^In use by "cqube-replay archive export" of role postgres, process \d+, for \d\d:\d\d:\d\d\. Nothing was dropped\.$/,
    )
    expect(await checksums(database)).toEqual(before)
    expect(await owner().drop(tables, 'anna')).toEqual([...tables].sort())
  })

  it('dropped twice at once is dropped once', async () => {
    await report()
    const tables = await names()

    const both = await Promise.all([owner(10).drop(tables, 'anna'), owner(10).drop(tables, 'bela')])

    expect(both.flat().sort()).toEqual([...tables].sort())
    expect(await names()).toEqual([])
    const by = (await facts().tables(runId, true, 100)).map(({dropped}) => dropped?.by)
    expect(new Set(by).size).toBe(1)
  })

  it('that somebody dropped by hand is recorded as missing', async () => {
    await report()
    const [first = '', ...others] = await names()
    await database.query(`drop table cqube_replay_archive."${first}"`)

    await owner().drop([first, ...others], 'anna')

    const record = await facts().tables(first, true, 1)
    expect(record).toMatchObject([{bytes: null, dropped: {why: 'found missing', by: 'anna, as postgres', files: []}}])
  })

  it('is summed up with what is overdue', async () => {
    await report()
    await age(91)
    const tables = await facts().tables(null, false, 100)

    const {keepAtLeastDays, bytes, ...totals} = await facts().totals(90)

    expect(totals).toMatchObject({
      tables: tables.length,
      runs: 1,
      rows: tables.reduce((sum, {rows}) => sum + rows, 0),
      expired: tables.length,
    })
    expect(bytes).toBe(tables.reduce((sum, table) => sum + (table.bytes ?? 0), 0))
    expect(keepAtLeastDays).toBe(90)
    expect((await facts().totals(null)).expired).toBe(0)
  })
})
