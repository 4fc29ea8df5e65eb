import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {postgresHistory} from '../../../src/adapters/postgres/history.ts'
import {lookBack} from '../../../src/commands/history.ts'
import type {HistoryFilter} from '../../../src/core/history/past-run.ts'
import {servers} from '../../support/database.ts'
import {ledgerDatabase, type LedgerDatabase} from '../../support/ledger.ts'

const everything: HistoryFilter = {source: null, since: null, until: null, request: null, outcome: null}
const runs = 10_000
/** Run n, an hour each, the last one at 2026-11-24T15:00:00Z. */
const idOf = (n: number) => `run-${String(n).padStart(5, '0')}`

/** A ledger of many years: by turns crc and udise, each tenth run failed, each hundredth left a request out. */
const fill = `
  insert into cqube_replay.run (run_id, state, epoch, runner, engine, program_version, branch, commit, requested_at,
      failure_code, failure_message, report_commit)
    select 'run-' || to_char(n, 'FM00000'), 'reported', 1, 'r', 'postgres', '0', 'main', 'c',
        timestamptz '2026-11-24 16:00:00+00' - (${runs} - n) * interval '1 hour' + n * interval '1 microsecond',
        case when n % 10 = 0 then 'EMISSION_CONFLICT' end, case when n % 10 = 0 then 'm' end, 'abc'
      from generate_series(0, ${runs - 1}) n;\n
  insert into cqube_replay.request (run_id, request_id, record)
    select r.run_id, md5(r.run_id), jsonb_build_object('paths', jsonb_build_array('replay-requests/' || r.run_id || '.yaml', 'replay-requests/same.yaml'))
      from cqube_replay.run r;\n
  insert into cqube_replay.left_out (run_id, ordinal, record)
    select run_id, 1, jsonb_build_object('path', 'replay-requests/left-out.yaml', 'requestId', 'f00d')
      from cqube_replay.run where run_id like '%00';\n
  insert into cqube_replay.document (run_id, document_no, object_key, content, bytes, sha256)
    select run_id, 1, run_id, '{}', '{}', '' from cqube_replay.run;\n
  insert into cqube_replay.deletion (run_id, document_no, data_source, state, keys, max_rows, archive, tolerance_percent, side_effects)
    select run_id, 1, case when right(run_id, 1) in ('0', '2', '4', '6', '8') then 'crc' else 'udise' end,
        case when failure_code is null then 'DONE' else 'VOID' end, '{k}', 1, true, 0, '[]' from cqube_replay.run;\n
  insert into cqube_replay.deletion_table (run_id, document_no, data_source, position, table_name, expected, deleted, archived)
    select d.run_id, 1, d.data_source, p, 't' || p, 10, case when d.state = 'DONE' then 10 end, case when d.state = 'DONE' then 4 end
      from cqube_replay.deletion d, generate_series(1, 3) p;\n
  analyze cqube_replay.run, cqube_replay.request, cqube_replay.left_out, cqube_replay.deletion, cqube_replay.deletion_table;\n`

describe.each(servers)('the history of 10,000 runs on $name', ({name}) => {
  let database: LedgerDatabase

  beforeAll(async () => {
    database = await ledgerDatabase(name, 'tables')
    // PostgreSQL 10 analyzes one table a statement.
    for (const statement of fill
      .replace(/analyze ([^;]*)/, (_, tables: string) =>
        tables
          .split(', ')
          .map((table) => `analyze ${table}`)
          .join(';\n'),
      )
      .split(';\n')) {
      if (statement.trim() !== '') await database.query(statement)
    }
  })
  afterAll(() => database.drop())

  const history = () => postgresHistory(database)
  const look = (filter: Partial<HistoryFilter>, limit = 20) =>
    lookBack(
      history(),
      {...everything, ...filter},
      {limit, timeZone: 'Asia/Kolkata', now: new Date('2026-11-24T15:30:00Z')},
    )
  const ids = async (filter: Partial<HistoryFilter>, limit?: number) =>
    (await look(filter, limit)).runs.map(({runId}) => runId)

  it('tells the latest runs, newest first, with what they came to', async () => {
    const {runs: latest, hasMore} = await look({}, 2)

    expect(latest).toMatchObject([
      {
        runId: idOf(9999),
        outcome: 'awaiting_files',
        dataSources: ['udise'],
        requests: 1,
        leftOut: 0,
        rowsDeleted: 30,
        rowsArchived: 12,
        holes: [],
      },
      {runId: idOf(9998), outcome: 'awaiting_files', dataSources: ['crc']},
    ])
    expect(hasMore).toBe(true)
  })

  it('reaches every run by its pages, each of them once', async () => {
    const all = await ids({outcome: 'failed'}, runs)

    expect(all).toHaveLength(runs / 10)
    expect(new Set(all).size).toBe(runs / 10)
    expect(all[0]).toBe(idOf(9990))
    expect(all.at(-1)).toBe(idOf(0))
  })

  it.each<[string, Partial<HistoryFilter>, readonly string[]]>([
    ['data source', {source: 'crc'}, [idOf(9998), idOf(9996)]],
    ['outcome', {outcome: 'failed'}, [idOf(9990), idOf(9980)]],
    ['path of a request', {request: `replay-requests/${idOf(17)}.yaml`}, [idOf(17)]],
    ['path of a request that was left out', {request: 'replay-requests/left-out.yaml'}, [idOf(9900), idOf(9800)]],
    ['id of a request', {request: 'f00d', source: 'crc'}, [idOf(9900), idOf(9800)]],
    ['time', {since: '2026-11-24T13:00:00Z', until: '2026-11-24T14:00:00Z'}, [idOf(9997)]],
    ['a request that nobody made', {request: "'; drop table cqube_replay.run; --"}, []],
  ])('is filtered by %s', async (_, filter, expected) => {
    expect((await ids(filter)).slice(0, 2)).toEqual(expected)
  })

  it('adds up the rows by day on the clocks of the zone', async () => {
    const days = await history().days({...everything, since: '2026-11-22T18:30:00Z'}, 'Asia/Kolkata')

    // Each hour a run of 30 rows; each tenth deleted nothing.
    expect(days).toEqual([
      {day: '2026-11-23', runs: 24, rowsDeleted: 22 * 30},
      {day: '2026-11-24', runs: 21, rowsDeleted: 19 * 30},
    ])
  })

  it('tells what was dropped of the archive as one act, not table by table', async () => {
    await database.query(
      `insert into cqube_replay.archive (archive_table, run_id, document_no, data_source, table_name, columns, rows, bytes, dropped_at, dropped_by, dropped_why)
         select 'a' || n, 'run-' || n, 1, 'crc', 't', '{}', 10, 100, '2026-11-24 12:00:00+00'::timestamptz + n * interval '1 second',
           case when n < 5 then 'runner' else 'anna' end, case when n < 5 then 'expired' else 'by hand' end
           from generate_series(1, 6) n`,
    )

    const {purges} = await look({})

    expect(purges).toEqual([
      {
        at: '2026-11-24T12:00:06.000Z',
        by: 'anna',
        why: 'by hand',
        runs: ['run-5', 'run-6'],
        tables: 2,
        rows: 20,
        bytes: 200,
      },
      {
        at: '2026-11-24T12:00:04.000Z',
        by: 'runner',
        why: 'expired',
        runs: ['run-1', 'run-2', 'run-3', 'run-4'],
        tables: 4,
        rows: 40,
        bytes: 400,
      },
    ])
  })

  it('is there at once', async () => {
    const timed = async (filter: Partial<HistoryFilter>) => {
      const startedAt = performance.now()
      await look(filter)
      return performance.now() - startedAt
    }
    const filters = [{}, {source: 'crc'}, {request: 'replay-requests/run-00017.yaml'}, {outcome: 'reloaded'}] as const
    const times = []
    for (const filter of filters) times.push(await timed(filter))

    // Generous, as other suites run beside this one: 85, 70, 15 and 600 ms were measured on PostgreSQL 10.
    expect(Math.max(...times.slice(0, 3))).toBeLessThan(2_000)
    expect(times[3]).toBeLessThan(10_000)
  })
})
