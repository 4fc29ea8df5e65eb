import {bySource} from '../emission/source-order.ts'
import type {Expectation} from '../request/request.ts'
import type {Slice} from '../slice.ts'
import {requestRows} from './attribute.ts'
import type {SourceCount} from './counts.ts'

/** Rows over all tables of each data source of the request, in cQube's order: what `expect.rows` holds. */
export function expectedRows(slices: readonly Slice[], counts: readonly SourceCount[]): Record<string, number> {
  const rows = new Map<string, number>()
  for (const {dataSource, expected} of requestRows(slices, counts)) {
    rows.set(dataSource, (rows.get(dataSource) ?? 0) + expected)
  }
  return Object.fromEntries([...rows].sort(([a], [b]) => bySource(a, b)))
}

/** The row contract that `plan --write` puts into the request file. */
export const expectationOf = (
  slices: readonly Slice[],
  counts: readonly SourceCount[],
  asked: {readonly plannedAt: string; readonly ledger: string},
): Expectation => ({plannedAt: asked.plannedAt, ledger: asked.ledger, rows: expectedRows(slices, counts)})
