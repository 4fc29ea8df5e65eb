import type {CatalogueProblemCode} from '../catalogue/catalogue-problems.ts'

const source = (kind: string, ...tables: readonly string[]): string =>
  `data_sources:\n  meals:\n    kind: ${kind}\n    tables:\n${tables.map((table) => `      - ${table}\n`).join('')}`

const columns = '{table: meals_trans, predicate: columns, columns: [batch]}'

/** What a code of a catalogue file means, and a file that has this problem and no other. */
export const catalogueExamples: Readonly<
  Record<CatalogueProblemCode, {readonly means: string; readonly text: string}>
> = {
  CATALOGUE_SHAPE: {
    means: 'A key holds a list or a mapping where one value is meant, or the other way round.',
    text: 'data_sources:\n  udise:\n    tables: [{table: [udise_more], predicate: all}]\n',
  },
  CATALOGUE_KEY_UNKNOWN: {
    means: 'An entry has a key without a meaning; SQL, for one, has no place in this file.',
    text: source('codes', '{table: meals_trans, predicate: columns, columns: [batch], where: [day]}'),
  },
  CATALOGUE_KEY_MISSING: {means: 'An entry lacks a key.', text: source('codes', '{table: meals_trans}')},
  CATALOGUE_EMPTY: {means: 'The file names no data source.', text: 'data_sources: {}\n'},
  CATALOGUE_IDENTIFIER_INVALID: {
    means: 'A table, column or data source has a name that is not a plain lower-case word.',
    text: source('codes', '{table: "meals; drop", predicate: columns, columns: [batch]}'),
  },
  CATALOGUE_RESERVED_TABLE: {
    means: "The table is one of the ledger's, or one in which cQube keeps its records.",
    text: source('codes', '{table: data_replay_meta, predicate: columns, columns: [batch]}'),
  },
  CATALOGUE_NOT_A_SWITCH: {
    means: 'A key that is true or false holds another word.',
    text: source('codes', '{table: meals_trans, predicate: columns, columns: [batch], optional: perhaps}'),
  },
  CATALOGUE_NOT_ONE_OF: {
    means: 'A key that takes one of a few words holds another one.',
    text: source('weeks', columns),
  },
  CATALOGUE_PARTS_DIFFER: {
    means: 'A predicate names more or fewer columns than a slice key of the kind has parts.',
    text: source('months', '{table: meals_trans, predicate: columns, columns: [month]}'),
  },
  CATALOGUE_PREDICATE_MISPLACED: {
    means: 'The predicate cannot select by slices of this kind.',
    text: source('months', '{table: meals_trans, predicate: all}'),
  },
  CATALOGUE_KIND_DIFFERS: {
    means: 'The data source is known, and is selected in another way.',
    text: 'data_sources:\n  udise:\n    kind: codes\n    tables: [{table: udise_more, predicate: all}]\n',
  },
  CATALOGUE_NAME_DIFFERS: {
    means: "The data source is known, and has another name in cQube's own catalogue.",
    text: 'data_sources:\n  udise:\n    catalogue_name: static\n    tables: [{table: udise_more, predicate: all}]\n',
  },
  CATALOGUE_TWICE: {means: 'A list names a table or a column twice.', text: source('codes', columns, columns)},
  CATALOGUE_BEFORE_UNKNOWN: {
    means: '`before` names a table that the list does not have.',
    text: source('codes', '{table: meals_trans, predicate: columns, columns: [batch], before: other}'),
  },
  CATALOGUE_ORDER_IMPOSSIBLE: {
    means: 'A table finds its rows by those of another one, which would be deleted before it.',
    text: source(
      'codes',
      columns,
      '{table: meals_days, predicate: reference, column: meal, from_table: meals_trans, from_column: meal, where: [batch]}',
    ),
  },
}
