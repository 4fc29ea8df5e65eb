/** Mistakes in a catalogue file, each with its fix; a problem may carry a more exact one. */
export const catalogueProblems = {
  CATALOGUE_SHAPE: 'Write the entry as docs/settings.md, section "Catalogue file", shows it.',
  CATALOGUE_KEY_UNKNOWN:
    'Remove the key: an entry has the keys that docs/settings.md, section "Catalogue file", names.',
  CATALOGUE_KEY_MISSING: 'Add the key.',
  CATALOGUE_EMPTY: 'Name at least one data source with one table.',
  CATALOGUE_IDENTIFIER_INVALID:
    'Write a plain lower-case name: a letter or `_`, then letters, digits and `_`, at most 63 together.',
  CATALOGUE_RESERVED_TABLE: "Name a table of cQube's own schema that holds data of the slice.",
  CATALOGUE_NOT_A_SWITCH: 'Write `true` or `false`.',
  CATALOGUE_NOT_ONE_OF: 'Write one of the words that the key knows.',
  CATALOGUE_PARTS_DIFFER: 'Name one column for each part of the slice key, in its order.',
  CATALOGUE_PREDICATE_MISPLACED: 'Choose a predicate that the kind of the data source can fill.',
  CATALOGUE_KIND_DIFFERS: 'Remove `kind`, or write the one that the data source has.',
  CATALOGUE_NAME_DIFFERS: 'Remove `catalogue_name`, or write the one that the data source has.',
  CATALOGUE_TWICE: 'Name it once.',
  CATALOGUE_BEFORE_UNKNOWN: 'Name a table of the same data source that stands earlier in the file or is installed.',
  CATALOGUE_ORDER_IMPOSSIBLE: 'Delete from the table that reads first: move it up, or add `before` to it.',
} as const satisfies Record<`CATALOGUE_${string}`, string>

export type CatalogueProblemCode = keyof typeof catalogueProblems
