import {sliceKeys, type Slice} from '../slice.ts'

/** One slice key of one data source, as the ledger's fence keeps it. */
export interface SourceKey {
  readonly dataSource: string
  readonly key: string
}

// `2020-21/1` is reached by `*/1`, too: the same semester of every academic year. Null for a key of any other kind.
const everyYearKeyOf = (key: string): string | null => {
  const slash = key.lastIndexOf('/')
  return slash === -1 ? null : `*${key.slice(slash)}`
}

const isEveryYearKey = (key: string): boolean => key.startsWith('*/')

/** True when a selection of keys reaches this key: it is one of them, or they select its semester of every year. */
export const selects = (selected: ReadonlySet<string>, key: string): boolean => {
  const everyYear = everyYearKeyOf(key)
  return selected.has(key) || (everyYear !== null && selected.has(everyYear))
}

/** True when both reach a common row by their names alone; unlike `selects` it does not matter which one is the wider. */
export const overlaps = (selected: ReadonlySet<string>, key: string): boolean =>
  selects(selected, key) ||
  (isEveryYearKey(key) && [...selected].some((candidate) => everyYearKeyOf(candidate) === key))

/** Slice keys by data source, in the order in which the data sources come up. */
export function keysBySource(slices: readonly Slice[]): Map<string, Set<string>> {
  const keys = new Map<string, Set<string>>()
  for (const slice of slices) {
    const known = keys.get(slice.dataSource) ?? new Set()
    for (const key of sliceKeys(slice)) known.add(key)
    keys.set(slice.dataSource, known)
  }
  return keys
}

/** Key order everywhere: by code unit, so that no locale changes the bytes of a document. */
export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
