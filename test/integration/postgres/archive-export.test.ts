import {createHash, randomBytes} from 'node:crypto'
import {createReadStream, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {pipeline} from 'node:stream/promises'
import {from as copyFrom} from 'pg-copy-streams'
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, it} from 'vitest'
import {createExportPlace} from '../../../src/adapters/local-directory/export-place.ts'
import {postgresArchiveOwner} from '../../../src/adapters/postgres/archive-owner.ts'
import {postgresArchiveFacts} from '../../../src/adapters/postgres/archive-registry.ts'
import {clientOf, type Database} from '../../../src/adapters/postgres/connection.ts'
import {grantsSql} from '../../../src/adapters/postgres/grants.ts'
import {exportArchive, type ExportManifest} from '../../../src/commands/archive/export.ts'
import {cqubeCatalogue} from '../../../src/core/catalogue/cqube-catalogue.ts'
import {createFakeLog} from '../../fakes/log.ts'
import {servers} from '../../support/database.ts'
import {connectionOptions, ledgerDatabase, type LedgerDatabase} from '../../support/ledger.ts'
import {asRole, failureOf, march2020, testRunner} from './submitted-deletion.ts'

describe.each(servers)('an exported archive on $name', ({name}) => {
  let database: LedgerDatabase
  let runId: string
  let folder: string

  beforeAll(async () => {
    database = await ledgerDatabase(name)
    await database.query(
      `alter table student_attendance_trans add column note text, add column ratio float8, add column at timestamptz`,
    )
    await database.query(
      `update student_attendance_trans set ratio = 1 / 3.0::float8, at = '2021-03-28 01:30:00.123456+05:30',
         note = (array['', null, E'two\\nlines, "quoted"', 'नमस्ते', '\\N'])[1 + length(student_id::text) % 5]`,
    )
    const deletion = await (await testRunner(database)).submit(march2020)
    await deletion.execute()
    runId = deletion.runId
  })
  afterAll(() => database.drop())
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'archive-export-'))
  })
  afterEach(() => {
    rmSync(folder, {recursive: true})
  })

  const exportAs = (
    as: Database,
    connectionString: string,
    of: string,
    path: string,
    signal = new AbortController().signal,
  ) =>
    exportArchive(
      {
        facts: postgresArchiveFacts(as),
        owner: postgresArchiveOwner(as, connectionOptions(connectionString)),
        openPlace: createExportPlace,
        ledger: 'a1b2c3d4',
        now: () => new Date('2026-11-24T04:45:00Z'),
        log: createFakeLog(),
        signal,
      },
      of,
      path,
      'anna',
    )
  const exported = (of: string, path: string, signal?: AbortSignal) =>
    exportAs(database, database.connectionString, of, path, signal)
  /** The server may run as another user, who cannot read the file: that is its point. */
  const copyIn = async (table: string, path: string) => {
    const client = clientOf(connectionOptions(database.connectionString))
    await client.connect()
    await pipeline(createReadStream(path), client.query(copyFrom(`copy ${table} from stdin with (format csv, header)`)))
    await client.end()
  }
  const sha256 = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex')

  it('of a run is a folder for its owner alone, with a file a table and a manifest that fits', async () => {
    const path = join(folder, 'run')

    const manifest = await exported(runId, path)

    expect(JSON.parse(readFileSync(join(path, 'manifest.json'), 'utf8'))).toEqual(manifest)
    expect(readdirSync(path).sort()).toEqual([...manifest.tables.map(({file}) => file), 'manifest.json'].sort())
    for (const {file, bytes, sha256: hash, rows, rowsDeleted} of manifest.tables) {
      expect(sha256(join(path, file))).toBe(hash)
      expect(statSync(join(path, file))).toMatchObject({size: bytes})
      expect(statSync(join(path, file)).mode & 0o777).toBe(0o600)
      expect(rows).toBe(rowsDeleted)
    }
    expect(statSync(path).mode & 0o777).toBe(0o700)
    expect(readdirSync(folder)).toEqual(['run'])
    expect(manifest).toMatchObject({version: 1, ledger: 'a1b2c3d4', runId, exportedBy: 'anna'})
  })

  it('read back by COPY is the archive, value for value', async () => {
    const path = join(folder, 'run')
    const {tables}: ExportManifest = await exported(runId, path)

    for (const {archiveTable, file} of tables) {
      const archive = `cqube_replay_archive."${archiveTable}"`
      const copy = `back_${randomBytes(4).toString('hex')}`
      await database.query(`create table ${copy} (like ${archive})`)
      await copyIn(copy, join(path, file))
      const differing = await database.query(
        `(select t::text from ${archive} t except all select t::text from ${copy} t) union all
         (select t::text from ${copy} t except all select t::text from ${archive} t)`,
      )
      expect(differing, archiveTable).toEqual([])
      await database.query(`drop table ${copy}`)
    }
  })

  it('of one table is a file with its manifest beside it', async () => {
    const [table] = await postgresArchiveFacts(database).tables(runId, false, 1)
    const path = join(folder, 'rows.csv')

    const manifest = await exported(table?.archiveTable ?? '', path)

    expect(readdirSync(folder).sort()).toEqual(['rows.csv', 'rows.csv.manifest.json'])
    expect(manifest.tables).toMatchObject([{file: 'rows.csv', sha256: sha256(path)}])
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('replaces nothing', async () => {
    const [table] = await postgresArchiveFacts(database).tables(runId, false, 1)
    writeFileSync(join(folder, 'taken'), 'mine')
    writeFileSync(join(folder, 'rows.csv.manifest.json'), 'mine')

    const failures = await Promise.all([
      failureOf(exported(runId, join(folder, 'taken'))),
      failureOf(exported(table?.archiveTable ?? '', join(folder, 'rows.csv'))),
      failureOf(exported(runId, join(folder, 'missing', 'run'))),
    ])

    expect(failures.map(({code, message}) => `${code}: ${message.replaceAll(folder, '<folder>')}`))
      .toMatchInlineSnapshot(`
      [
        "EXPORT_FAILED: <folder>/taken exists already and is not replaced; nothing was exported.",
        "EXPORT_FAILED: <folder>/rows.csv.manifest.json exists already and is not replaced; nothing was exported.",
        "EXPORT_FAILED: There is no folder <folder>/missing; nothing was exported.",
      ]
    `)
    expect(readdirSync(folder).sort()).toEqual(['rows.csv.manifest.json', 'taken'])
    expect(readFileSync(join(folder, 'taken'), 'utf8')).toBe('mine')
  })

  it('that is stopped leaves nothing', async () => {
    const stopping = new AbortController()
    stopping.abort()

    expect(await failureOf(exported(runId, join(folder, 'run'), stopping.signal))).toMatchObject({code: 'STOPPED'})
    expect(readdirSync(folder)).toEqual([])
    const [open] = await database.query(
      `select count(*) as n from pg_stat_activity where application_name = 'cqube-replay archive export' and state <> 'idle'`,
    )
    expect(Number(open?.['n'])).toBeLessThanOrEqual(1)
  })

  it('of an unknown run names the nearest, of a dropped one says when', async () => {
    const unknown = await failureOf(exported(`${runId.slice(0, -1)}z`, join(folder, 'run')))

    expect(unknown).toMatchObject({code: 'ARCHIVE_UNKNOWN'})
    expect(unknown.message).toContain(`Did you mean "${runId}"?`)
    expect(readdirSync(folder)).toEqual([])
  })

  it('is for the owner: planner and runner see sizes, never a row, and drop nothing', async () => {
    const mark = randomBytes(4).toString('hex')
    const roles = {planner: `planner_${mark}`, runner: `runner_${mark}`, nifi: `nifi_${mark}`}
    await database.query(grantsSql({...roles, dataSchema: 'public', catalogue: cqubeCatalogue}))
    for (const role of Object.values(roles)) await database.query(`alter role ${role} login`)
    const [table] = await postgresArchiveFacts(database).tables(runId, false, 1)
    for (const role of [roles.planner, roles.runner]) {
      const as = asRole(database.connectionString, role)
      const connectionString = database.connectionString.replace('//postgres@', `//${role}@`)

      expect(await postgresArchiveFacts(as).tables(runId, false, 100)).toEqual(
        await postgresArchiveFacts(database).tables(runId, false, 100),
      )
      expect((await postgresArchiveFacts(as).totals(90)).bytes).toBeGreaterThan(0)
      const refusals = [
        await failureOf(exportAs(as, connectionString, runId, join(folder, 'run'))),
        await failureOf(
          postgresArchiveOwner(as, connectionOptions(connectionString)).drop([table?.archiveTable ?? ''], 'x'),
        ),
      ]
      expect(refusals.map(({code}) => code)).toEqual(['ARCHIVE_OWNER_ONLY', 'ARCHIVE_OWNER_ONLY'])
      expect(refusals[0]?.message).toBe(
        `The archive holds pupils' data, so only role "postgres", which owns the ledger, may read it; this connection is of role "${role}". Nothing was done.`,
      )
      for (const statement of [
        `select * from cqube_replay_archive."${table?.archiveTable ?? ''}"`,
        `drop table cqube_replay_archive."${table?.archiveTable ?? ''}"`,
        `select cqube_replay.drop_archive('${table?.archiveTable ?? ''}', 'x', 'by hand', true)`,
        'update cqube_replay.archive_policy set keep_at_least_days = 1',
        'delete from cqube_replay.archive',
      ]) {
        expect(await failureOf(as.query(statement)), statement).toMatchObject({code: 'PERMISSION_MISSING'})
      }
      await as.end()
    }
    expect(readdirSync(folder)).toEqual([])
    await database.query(`drop owned by ${Object.values(roles).join(', ')}`)
    await database.query(`drop role ${Object.values(roles).join(', ')}`)
  })
})
