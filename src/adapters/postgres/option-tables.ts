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
  /** How many rows there are for each key, by the server's own statistics; null when they do not tell. */
  readonly rowsPerKey: number | null
  /** A B-tree of all rows begins with `columns`. */
  readonly isIndexed: boolean
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
        (select c.reltuples / nullif(exp(sum(ln(case when d.n_distinct < 0 then -d.n_distinct * greatest(c.reltuples, 1)
              else nullif(d.n_distinct, 0) end))), 0)
           from pg_class c, pg_stats d
          where c.oid = o.oid and d.schemaname = c.relnamespace::regnamespace::text and d.tablename = c.relname
            and d.attname = any (o.columns)
          group by c.reltuples having count(*) = cardinality(o.columns))::float8 as rows_per_key,
        exists (select from pg_index i join pg_class x on x.oid = i.indexrelid join pg_am m on m.oid = x.relam
                 where i.indrelid = o.oid and i.indisvalid and i.indpred is null and m.amname = 'btree'
                   and (select array_agg(a.attname::text order by k.n)
                          from unnest(i.indkey::int2[]) with ordinality k(attnum, n)
                          join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
                         where k.n <= cardinality(o.columns)) = o.columns) as indexed
      from o order by position`,
    [dataSource, file?.table ?? '', semesterColumns, skipped],
  )
  return rows.map((row) => ({
    table: String(row['table_name']),
    qualified: String(row['qualified']),
    key: String(row['key']),
    columns: row['columns'] as readonly string[],
    isOptionTable: row['table_name'] === file?.table,
    isMissing: row['missing'] === true,
    bytes: Number(row['bytes']),
    rowsPerKey: row['rows_per_key'] === null ? null : Number(row['rows_per_key']),
    isIndexed: row['indexed'] === true,
  }))
}
