import type {LedgerMemory} from '../../ports.ts'
import type {Sql} from './connection.ts'

export const postgresLedgerMemory = (sql: Sql): LedgerMemory => ({
  ledgerId: async () => {
    const [row] = await sql.query('select ledger_id from cqube_replay.ledger')
    return String(row?.['ledger_id'])
  },
  openRuns: async () => {
    const rows = await sql.query('select run_id from cqube_replay.open_runs()')
    return rows.map((row) => String(row['run_id']))
  },
  pendingFiles: async (files) => {
    const rows = await sql.query('select path, blob from cqube_replay.pending_files($1, $2)', [
      files.map((file) => file.path),
      files.map((file) => file.blob),
    ])
    return rows
      .map((row) => ({path: String(row['path']), blob: String(row['blob'])}))
      .sort((a, b) => (a.path < b.path ? -1 : 1))
  },
  settleFiles: async (epoch, files) => {
    await sql.query('select cqube_replay.settle_files($1, $2)', [epoch, JSON.stringify(files)])
  },
  deleted: async (requestIds, selections) => {
    const byRequest = await sql.query('select * from cqube_replay.done_keys($1)', [requestIds])
    const byKey: {dataSource: string; key: string; runId: string}[] = []
    for (const {dataSource, keys} of selections) {
      const rows = await sql.query('select * from cqube_replay.deleted_keys($1, cqube_replay.resolve_keys($1, $2))', [dataSource, keys])
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
