import type {
  Catalogue,
  CatalogueSource,
  CatalogueTable,
  Predicate,
  StockColumn,
} from '../../core/catalogue/catalogue.ts'
import type {SelectionKind} from '../../core/slice.ts'
import type {Sql} from './connection.ts'

/** The catalogue as the ledger has it; what deletions go by. */
export async function readInstalledCatalogue(sql: Sql): Promise<Catalogue> {
  const sources = await sql.query('select * from cqube_replay.catalogue_source order by data_source')
  const tables = await sql.query('select * from cqube_replay.catalogue order by data_source, position')
  return {
    sources: sources.map((row): CatalogueSource => {
      const kind = row['kind'] as SelectionKind
      return {
        dataSource: String(row['data_source']),
        catalogueName: String(row['catalogue_name']),
        kind,
        stockUnlock: row['stock'] === true ? unlockColumns(kind, row['unlock_column'] as StockColumn | null) : [],
        tables: tables.filter((table) => table['data_source'] === row['data_source']).map(tableOf),
      }
    }),
  }
}

function unlockColumns(kind: SelectionKind, codes: StockColumn | null): readonly StockColumn[] {
  switch (kind) {
    case 'months':
      return ['year', 'months']
    case 'dates':
      return ['from_date', 'to_date']
    case 'semesters':
      return ['academic_year', 'semesters']
    case 'codes':
      return codes === null ? [] : [codes]
    case 'all':
      return ['selection']
  }
}

const tableOf = (row: Record<string, unknown>): CatalogueTable => ({
  position: Number(row['position']),
  table: String(row['table_name']),
  optional: row['optional'] === true,
  transient: row['transient'] === true,
  predicate: predicateOf(row),
})

function predicateOf(row: Record<string, unknown>): Predicate {
  const columns = row['columns'] as readonly string[]
  const [column = ''] = columns
  switch (row['predicate'] as Predicate['kind']) {
    case 'columns':
      return {kind: 'columns', columns}
    case 'date_parts':
      return {kind: 'date_parts', column}
    case 'reference':
      return {
        kind: 'reference',
        column,
        fromTable: String(row['reference_table']),
        fromColumn: String(row['reference_column']),
        where: row['reference_where'] as readonly string[],
      }
    case 'all':
      return {kind: 'all'}
  }
}
