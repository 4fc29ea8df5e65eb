import {deletionRows, totalRows} from './attribute.ts'
import type {SourceCount} from './counts.ts'

/**
 * Rows a second that leave for the archive, or for good. Orders of magnitude for a plan's reader, not promises: a table
 * without an index for its predicate is read whole, which `scanBytesPerSecond` stands for.
 */
export const estimateConstants = {
  archivedRowsPerSecond: 350_000,
  deletedRowsPerSecond: 700_000,
  scanBytesPerSecond: 400_000_000,
} as const

export interface DeletionEstimate {
  readonly rows: number
  readonly seconds: number
  /** 0 when nothing is archived. */
  readonly archiveBytes: number
}

/**
 * Duration and archive size of one deletion: rows × the table's average bytes a row, every table scanned once.
 * @param archived whether the settings archive this data source
 */
export function estimateDeletion(keys: readonly string[], count: SourceCount, archived: boolean): DeletionEstimate {
  const tables = count.tables.filter((table) => !table.missing)
  const rows = deletionRows(keys, count)
  const total = totalRows(rows)
  const bytesPerRow = new Map(tables.map((table) => [table.table, table.tableBytes / Math.max(1, table.tableRows)]))
  const bytes = rows.reduce((sum, {table, expected}) => sum + expected * (bytesPerRow.get(table) ?? 0), 0)
  const scan = tables.reduce((sum, table) => sum + table.tableBytes, 0) / estimateConstants.scanBytesPerSecond
  const {archivedRowsPerSecond, deletedRowsPerSecond} = estimateConstants

  return {
    rows: total,
    seconds: scan + total / (archived ? archivedRowsPerSecond : deletedRowsPerSecond),
    archiveBytes: archived ? Math.round(bytes) : 0,
  }
}
