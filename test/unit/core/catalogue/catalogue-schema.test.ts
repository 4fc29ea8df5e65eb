import {expect, test} from 'vitest'
import {readCatalogueFile} from '../../../../src/core/catalogue/catalogue-file.ts'
import {validateCatalogue} from '../../../../src/core/generated/validators.js'

const file = (kind: string, ...tables: readonly unknown[]) => ({data_sources: {added: {kind, tables}}})

test.each([
  [file('codes', {table: 'a', predicate: 'columns', columns: ['x']}), true],
  [file('months', {table: 'a', predicate: 'date_parts', column: 'x', optional: true, transient: false}), true],
  [file('all', {table: 'a', predicate: 'all'}, {table: 'b', predicate: 'all', before: 'a'}), true],
  [
    file('codes', {table: 'a', predicate: 'reference', column: 'x', from_table: 'b', from_column: 'y', where: ['z']}),
    true,
  ],
  [file('codes', {table: 'a;', predicate: 'columns', columns: ['x']}), false],
  [file('codes', {table: 'a', predicate: 'sql', sql: 'true'}), false],
  [file('codes', {table: 'a', predicate: 'columns', columns: ['x'], sql: 'true'}), false],
  [file('codes', {table: 'a', predicate: 'columns', columns: []}), false],
  [file('codes'), false],
  [file('weeks', {table: 'a', predicate: 'all'}), false],
  [{data_sources: {}}, false],
  [{}, false],
])('schema and reader agree on %j', (value, fine) => {
  const {additions} = readCatalogueFile(new TextEncoder().encode(JSON.stringify(value)), 'more.yaml')

  expect(validateCatalogue(value)).toBe(fine)
  expect(additions !== null).toBe(fine)
})
