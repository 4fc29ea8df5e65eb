import {compareWithLive, type StockDeletionRow} from '../../core/catalogue/compare.ts'
import type {CatalogueCheck} from '../../ports.ts'
import {readInstalledCatalogue} from './catalogue-store.ts'
import type {Sql} from './connection.ts'
import {compareWithTables, readLiveTables, type Found} from './live-tables.ts'

/** Holds the installed catalogue against the tables, their columns and `del_data_source_details` of the same database. */
export const postgresCatalogueCheck = (sql: Sql): CatalogueCheck => ({
  check: (dataSources) => checkLiveCatalogue(sql, dataSources),
})

export async function checkLiveCatalogue(
  sql: Sql,
  dataSources: readonly string[],
): Promise<{readonly differences: Readonly<Record<string, readonly string[]>>; readonly notes: readonly string[]}> {
  const installed = await readInstalledCatalogue(sql)
  const wanted = installed.sources.filter(({dataSource}) => dataSources.includes(dataSource))
  const live = await readLiveTables(sql, wanted)
  const stockRows = await readStockRows(sql)
  const found = new Map<string, Found>(
    dataSources.map((name) => [
      name,
      {differences: [`${name}: the installed catalogue has no data source of this name.`], notes: []},
    ]),
  )
  for (const source of wanted) {
    const {differences, notes} = compareWithTables(source, live)
    const stock = stockRows === null ? [] : compareWithLive(source, stockRows)
    found.set(source.dataSource, {differences: [...differences, ...stock], notes})
  }
  return {
    differences: Object.fromEntries([...found].map(([name, {differences}]) => [name, differences])),
    notes: [...found.values()].flatMap(({notes}) => notes),
  }
}

/** @returns null where the stock replay was never installed */
async function readStockRows(sql: Sql): Promise<readonly StockDeletionRow[] | null> {
  const [row] = await sql.query(
    `select name, to_regclass(name) is not null as found from cqube_replay.qualified('del_data_source_details') name`,
  )
  if (row?.['found'] !== true) return null
  const rows = await sql.query(`select data_source, table_name, order_of_execution from ${String(row['name'])}`)
  return rows.map((each) => ({
    data_source: String(each['data_source']),
    table_name: String(each['table_name']),
    order_of_execution: Number(each['order_of_execution']),
  }))
}
