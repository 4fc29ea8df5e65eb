import type {RunState} from '../../core/run/run-record.ts'
import type {LedgerFacts, RequestMemory} from '../../ports.ts'
import type {Sql} from './connection.ts'

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null)
const iso = (value: unknown): string => (value instanceof Date ? value.toISOString() : '')

export const postgresLedgerFacts = (sql: Sql): LedgerFacts => ({
  ledgerId: async () => {
    const [row] = await sql.query('select ledger_id from cqube_replay.ledger')
    return String(row?.['ledger_id'])
  },
  openRuns: async () => {
    const rows = await sql.query('select run_id from cqube_replay.open_runs()')
    return rows.map((row) => String(row['run_id']))
  },
  unknownRuns: async (runIds) => {
    const rows = await sql.query('select run_id from cqube_replay.unknown_runs($1)', [runIds])
    return rows.map((row) => String(row['run_id']))
  },
  recentRuns: async (limit) => {
    const rows = await sql.query('select * from cqube_replay.recent_runs($1)', [limit])
    return rows.map((row) => ({
      runId: String(row['run_id']),
      state: row['state'] as RunState,
      failureCode: textOrNull(row['failure_code']),
      requestedAt: iso(row['requested_at']),
      rowsDeleted: Number(row['rows_deleted']),
      reportCommit: textOrNull(row['report_commit']),
    }))
  },
  lease: async () => {
    const [row] = await sql.query(
      'select holder, expires_at::text as expires_at, expires_at > clock_timestamp() as active from cqube_replay.lease',
    )
    return {
      holder: textOrNull(row?.['holder']),
      expiresAt: String(row?.['expires_at']),
      active: row?.['active'] === true,
    }
  },
})

export const postgresRequestMemory = (sql: Sql): RequestMemory => ({
  pendingFiles: async (files) => {
    const rows = await sql.query('select * from cqube_replay.pending_files($1, $2)', [
      files.map((file) => file.path),
      files.map((file) => file.blob),
    ])
    return rows
      .map((row) => ({
        path: String(row['path']),
        blob: String(row['blob']),
        leftOutBefore: textOrNull(row['left_out_before']),
      }))
      .sort((a, b) => (a.path < b.path ? -1 : 1))
  },
  settleFiles: async (epoch, files) => {
    if (files.length === 0) return
    await sql.query('select cqube_replay.settle_files($1, $2)', [epoch, JSON.stringify(files)])
  },
  deleted: async (requestIds, selections) => {
    const byRequest = await sql.query('select * from cqube_replay.done_keys($1)', [requestIds])
    const byKey: {dataSource: string; key: string; runId: string}[] = []
    for (const {dataSource, keys} of selections) {
      const rows = await sql.query('select * from cqube_replay.deleted_keys($1, cqube_replay.resolve_keys($1, $2))', [
        dataSource,
        keys,
      ])
      byKey.push(...rows.map((row) => ({dataSource, key: String(row['slice_key']), runId: String(row['run_id'])})))
    }
    return {
      byRequest: byRequest.map((row) => ({
        requestId: String(row['request_id']),
        dataSource: String(row['data_source']),
        key: String(row['slice_key']),
        runId: String(row['run_id']),
      })),
      byKey,
    }
  },
})
