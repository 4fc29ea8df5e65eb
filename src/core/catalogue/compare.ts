import type {CatalogueSource} from './catalogue.ts'
import {cqubeCatalogue} from './cqube-catalogue.ts'

/** A row of cQube's table `del_data_source_details`, which its own replay reads. */
export interface StockDeletionRow {
  readonly data_source: string
  readonly table_name: string
  readonly order_of_execution: number
}

const stockTables = (dataSource: string): ReadonlySet<string> =>
  new Set(
    cqubeCatalogue.sources
      .filter((source) => source.dataSource === dataSource)
      .flatMap((source) => source.tables.map(({table}) => table)),
  )

/**
 * Compares what we would delete with what this installation's own replay would: same tables, same relative order.
 * Ties of the live order are free. Tables that an administrator added need not be known to the stock replay.
 * @param liveRows all rows of `del_data_source_details`; those of other data sources are ignored
 * @returns one full sentence for each difference; empty when they agree
 */
export function compareWithLive(source: CatalogueSource, liveRows: readonly StockDeletionRow[]): string[] {
  const rows = liveRows.filter((row) => row.data_source === source.catalogueName)
  const liveOrder = new Map(rows.map((row) => [row.table_name, row.order_of_execution]))
  const stock = stockTables(source.dataSource)
  if (rows.length === 0) {
    return stock.size === 0 ? [] : [`del_data_source_details has no row of data source "${source.catalogueName}".`]
  }
  const names = source.tables.map(({table}) => table)
  const unknownToUs = [...liveOrder.keys()].filter((table) => !names.includes(table)).sort()
  const unknownToStock = names.filter((table) => stock.has(table) && !liveOrder.has(table))
  return [
    ...unknownToUs.map(
      (table) => `${source.dataSource}: del_data_source_details names table "${table}", which the catalogue does not.`,
    ),
    ...unknownToStock.map(
      (table) => `${source.dataSource}: the catalogue names table "${table}", which del_data_source_details does not.`,
    ),
    ...differencesOfOrder(source, liveOrder),
  ]
}

/** Neighbours suffice: an order in which every neighbour holds is sorted. */
function differencesOfOrder(source: CatalogueSource, liveOrder: ReadonlyMap<string, number>): string[] {
  const common = source.tables.flatMap(({table}) => {
    const order = liveOrder.get(table)
    return order === undefined ? [] : [{table, order}]
  })
  return common.flatMap((earlier, index) => {
    const later = common[index + 1]
    if (later === undefined || earlier.order <= later.order) return []
    return [
      `${source.dataSource}: the catalogue deletes from "${earlier.table}" before "${later.table}", ` +
        `del_data_source_details the other way round (order ${earlier.order} and ${later.order}).`,
    ]
  })
}
