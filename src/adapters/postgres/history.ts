import type {PastPurge, PastRun} from '../../core/history/past-run.ts'
import type {DeletionState, RunRecord, RunState} from '../../core/run/run-record.ts'
import type {History} from '../../ports/history.ts'
import type {Sql} from './connection.ts'

const isoOf = (value: unknown): string => (value instanceof Date ? value.toISOString() : '')
const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null)

export const postgresHistory = (sql: Sql): History => ({
  page: async ({source, since, until, request}, after, limit) => {
    const rows = await sql.query('select * from cqube_replay.run_history($1, $2, $3)', [
      JSON.stringify({source, since, until, request}),
      after,
      limit,
    ])
    return rows.map(pastRun)
  },
  days: async ({source, since, until}, timeZone) => {
    const rows = await sql.query('select * from cqube_replay.deleted_by_day($1, $2, $3, $4)', [
      timeZone,
      since,
      until,
      source,
    ])
    return rows.map((row) => ({
      day: String(row['day']),
      runs: Number(row['runs']),
      rowsDeleted: Number(row['rows_deleted']),
    }))
  },
  purges: async ({since, until}, limit) => {
    const rows = await sql.query('select * from cqube_replay.purges($1, $2, $3)', [since, until, limit])
    return rows.map((row) => ({
      at: isoOf(row['at']),
      by: String(row['dropped_by']),
      why: row['dropped_why'] as PastPurge['why'],
      runs: row['runs'] as readonly string[],
      tables: Number(row['tables']),
      rows: Number(row['rows']),
      bytes: Number(row['bytes']),
    }))
  },
  runIds: async (limit) => {
    const rows = await sql.query('select run_id from cqube_replay.run_ids($1)', [limit])
    return rows.map((row) => String(row['run_id']))
  },
  record: async (runId) => {
    const [row] = await sql.query('select cqube_replay.run_record($1) as record', [runId])
    return (row?.['record'] as RunRecord | null | undefined) ?? null
  },
})

const pastRun = (row: Readonly<Record<string, unknown>>): PastRun => ({
  runId: String(row['run_id']),
  requestedAt: isoOf(row['requested_at']),
  state: row['state'] as RunState,
  failureCode: textOrNull(row['failure_code']),
  reportCommit: textOrNull(row['report_commit']),
  requests: Number(row['requests']),
  leftOut: Number(row['left_out']),
  dataSources: row['data_sources'] as readonly string[],
  deletionStates: row['deletion_states'] as readonly DeletionState[],
  rowsDeleted: Number(row['rows_deleted']),
  rowsArchived: Number(row['rows_archived']),
  holes: row['holes'] as PastRun['holes'],
})
