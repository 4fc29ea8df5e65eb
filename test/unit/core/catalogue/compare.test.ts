import {expect, test} from 'vitest'
import type {CatalogueSource} from '../../../../src/core/catalogue/catalogue.ts'
import {compareWithLive, type StockDeletionRow} from '../../../../src/core/catalogue/compare.ts'
import {cqubeCatalogue} from '../../../../src/core/catalogue/cqube-catalogue.ts'

const sourceOf = (dataSource: string): CatalogueSource => {
  const found = cqubeCatalogue.sources.find((source) => source.dataSource === dataSource)
  if (found === undefined) throw new Error(`no data source ${dataSource}`)
  return found
}

const tpd = sourceOf('diksha_tpd')
const rowsOf = (source: CatalogueSource): StockDeletionRow[] =>
  source.tables.map(({table, position}) => ({
    data_source: source.catalogueName,
    table_name: table,
    order_of_execution: position,
  }))
const exceptTable = (rows: readonly StockDeletionRow[], table: string): StockDeletionRow[] =>
  rows.filter((row) => row.table_name !== table)

test('an installation like ours has no difference', () => {
  const live = cqubeCatalogue.sources.flatMap(rowsOf)

  expect(cqubeCatalogue.sources.flatMap((source) => compareWithLive(source, live))).toEqual([])
})

test('a tie of the live order is no difference', () => {
  const live = rowsOf(sourceOf('semester')).map((row) => ({
    ...row,
    order_of_execution: Math.min(row.order_of_execution, 7),
  }))

  expect(compareWithLive(sourceOf('semester'), live)).toEqual([])
})

test('gaps in the live order are no difference', () => {
  const live = rowsOf(tpd).map((row) => ({...row, order_of_execution: row.order_of_execution * 10}))

  expect(compareWithLive(tpd, live)).toEqual([])
})

test('a table that only the installation deletes from is named', () => {
  const extra = {data_source: 'diksha_tpd', table_name: 'diksha_tpd_mapping', order_of_execution: 5}

  expect(compareWithLive(tpd, [...rowsOf(tpd), extra])).toMatchInlineSnapshot(`
    [
      "diksha_tpd: del_data_source_details names table "diksha_tpd_mapping", which the catalogue does not.",
    ]
  `)
})

test('a table that only the catalogue deletes from is named', () => {
  expect(compareWithLive(tpd, exceptTable(rowsOf(tpd), 'diksha_tpd_agg'))).toMatchInlineSnapshot(`
    [
      "diksha_tpd: the catalogue names table "diksha_tpd_agg", which del_data_source_details does not.",
    ]
  `)
})

test('another order is named with both tables', () => {
  const swapped: Readonly<Record<string, number>> = {diksha_tpd_agg: 4, diksha_tpd_trans: 3}
  const live = rowsOf(tpd).map((row) => ({
    ...row,
    order_of_execution: swapped[row.table_name] ?? row.order_of_execution,
  }))

  expect(compareWithLive(tpd, live)).toMatchInlineSnapshot(`
    [
      "diksha_tpd: the catalogue deletes from "diksha_tpd_agg" before "diksha_tpd_trans", del_data_source_details the other way round (order 4 and 3).",
    ]
  `)
})

test('a data source of cQube without any live row is a difference', () => {
  expect(compareWithLive(sourceOf('semester'), rowsOf(tpd))).toMatchInlineSnapshot(`
    [
      "del_data_source_details has no row of data source "semester_assessment_test".",
    ]
  `)
})

test('a table that an administrator added needs no live row', () => {
  const added = {
    ...tpd,
    tables: [...tpd.tables, {...tpd.tables[0], position: 5, table: 'tpd_notes'}] as typeof tpd.tables,
  }

  expect(compareWithLive(added, rowsOf(tpd))).toEqual([])
})

test('an added data source need not be known to the stock replay', () => {
  const added: CatalogueSource = {...tpd, dataSource: 'mid_day_meal', catalogueName: 'mid_day_meal', stockUnlock: []}

  expect(compareWithLive(added, cqubeCatalogue.sources.flatMap(rowsOf))).toEqual([])
})
