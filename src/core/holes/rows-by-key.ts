import type {CountedGroup} from '../plan/counts.ts'

/** Rows of one table by slice key. A row that two keys reach is in both: each key is asked for by itself. */
export function rowsByKey(groups: readonly CountedGroup[]): ReadonlyMap<string, number> {
  const rows = new Map<string, number>()
  for (const group of groups) for (const key of group.keys) rows.set(key, (rows.get(key) ?? 0) + group.rows)
  return rows
}
