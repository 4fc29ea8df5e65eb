import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import type {Slice} from '../../../src/core/slice.ts'
import {servers} from '../../support/database.ts'
import {ledgerDatabase, type LedgerDatabase} from '../../support/ledger.ts'
import {checksums, failureOf, march2020, testRunner, type TestRunner} from './submitted-deletion.ts'

describe.each(servers)('beside the stock replay on $name', ({name}) => {
  let database: LedgerDatabase
  let runner: TestRunner

  beforeEach(async () => {
    database = await ledgerDatabase(name)
    runner = await testRunner(database)
  })
  afterEach(() => database.drop())

  const stockRow = (ffUuid: string, state: string, age: string) =>
    database.query(
      `insert into data_replay_meta (filename, ff_uuid, cqube_process_status, data_source, created_on)
         values ('data_replay_1.json', $1, $2, 'crc', localtimestamp - $3::interval)`,
      [ffUuid, state, age],
    )

  it('an open row refuses, and the statement in the message closes it', async () => {
    await stockRow("o'open-1", 'SUBMITTED', '2 hours')
    await stockRow('open-2', 'IN_PROGRESS', '5 minutes')
    const deletion = await runner.submit(march2020)
    const before = await checksums(database)

    const error = await failureOf(deletion.execute())

    expect(error.code).toBe('STOCK_REPLAY_ACTIVE')
    expect(error.message.replaceAll(/(\d\d:\d\d):\d\d/g, '$1:ss')).toBe(
      'The stock replay has 2 open row(s), so nothing was deleted: data_replay_1.json is SUBMITTED since 02:00:ss ' +
        "(update public.data_replay_meta set cqube_process_status = 'FAILURE' where ff_uuid = 'o''open-1'); " +
        'data_replay_1.json is IN_PROGRESS since 00:05:ss ' +
        "(update public.data_replay_meta set cqube_process_status = 'FAILURE' where ff_uuid = 'open-2')",
    )
    expect(await checksums(database)).toEqual(before)
    for (const [, statement = ''] of error.message.matchAll(/\((update .*?)\)(?:;|$)/g)) await database.query(statement)
    await deletion.execute()
    expect((await deletion.record()).state).toBe('DONE')
  })

  it('with the setting a row that is old enough passes with a warning, a younger one does not', async () => {
    await stockRow('old', 'IN_PROGRESS', '61 minutes')
    const frozen = {deletion: <T>(each: T) => ({...each, ignoreOpenRowsAfterMinutes: 60})}
    const deletion = await runner.submit(march2020, frozen)
    await stockRow('young', 'SUBMITTED', '59 minutes')

    const error = await failureOf(deletion.execute())
    await database.query(`update data_replay_meta set cqube_process_status = 'FAILURE' where ff_uuid = 'young'`)
    await deletion.execute()

    expect(error.message).toContain("'young'")
    expect(error.message).not.toContain("'old'")
    const {warnings} = await deletion.record()
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toContain("where ff_uuid = 'old'")
  })

  it('a row without an age is never old enough', async () => {
    const deletion = await runner.submit(march2020, {deletion: (each) => ({...each, ignoreOpenRowsAfterMinutes: 60})})
    await database.query(
      `insert into data_replay_meta (filename, ff_uuid, cqube_process_status, created_on) values ('f', 'ageless', 'SUBMITTED', null)`,
    )

    expect(await failureOf(deletion.execute())).toMatchObject({code: 'STOCK_REPLAY_ACTIVE'})
  })

  it('the stock replay cannot slip a request in while a deletion runs', async () => {
    const {runId} = await runner.submit(march2020)

    await database.transaction('write', async (sql) => {
      await sql.query(
        `select * from cqube_replay.execute_deletion($1, 1, 'student_attendance', (select content from cqube_replay.document where run_id = $1))`,
        [runId],
      )
      const error = await failureOf(
        database.transaction('write', async (stock) => {
          await stock.query(`set local lock_timeout = '50ms'`)
          await stock.query(
            `insert into data_replay_meta (filename, ff_uuid, cqube_process_status) values ('f', 'u', 'SUBMITTED')`,
          )
        }),
      )
      expect(error.code).toBe('LOCK_TIMEOUT')
    })
  })

  it('no stock replay installed is no obstacle', async () => {
    await database.query('drop table data_replay_meta')
    const deletion = await runner.submit(march2020)

    await deletion.execute()

    expect((await deletion.record()).state).toBe('DONE')
  })

  const nothing = {
    batch_id: null,
    from_date: null,
    to_date: null,
    exam_code: null,
    semesters: null,
    academic_year: null,
    selection: null,
    year: null,
    months: null,
  }
  const firstCodes = (table: string, column: string) => async () =>
    (await database.query(`select distinct ${column} as code from ${table} order by 1 limit 2`)).map((row) =>
      String(row['code']),
    )

  it.each<[string, () => Slice | Promise<Slice>, (slice: Slice) => object]>([
    [
      'months',
      () => ({kind: 'months', dataSource: 'crc', year: 2020, months: [1, 3, 11]}),
      () => ({year: 2020, months: '[1,3,11]'}),
    ],
    [
      'days',
      () => ({kind: 'dates', dataSource: 'diksha_summary_rollup', from: '2021-01-05', to: '2021-01-07'}),
      () => ({from_date: '2021-01-05', to_date: '2021-01-07'}),
    ],
    ['every row', () => ({kind: 'all', dataSource: 'infrastructure'}), () => ({selection: 'yes'})],
    [
      'semesters of one year',
      async () => {
        const [row] = await database.query('select min(assessment_year) as year from semester_exam_mst')
        return {kind: 'semesters', dataSource: 'semester', academicYear: String(row?.['year']), semesters: [1, 2]}
      },
      (slice) => ({academic_year: slice.kind === 'semesters' ? slice.academicYear : '', semesters: '[1,2]'}),
    ],
    [
      'semesters of every year',
      () => ({kind: 'semesters', dataSource: 'semester', academicYear: null, semesters: [1]}),
      () => ({academic_year: null, semesters: '[1]'}),
    ],
    [
      'exams',
      async () => ({
        kind: 'codes',
        dataSource: 'periodic_assessment_test',
        codes: await firstCodes('periodic_exam_mst', 'exam_code')(),
      }),
      (slice) => ({exam_code: slice.kind === 'codes' ? JSON.stringify(slice.codes) : ''}),
    ],
    [
      'batches',
      async () => ({
        kind: 'codes',
        dataSource: 'diksha_tpd',
        codes: await firstCodes('diksha_tpd_trans', 'batch_id')(),
      }),
      (slice) => ({batch_id: slice.kind === 'codes' ? JSON.stringify(slice.codes) : ''}),
    ],
  ])(
    'the SUCCESS row of a deletion of %s is what cQube reads to load old files again',
    async (_what, sliceOf, expected) => {
      const slice = await sliceOf()
      const deletion = await runner.submit(slice)
      await deletion.execute()

      const rows = await database.query(
        `select filename, cqube_process_status, data_source, selection, batch_id, from_date::text, to_date::text, exam_code, semesters,
          academic_year, year, months, retention_period, created_on > localtimestamp - interval '1 minute' as fresh
         from data_replay_meta where ff_uuid = $1`,
        [`cqube_replay_${deletion.runId}_1_${slice.dataSource}`],
      )

      expect(rows).toEqual([
        {
          ...nothing,
          filename: `cqube_replay/${deletion.runId}_01.json`,
          cqube_process_status: 'SUCCESS',
          data_source: slice.dataSource,
          retention_period: 90,
          fresh: true,
          ...expected(slice),
        },
      ])
    },
  )

  it('a data source that an administrator added leaves no row', async () => {
    await database.query(`update cqube_replay.catalogue_source set stock = false where data_source = 'crc'`)
    const deletion = await runner.submit({kind: 'months', dataSource: 'crc', year: 2020, months: [3]})
    await deletion.execute()

    const rows = await database.query(`select 1 from data_replay_meta where data_source = 'crc'`)
    expect(rows).toEqual([])
  })
})
