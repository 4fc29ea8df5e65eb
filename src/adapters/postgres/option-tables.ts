import {optionFiles} from '../../core/options/option-files.ts'
import {slowAggregates} from '../../core/options/held-keys.ts'
import type {Sql} from './connection.ts'

/** A table that names slice keys by itself, without another one. Identifiers are quoted. */
export interface KeyTable {
  readonly table: string
  readonly qualified: string
  /** SQL of a row's slice key, made of `columns`. */
  readonly key: string
  /** Empty: the key of every row is the same. */
  readonly columns: readonly string[]
  readonly isOptionTable: boolean
  readonly isMissing: boolean
  readonly bytes: number
  /**
   * What begins a B-tree of all rows and holds every one of `columns`, if there are few such beginnings for the rows: the
   * groups come from the index alone then, in its order. Null when there is no such index, or statistics do not tell.
   */
  readonly indexOrder: readonly string[] | null
  /** By the server's own statistics; null when they do not tell. */
  readonly rowsPerKey: number | null
}

/** The semester's own tables name an exam and no year; cQube's option file is made of this one, which names both. */
const semesterColumns = ['academic_year', 'semester']

/** Of one data source, in the order of the catalogue, aggregates that take long left out. */
export async function keyTables(sql: Sql, dataSource: string, withAggregates: boolean): Promise<readonly KeyTable[]> {
  const file = optionFiles.find((candidate) => candidate.dataSource === dataSource)
  const skipped = withAggregates ? [] : slowAggregates
  const rows = await sql.query(
    `with t as (
      select c.table_name, s.kind, c.predicate, c.position,
          case when s.data_source = 'semester' and c.table_name = $2 then $3::text[] else c.columns end as columns
        from cqube_replay.catalogue c join cqube_replay.catalogue_source s on s.data_source = c.data_source
       where c.data_source = $1 and c.table_name not in (select unnest($4::text[]))
         and (c.predicate <> 'reference' or (s.data_source = 'semester' and c.table_name = $2))
    ), o as (
      select t.*, to_regclass(cqube_replay.qualified(t.table_name)) as oid from t
    )
    select table_name, cqube_replay.qualified(table_name) as qualified, oid is null as missing,
        array(select quote_ident(c) from unnest(columns) c) as columns,
        case when predicate = 'date_parts' then format('to_char(%I, ''YYYY-MM'')', columns[1])
          else cqube_replay.key_expression(kind, table_name, columns) end as key,
        coalesce(pg_table_size(oid), 0) as bytes,
        (select reltuples from pg_class where pg_class.oid = o.oid) as rows,
        (select json_object_agg(quote_ident(d.attname), d.n_distinct) from pg_class c, pg_stats d
          where c.oid = o.oid and d.schemaname = c.relnamespace::regnamespace::text and d.tablename = c.relname) as distinct_values,
        (select json_agg(array(select quote_ident(a.attname) from unnest(i.indkey::int2[]) with ordinality k(attnum, n)
                    left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum order by k.n))
           from pg_index i join pg_class x on x.oid = i.indexrelid join pg_am m on m.oid = x.relam
          where i.indrelid = o.oid and i.indisvalid and i.indpred is null and m.amname = 'btree') as indexes
      from o order by position`,
    [dataSource, file?.table ?? '', semesterColumns, skipped],
  )
  return rows.map((row) => {
    const columns = row['columns'] as readonly string[]
    const statistics = {rows: Number(row['rows']), distinct: (row['distinct_values'] ?? {}) as Record<string, number>}
    return {
      table: String(row['table_name']),
      qualified: String(row['qualified']),
      key: String(row['key']),
      columns,
      isOptionTable: row['table_name'] === file?.table,
      isMissing: row['missing'] === true,
      bytes: Number(row['bytes']),
      indexOrder: indexOrder(columns, (row['indexes'] ?? []) as readonly IndexColumns[], statistics),
      rowsPerKey: rowsPer(columns, statistics),
    }
  })
}

/** Null for an expression. */
type IndexColumns = readonly (string | null)[]

interface Statistics {
  readonly rows: number
  /** As PostgreSQL keeps it: below zero it is the share of all rows. */
  readonly distinct: Readonly<Record<string, number>>
}

/** Rows for each value of these columns together, taken as independent of each other. */
function rowsPer(columns: readonly string[], {rows, distinct}: Statistics): number | null {
  let values = 1
  for (const column of columns) {
    const known = distinct[column] ?? 0
    if (known === 0 || rows <= 0) return null
    values *= known < 0 ? -known * rows : known
  }
  return rows / Math.min(values, rows)
}

const fewestRowsPerGroup = 5

function indexOrder(
  columns: readonly string[],
  indexes: readonly IndexColumns[],
  statistics: Statistics,
): readonly string[] | null {
  const orders = columns.length === 0 ? [] : indexes.flatMap((index) => beginningWith(columns, index))
  const [shortest] = orders.sort((a, b) => a.length - b.length)
  if (shortest === undefined) return null
  return (rowsPer(shortest, statistics) ?? 0) >= fewestRowsPerGroup ? shortest : null
}

/** The shortest beginning of an index that holds all columns; none when it lacks one, or has an expression before. */
function beginningWith(columns: readonly string[], index: IndexColumns): string[][] {
  const places = columns.map((column) => index.indexOf(column))
  const beginning = index.slice(0, Math.max(...places) + 1)
  const names = beginning.filter((column) => column !== null)
  return places.includes(-1) || names.length < beginning.length ? [] : [names]
}
