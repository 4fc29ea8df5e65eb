import type {CountedGroup} from '../../core/plan/counts.ts'

/** Rows of the table that other predicates read, grouped: a slice key, its values, and whether the key was asked for. */
export interface ReferenceRow {
  readonly key: string
  readonly values: readonly (string | null)[]
  readonly rows: number
  /** False: a sibling, there only because it shares a value with a key that was asked for. */
  readonly hit: boolean
}

/** One scan of the reference table, read in every way that its data source needs. */
export interface Reference {
  /** The reference table's own rows. */
  readonly groups: readonly CountedGroup[]
  /** Of the whole reference table. */
  readonly allRows: number
  /** Distinct values of the n-th value column that the keys lead to. */
  readonly values: (index: number) => string[]
  readonly keysByValue: (index: number) => ReadonlyMap<string, ReadonlySet<string>>
  readonly siblingsByValue: (index: number) => ReadonlyMap<string, ReadonlySet<string>>
}

export function referenceOf(rows: readonly ReferenceRow[], allRows: number): Reference {
  const hits = rows.filter((row) => row.hit)
  const byValue = (of: readonly ReferenceRow[], index: number) => {
    const map = new Map<string, Set<string>>()
    for (const {key, values} of of) {
      const value = values[index]
      if (value !== null && value !== undefined) map.set(value, (map.get(value) ?? new Set<string>()).add(key))
    }
    return map
  }
  return {
    groups: groupByKeys(hits.map(({key, rows: n}) => ({keys: [key], rows: n}))),
    allRows,
    values: (index) => [...byValue(hits, index).keys()],
    keysByValue: (index) => byValue(hits, index),
    siblingsByValue: (index) => {
      const asked = byValue(hits, index)
      const siblings = byValue(
        rows.filter((row) => !row.hit),
        index,
      )
      return new Map([...siblings].filter(([value]) => asked.has(value)))
    },
  }
}

/** Joins groups that the same keys reach, so that their number is that of the keys, not of the values. */
export function groupByKeys(groups: readonly CountedGroup[]): CountedGroup[] {
  const joined = new Map<string, CountedGroup>()
  for (const group of groups) {
    const name = JSON.stringify(group.keys)
    joined.set(name, {keys: group.keys, rows: (joined.get(name)?.rows ?? 0) + group.rows})
  }
  return [...joined.values()]
}
