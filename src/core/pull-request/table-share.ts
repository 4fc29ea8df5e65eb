import type {SourceTableRows} from '../plan/attribute.ts'
import type {SourceCount} from '../plan/counts.ts'
import type {PlannedTable} from './change-plan.ts'

/** Rows of a table beside what the whole table holds; an estimated size can be smaller than what was counted in it. */
export function tableShare(
  {dataSource, table, expected}: SourceTableRows,
  counts: readonly SourceCount[],
): PlannedTable {
  const facts = counts
    .find((count) => count.dataSource === dataSource)
    ?.tables.find((candidate) => candidate.table === table)
  return {
    dataSource,
    table,
    rows: expected,
    tableRows: Math.max(facts?.tableRows ?? 0, expected),
    tableRowsExact: facts?.tableRowsExact ?? false,
  }
}
