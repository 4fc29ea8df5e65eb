import {oneOf, textThat} from '../document/scalar-rules.ts'
import {quote, type Section} from '../document/section.ts'
import type {SelectionKind} from '../slice.ts'
import {keyParts, type Predicate} from './catalogue.ts'

/** A name that the ledger may put into a statement; the only texts of a catalogue file that get there. */
export const identifier = textThat(
  (text) => /^[a-z_][a-z0-9_]{0,62}$/.test(text),
  'CATALOGUE_IDENTIFIER_INVALID',
  'which is not a plain lower-case name',
)

const predicateWords = ['columns', 'date_parts', 'reference', 'all'] as const satisfies readonly Predicate['kind'][]

/** Predicates that a slice key of each kind can fill. */
const predicatesOfKind: Readonly<Record<SelectionKind, readonly Predicate['kind'][]>> = {
  months: ['columns', 'date_parts', 'reference'],
  dates: ['columns', 'reference'],
  semesters: ['columns', 'reference'],
  codes: ['columns', 'reference'],
  all: ['all'],
}

/** @returns the value of a key that must be there; null when it is missing or wrong, which then is a problem. */
export function required(section: Section, key: string): string | null {
  if (!section.has(key)) section.complain('CATALOGUE_KEY_MISSING', `The key \`${key}\` is missing here.`)
  return section.scalar(key, identifier, null)
}

/** One column for each part of the slice key. */
function columnsFor(section: Section, key: 'columns' | 'where', kind: SelectionKind): readonly string[] | null {
  const known = section.problemCount()
  const columns = section.list(key, identifier, [])
  if (section.problemCount() > known) return null
  const parts = keyParts[kind]
  if (columns.length === parts.length) return columns
  const what =
    `\`${key}\` has length ${columns.length}, a slice key of kind \`${kind}\` ` +
    `${parts.length === 0 ? 'has no part' : `has length ${parts.length} (${parts.join(', ')})`}.`
  section.complain('CATALOGUE_PARTS_DIFFER', what, section.has(key) ? key : undefined)
  return null
}

/**
 * Reads the predicate words of one table.
 * @param kind null when the data source's own kind could not be read
 * @returns null when something is wrong, which then is a problem
 */
export function readPredicate(section: Section, kind: SelectionKind | null): Predicate | null {
  if (!section.has('predicate')) section.complain('CATALOGUE_KEY_MISSING', 'The key `predicate` is missing here.')
  const word = section.scalar('predicate', oneOf('CATALOGUE_NOT_ONE_OF', predicateWords), null)
  if (word !== null && kind !== null && !predicatesOfKind[kind].includes(word)) {
    const fitting = predicatesOfKind[kind].map((fits) => `\`${fits}\``).join(', ')
    const what = `The predicate ${quote(word)} cannot select by a slice of kind \`${kind}\`; it can be ${fitting}.`
    section.complain('CATALOGUE_PREDICATE_MISPLACED', what, 'predicate')
  }
  switch (word) {
    case null:
      for (const key of ['columns', 'column', 'from_table', 'from_column', 'where']) section.ignore(key)
      return null
    case 'all':
      return {kind: 'all'}
    case 'date_parts': {
      const column = required(section, 'column')
      return column === null ? null : {kind: 'date_parts', column}
    }
    case 'columns': {
      const columns = kind === null ? null : columnsFor(section, 'columns', kind)
      section.ignore('columns')
      return columns === null ? null : {kind: 'columns', columns}
    }
    case 'reference': {
      const column = required(section, 'column')
      const fromTable = required(section, 'from_table')
      const fromColumn = required(section, 'from_column')
      const where = kind === null ? null : columnsFor(section, 'where', kind)
      section.ignore('where')
      if (column === null || fromTable === null || fromColumn === null || where === null) return null
      return {kind: 'reference', column, fromTable, fromColumn, where}
    }
  }
}
