import type {ArchivedTable, DroppedArchive} from '../../core/archive/archived-table.ts'
import type {ArchiveFacts, ArchivePurge, PurgedTable} from '../../ports/archive.ts'
import type {Sql} from './connection.ts'

const isoOf = (value: unknown): string => (value instanceof Date ? value.toISOString() : '')
const numberOrNull = (value: unknown): number | null => (value === null || value === undefined ? null : Number(value))

export const postgresArchiveFacts = (sql: Sql): ArchiveFacts => ({
  tables: async (of, dropped, limit) => {
    const rows = await sql.query('select * from cqube_replay.archives($1, $2, $3)', [of, dropped, limit])
    return rows.map(archivedTable)
  },
  totals: async (keepDays) => {
    const [row = {}] = await sql.query('select * from cqube_replay.archive_totals($1)', [keepDays])
    return {
      tables: Number(row['tables']),
      runs: Number(row['runs']),
      rows: Number(row['rows']),
      bytes: Number(row['bytes']),
      oldest: row['oldest'] === null ? null : isoOf(row['oldest']),
      expired: Number(row['expired']),
      keepAtLeastDays: numberOrNull(row['keep_at_least_days']),
    }
  },
})

const archivedTable = (row: Readonly<Record<string, unknown>>): ArchivedTable => ({
  archiveTable: String(row['archive_table']),
  runId: String(row['run_id']),
  documentNo: Number(row['document_no']),
  dataSource: String(row['data_source']),
  table: String(row['table_name']),
  columns: row['columns'] as readonly string[],
  rows: Number(row['rows']),
  bytes: numberOrNull(row['bytes']),
  createdAt: isoOf(row['created_at']),
  isReported: row['is_reported'] === true,
  dropped:
    row['dropped_at'] === null
      ? null
      : {
          at: isoOf(row['dropped_at']),
          by: String(row['dropped_by']),
          why: row['dropped_why'] as DroppedArchive['why'],
          files: (row['files'] as readonly string[] | null) ?? [],
        },
})

/** A crash loses at most this many drops, and no more locks than these tables need are held at once. */
const tablesATransaction = 50

export const postgresArchivePurge = (sql: Sql): ArchivePurge => ({
  purge: async (epoch, keepDays) => {
    const dropped: PurgedTable[] = []
    for (;;) {
      const rows = await sql.query('select * from cqube_replay.purge_archives($1, $2, $3)', [
        epoch,
        keepDays,
        tablesATransaction,
      ])
      const purged = rows.map((row) => ({
        archiveTable: String(row['archive_table']),
        runId: String(row['run_id']),
        rows: Number(row['rows']),
        bytes: numberOrNull(row['bytes']),
        obstacle: typeof row['obstacle'] === 'string' ? row['obstacle'] : null,
      }))
      const gone = purged.filter(({obstacle}) => obstacle === null)
      dropped.push(...gone.map(({archiveTable, runId, rows: n, bytes}) => ({archiveTable, runId, rows: n, bytes})))
      if (gone.length > 0) continue
      return {
        dropped,
        left: purged.flatMap(({obstacle, ...table}) => (obstacle === null ? [] : [{...table, obstacle}])),
      }
    }
  },
})
