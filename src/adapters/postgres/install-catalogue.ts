import type {Catalogue, CatalogueSource, CatalogueTable} from '../../core/catalogue/catalogue.ts'
import type {Sql} from './connection.ts'

type Origin = 'cqube' | 'administrator'

/** Who installed it owns it: `db migrate` renews cQube's rows and leaves an administrator's as they are. */
export async function installCatalogue(sql: Sql, catalogue: Catalogue, origin: Origin): Promise<void> {
  for (const source of catalogue.sources) {
    const [existing] = await sql.query('select origin from cqube_replay.catalogue_source where data_source = $1', [
      source.dataSource,
    ])
    if (origin === 'cqube' && existing?.['origin'] === 'administrator') continue
    await sql.query('delete from cqube_replay.catalogue where data_source = $1', [source.dataSource])
    await sql.query(
      `insert into cqube_replay.catalogue_source (data_source, catalogue_name, kind, unlock_column, stock, origin)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (data_source) do update set catalogue_name = excluded.catalogue_name, kind = excluded.kind,
           unlock_column = excluded.unlock_column, stock = excluded.stock, origin = excluded.origin`,
      [source.dataSource, source.catalogueName, source.kind, codeColumn(source), source.stockUnlock.length > 0, origin],
    )
    for (const table of source.tables) await insertTable(sql, source.dataSource, table)
  }
}

const codeColumn = (source: CatalogueSource): string | null =>
  source.stockUnlock.find((column) => column === 'exam_code' || column === 'batch_id') ?? null

async function insertTable(sql: Sql, dataSource: string, entry: CatalogueTable): Promise<void> {
  const {predicate} = entry
  const reference = predicate.kind === 'reference' ? predicate : null
  await sql.query(
    `insert into cqube_replay.catalogue (data_source, position, table_name, optional, transient, predicate, columns,
       reference_table, reference_column, reference_where) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      dataSource,
      entry.position,
      entry.table,
      entry.optional,
      entry.transient,
      predicate.kind,
      columnsOf(entry),
      reference?.fromTable ?? null,
      reference?.fromColumn ?? null,
      reference?.where ?? null,
    ],
  )
}

function columnsOf({predicate}: CatalogueTable): readonly string[] {
  switch (predicate.kind) {
    case 'columns':
      return predicate.columns
    case 'date_parts':
    case 'reference':
      return [predicate.column]
    case 'all':
      return []
  }
}
