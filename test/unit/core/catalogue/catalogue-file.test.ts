import {expect, test} from 'vitest'
import {readCatalogueFile, type ReadCatalogueFile} from '../../../../src/core/catalogue/catalogue-file.ts'
import {cqubeCatalogue} from '../../../../src/core/catalogue/cqube-catalogue.ts'

const read = (text: string): ReadCatalogueFile => readCatalogueFile(new TextEncoder().encode(text), 'more.yaml')
const told = ({problems}: ReadCatalogueFile): string =>
  problems
    .map(({place, code, what, fix}) => `${place.line}:${place.column} ${place.pointer} ${code}: ${what} Fix: ${fix}`)
    .join('\n')
const codesOf = ({problems}: ReadCatalogueFile): string[] => problems.map(({code}) => code)
const tablesOf = ({additions}: ReadCatalogueFile): string[] | undefined =>
  additions?.sources[0]?.tables.map(({table, position}) => `${position} ${table}`)

test('a new data source is read with its tables in order', () => {
  const result = read(`
data_sources:
  mid_day_meal:
    kind: months
    catalogue_name: meals
    tables:
      - {table: mdm_staging, predicate: columns, columns: [year, month], transient: true, optional: true}
      - {table: mdm_item, predicate: reference, column: day_id, from_table: mdm_day, from_column: id, where: [y, m]}
      - {table: mdm_day, predicate: date_parts, column: served_on}
`)

  expect(told(result)).toBe('')
  expect(result.additions).toEqual({
    sources: [
      {
        dataSource: 'mid_day_meal',
        catalogueName: 'meals',
        kind: 'months',
        stockUnlock: [],
        tables: [
          {
            position: 1,
            table: 'mdm_staging',
            optional: true,
            transient: true,
            predicate: {kind: 'columns', columns: ['year', 'month']},
          },
          {
            position: 2,
            table: 'mdm_item',
            optional: false,
            transient: false,
            predicate: {kind: 'reference', column: 'day_id', fromTable: 'mdm_day', fromColumn: 'id', where: ['y', 'm']},
          },
          {
            position: 3,
            table: 'mdm_day',
            optional: false,
            transient: false,
            predicate: {kind: 'date_parts', column: 'served_on'},
          },
        ],
      },
    ],
  })
})

const tpd = (entry: string): ReadCatalogueFile => read(`data_sources: {diksha_tpd: {tables: [${entry}]}}`)

test('a table added to a data source of cQube comes last', () => {
  const result = tpd('{table: tpd_notes, predicate: columns, columns: [batch_id]}')

  expect(tablesOf(result)).toEqual([
    '1 diksha_tpd_staging',
    '2 diksha_tpd_content_temp',
    '3 diksha_tpd_agg',
    '4 diksha_tpd_trans',
    '5 tpd_notes',
  ])
  expect(result.additions?.sources[0]).toMatchObject({kind: 'codes', stockUnlock: ['batch_id']})
})

test('a table stands before the one it names', () => {
  const result = tpd('{table: tpd_notes, predicate: columns, columns: [batch_id], before: diksha_tpd_agg}')

  expect(tablesOf(result)?.[2]).toBe('3 tpd_notes')
})

test('an entry for an installed table takes its place', () => {
  const result = tpd('{table: diksha_tpd_agg, predicate: columns, columns: [batch]}')

  expect(tablesOf(result)).toHaveLength(4)
  expect(result.additions?.sources[0]?.tables[2]?.predicate).toEqual({kind: 'columns', columns: ['batch']})
})

test('what is installed decides what a table is added to', () => {
  const first = read('data_sources: {meals: {kind: all, tables: [{table: a, predicate: all}]}}').additions
  const installed = {sources: [...cqubeCatalogue.sources, ...(first?.sources ?? [])]}
  const more = new TextEncoder().encode('data_sources: {meals: {tables: [{table: b, predicate: all}]}}')

  expect(tablesOf(readCatalogueFile(more, 'more.yaml', installed))).toEqual(['1 a', '2 b'])
})

const table = (rest: string): string => `{table: a, ${rest}}`
const columns = table('predicate: columns, columns: [x]')
const ofKind = (kind: string, entry: string): string => `data_sources: {added: {kind: ${kind}, tables: [${entry}]}}`

test.each([
  ['months', table('predicate: columns, columns: [x, y]'), []],
  ['months', columns, ['CATALOGUE_PARTS_DIFFER']],
  ['months', table('predicate: date_parts, column: x'), []],
  ['months', table('predicate: all'), ['CATALOGUE_PREDICATE_MISPLACED']],
  ['dates', columns, []],
  ['dates', table('predicate: date_parts, column: x'), ['CATALOGUE_PREDICATE_MISPLACED']],
  ['semesters', table('predicate: columns, columns: [x, y]'), []],
  ['semesters', table('predicate: columns, columns: [x, y, z]'), ['CATALOGUE_PARTS_DIFFER']],
  ['codes', columns, []],
  ['codes', table('predicate: columns, columns: []'), ['CATALOGUE_PARTS_DIFFER']],
  ['codes', table('predicate: columns'), ['CATALOGUE_PARTS_DIFFER']],
  ['codes', table('predicate: reference, column: x, from_table: b, from_column: y, where: [z]'), []],
  ['codes', table('predicate: reference, column: x, from_table: b, from_column: y'), ['CATALOGUE_PARTS_DIFFER']],
  ['all', table('predicate: all'), []],
  ['all', columns, ['CATALOGUE_PREDICATE_MISPLACED', 'CATALOGUE_PARTS_DIFFER']],
  ['codes', '{table: a}', ['CATALOGUE_KEY_MISSING']],
  ['codes', '{predicate: columns, columns: [x]}', ['CATALOGUE_KEY_MISSING']],
  [
    'codes',
    table('predicate: reference'),
    Array.from({length: 3}, () => 'CATALOGUE_KEY_MISSING').concat('CATALOGUE_PARTS_DIFFER'),
  ],
  ['codes', table('predicate: sql, sql: "true"'), ['CATALOGUE_NOT_ONE_OF', 'CATALOGUE_KEY_UNKNOWN']],
  ['codes', table('predicate: columns, columns: [x], where: [x]'), ['CATALOGUE_KEY_UNKNOWN']],
  ['codes', table('predicate: columns, columns: [x], transient: yes'), ['CATALOGUE_NOT_A_SWITCH']],
  ['codes', table('predicate: columns, columns: [x], before: z'), ['CATALOGUE_BEFORE_UNKNOWN']],
  ['codes', `${columns}, ${columns}`, ['CATALOGUE_TWICE']],
  ['codes', '{table: data_replay_meta, predicate: columns, columns: [x]}', ['CATALOGUE_RESERVED_TABLE']],
  ['codes', 'a', ['CATALOGUE_SHAPE', 'CATALOGUE_KEY_MISSING', 'CATALOGUE_KEY_MISSING']],
  ['weeks', columns, ['CATALOGUE_NOT_ONE_OF']],
])('kind %s with %s: %j', (kind, entry, codes) => {
  const result = read(ofKind(kind, entry))

  expect(codesOf(result)).toEqual(codes)
  expect(result.additions === null).toBe(codes.length > 0)
})

test.each(['a.b', 'A', '1a', 'a-b', '"a b"', '"a; drop table b"', '"a\\"b"', '"a) or (true"', 'a'.repeat(64), '""'])(
  '%s is no name of a table or column',
  (name) => {
    const asTable = read(ofKind('codes', `{table: ${name}, predicate: columns, columns: [x]}`))
    const asColumn = read(ofKind('codes', table(`predicate: columns, columns: [${name}]`)))

    expect(codesOf(asTable)).toEqual(['CATALOGUE_IDENTIFIER_INVALID'])
    expect(codesOf(asColumn)).toEqual(['CATALOGUE_IDENTIFIER_INVALID'])
  },
)

test('a table that is read by a later one is refused, whoever of the two is in the file', () => {
  const reader = tpd(
    '{table: tpd_notes, predicate: reference, column: id, from_table: diksha_tpd_trans, from_column: id, where: [batch_id]}',
  )
  const moved = tpd('{table: diksha_tpd_trans, predicate: columns, columns: [batch_id], before: diksha_tpd_agg}')

  expect(codesOf(reader)).toEqual(['CATALOGUE_ORDER_IMPOSSIBLE'])
  expect(codesOf(moved)).toEqual(['CATALOGUE_ORDER_IMPOSSIBLE'])
})

test('kind and name of a data source of cQube stay as they are', () => {
  const text = (rest: string) => `data_sources: {udise: {${rest}, tables: [{table: a, predicate: all}]}}`

  expect(codesOf(read(text('kind: all, catalogue_name: udise')))).toEqual([])
  expect(codesOf(read(text('kind: codes')))).toEqual(['CATALOGUE_KIND_DIFFERS'])
  expect(codesOf(read(text('catalogue_name: static')))).toEqual(['CATALOGUE_NAME_DIFFERS'])
})

test.each(['data_sources: {}', 'data_sources: {udise: {tables: []}}', 'data_sources: {udise: {}}', '{}'])(
  '%s adds nothing and says so',
  (text) => {
    expect(codesOf(read(text))).toEqual(['CATALOGUE_EMPTY'])
  },
)

test('all mistakes are told at once, each at its place', () => {
  const result = read(`data_sources:
  Meals:
    tables:
      - {table: "meal; drop", predicate: colums, columns: [x]}
  udise:
    kind: months
    catalogue_name: static
    tables:
      - {table: log_summary, predicate: all, sql: "1=1"}
  crc:
    tables:
      - {table: crc_a, predicate: columns, columns: [year]}
      - {table: crc_a, predicate: all, before: crc_b}
      - {table: crc_c, predicate: reference, column: id, from_table: crc_location_trans, from_column: id, where: [year, month]}
      - {table: crc_d, optional: maybe}
tables: []
`)

  expect(result.additions).toBeNull()
  expect(told(result)).toMatchInlineSnapshot(`
    "2:3 /data_sources/Meals CATALOGUE_IDENTIFIER_INVALID: "Meals" cannot name a data source. Fix: Write a plain lower-case name: a letter or \`_\`, then letters, digits and \`_\`, at most 63 together.
    3:5 /data_sources/Meals CATALOGUE_KEY_MISSING: The key \`kind\` is missing: "Meals" is a new data source. Fix: Add the key.
    4:17 /data_sources/Meals/tables/0/table CATALOGUE_IDENTIFIER_INVALID: \`table\` is "meal; drop", which is not a plain lower-case name. Fix: Write a plain lower-case name: a letter or \`_\`, then letters, digits and \`_\`, at most 63 together.
    4:42 /data_sources/Meals/tables/0/predicate CATALOGUE_NOT_ONE_OF: \`predicate\` is "colums"; it can be \`columns\`, \`date_parts\`, \`reference\`, \`all\`. Fix: Write \`columns\` if that is what you mean.
    6:11 /data_sources/udise/kind CATALOGUE_KIND_DIFFERS: "udise" is of kind \`all\`, not \`months\`. Fix: Remove \`kind\`, or write the one that the data source has.
    7:21 /data_sources/udise/catalogue_name CATALOGUE_NAME_DIFFERS: "udise" is "udise" in del_data_source_details; a file cannot change that. Fix: Remove \`catalogue_name\`, or write the one that the data source has.
    9:17 /data_sources/udise/tables/0/table CATALOGUE_RESERVED_TABLE: "log_summary" is a table of records, not of data. Fix: Name a table of cQube's own schema that holds data of the slice.
    9:46 /data_sources/udise/tables/0/sql CATALOGUE_KEY_UNKNOWN: There is no key "sql" here. Fix: Remove the key: an entry has the keys that docs/settings.md, section "Catalogue file", names.
    12:53 /data_sources/crc/tables/0/columns CATALOGUE_PARTS_DIFFER: \`columns\` has length 1, a slice key of kind \`months\` has length 2 (year, month). Fix: Name one column for each part of the slice key, in its order.
    13:17 /data_sources/crc/tables/1/table CATALOGUE_TWICE: Table "crc_a" stands in this list twice. Fix: Name it once.
    13:35 /data_sources/crc/tables/1/predicate CATALOGUE_PREDICATE_MISPLACED: The predicate "all" cannot select by a slice of kind \`months\`; it can be \`columns\`, \`date_parts\`, \`reference\`. Fix: Choose a predicate that the kind of the data source can fill.
    13:48 /data_sources/crc/tables/1/before CATALOGUE_BEFORE_UNKNOWN: \`before\` names "crc_b", which is no table of this list. Fix: Name a table of the same data source that stands earlier in the file or is installed.
    14:9 /data_sources/crc/tables/2 CATALOGUE_ORDER_IMPOSSIBLE: "crc_c" finds its rows by those of "crc_location_trans", which would be deleted by then. Fix: Delete from the table that reads first: move it up, or add \`before\` to it.
    15:9 /data_sources/crc/tables/3 CATALOGUE_KEY_MISSING: The key \`predicate\` is missing here. Fix: Add the key.
    15:34 /data_sources/crc/tables/3/optional CATALOGUE_NOT_A_SWITCH: \`optional\` is "maybe", which is neither \`true\` nor \`false\`. Fix: Write \`true\` or \`false\`.
    16:1 /tables CATALOGUE_KEY_UNKNOWN: There is no key "tables" here. Fix: Remove the key: an entry has the keys that docs/settings.md, section "Catalogue file", names."
  `)
})
