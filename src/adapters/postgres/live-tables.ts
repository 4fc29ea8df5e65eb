import type {CatalogueSource, CatalogueTable} from '../../core/catalogue/catalogue.ts'
import type {Sql} from './connection.ts'

/** Columns of the tables that exist, by table. */
export type LiveTables = ReadonlyMap<string, ReadonlySet<string>>

export async function readLiveTables(sql: Sql, sources: readonly CatalogueSource[]): Promise<LiveTables> {
  const names = new Set(sources.flatMap(({tables}) => tables.flatMap((entry) => [...columnsNamed(entry).keys()])))
  const rows = await sql.query(
    `select t.name, array(select a.attname::text from pg_attribute a
              where a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped) as columns
       from (select name, to_regclass(cqube_replay.qualified(name)) as oid from unnest($1::text[]) name) t
      where t.oid is not null`,
    [[...names]],
  )
  return new Map(rows.map((row) => [String(row['name']), new Set(row['columns'] as readonly string[])]))
}

/** Columns that the entry names, by the table that must have them. */
function columnsNamed({table, predicate}: CatalogueTable): ReadonlyMap<string, readonly string[]> {
  switch (predicate.kind) {
    case 'columns':
      return new Map([[table, predicate.columns]])
    case 'date_parts':
      return new Map([[table, [predicate.column]]])
    case 'all':
      return new Map([[table, []]])
    case 'reference':
      return new Map([
        [table, [predicate.column]],
        [predicate.fromTable, [predicate.fromColumn, ...predicate.where]],
      ])
  }
}

export interface Found {
  /** Full sentences; with one of them the data source cannot be deleted from. */
  readonly differences: readonly string[]
  /** Full sentences about optional tables that are not there. */
  readonly notes: readonly string[]
}

/** Holds the tables and columns that a data source names against those of the database. */
export function compareWithTables({dataSource, tables}: CatalogueSource, live: LiveTables): Found {
  const absent = tables.filter(({table}) => !live.has(table))
  const columns = tables.flatMap((entry) =>
    [...columnsNamed(entry)].flatMap(([table, names]) =>
      names.filter((name) => live.has(table) && live.get(table)?.has(name) === false).map((name) => `${table}.${name}`),
    ),
  )
  const missing = (table: string) => `${dataSource}: table "${table}" does not exist`
  return {
    differences: [
      ...absent
        .filter(({optional}) => !optional)
        .map(({table}) => `${missing(table)}, and the catalogue does not call it optional.`),
      ...[...new Set(columns)].map(
        (name) => `${dataSource}: column "${name}", which the catalogue names, does not exist.`,
      ),
    ],
    notes: absent
      .filter(({optional}) => optional)
      .map(({table}) => `${missing(table)}; the catalogue calls it optional.`),
  }
}
