import type {SelectionKind} from '../slice.ts'
import type {HeldKeys} from './held-keys.ts'
import {optionFiles} from './option-files.ts'

/** One slice key that a request can select. */
export interface Option {
  readonly key: string
  /**
   * Empty where cQube's own replay page offers the key, too; else the tables that hold it: cQube's page goes by an
   * aggregate, and does not offer what never got that far.
   */
  readonly onlyIn: readonly string[]
  /** Over all tables that can tell it by themselves; null when rows were not asked for. */
  readonly rows: number | null
  /** The latest run that deleted it; a request that deletes it again names that run as `repeat_of`. */
  readonly deletedBy: string | null
}

export interface SourceOptions {
  readonly dataSource: string
  readonly kind: SelectionKind
  /** Whether cQube has an option file for it; without one nothing is marked as not offered. */
  readonly hasOptionFile: boolean
  /** Sorted by key. */
  readonly options: readonly Option[]
  /** Keys that the filter left out. */
  readonly filteredOut: number
  readonly notRead: HeldKeys['notRead']
  readonly missing: HeldKeys['missing']
}

export interface OptionFilter {
  /** Of the calendar. */
  readonly year?: number
  /** Part of a key, whatever its case. */
  readonly search?: string
}

/** Puts together what the tables of a data source hold. */
export function sourceOptions(held: HeldKeys, filter: OptionFilter = {}): SourceOptions {
  const {dataSource, kind, tables} = held
  const hasOptionFile = optionFiles.some((file) => file.dataSource === dataSource)
  const offered = inOrder(tables.find(({isOptionTable}) => isOptionTable)?.keys ?? [])
  const others = hasOptionFile ? tablesByOtherKey(tables, offered) : new Map<string, string[]>()
  const all = kind === 'all' ? ['*'] : hasOptionFile ? [...offered, ...others.keys()] : distinctKeys(tables)
  const rows = rowsByKey(tables)
  const wanted = all.filter(wantedBy(kind, filter)).sort()
  return {
    dataSource,
    kind,
    hasOptionFile,
    options: wanted.map((key) => ({
      key,
      onlyIn: others.get(key) ?? [],
      rows: rows?.get(key) ?? null,
      deletedBy: held.deletedBy.get(key) ?? null,
    })),
    filteredOut: all.length - wanted.length,
    notRead: held.notRead,
    missing: held.missing,
  }
}

const distinctKeys = (tables: HeldKeys['tables']): string[] => inOrder(tables.flatMap(({keys}) => keys))

/** By code unit, as `byText` orders them, each once. What comes in order from an index costs one look. */
const inOrder = (keys: readonly string[]): string[] =>
  [...keys].sort().filter((key, index, sorted) => key !== sorted[index - 1])

/** @param offered in order. Walking two lists in order takes a fifth of what looking each key up in a set takes. */
function tablesByOtherKey(tables: HeldKeys['tables'], offered: readonly string[]): Map<string, string[]> {
  const others = new Map<string, string[]>()
  for (const {table, keys, isOptionTable} of tables) {
    if (isOptionTable) continue
    let at = 0
    for (const key of inOrder(keys)) {
      while (at < offered.length && (offered[at] ?? '') < key) at += 1
      if (offered[at] === key) continue
      const known = others.get(key)
      if (known === undefined) others.set(key, [table])
      else known.push(table)
    }
  }
  return others
}

function rowsByKey(tables: HeldKeys['tables']): ReadonlyMap<string, number> | null {
  if (tables.every(({rows}) => rows === null)) return null
  const sums = new Map<string, number>()
  for (const {keys, rows} of tables) {
    keys.forEach((key, index) => sums.set(key, (sums.get(key) ?? 0) + (rows?.[index] ?? 0)))
  }
  return sums
}

function wantedBy(kind: SelectionKind, {year, search}: OptionFilter): (key: string) => boolean {
  const part = search?.toLowerCase()
  return (key) =>
    (year === undefined || yearsOf(kind, key).includes(year)) &&
    (part === undefined || key.toLowerCase().includes(part))
}

/** Calendar years that a key belongs to: an academic year has two, a batch id and a full refresh have none. */
function yearsOf(kind: SelectionKind, key: string): readonly number[] {
  switch (kind) {
    case 'months':
    case 'dates':
      return [Number(key.slice(0, 4))]
    case 'semesters': {
      const first = Number(key.slice(0, 4))
      return [first, first + 1]
    }
    case 'codes': {
      // cQube release-3.7: an exam code ends with the day of the exam, ddmmyyyy.
      const [, year] = /^[A-Za-z]+\d{8}(\d{4})$/.exec(key) ?? []
      return year === undefined ? [] : [Number(year)]
    }
    case 'all':
      return []
  }
}
