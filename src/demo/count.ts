import {cqubeCatalogue} from '../core/catalogue/cqube-catalogue.ts'
import {leftOvers} from './requests.ts'
import type {DemoSite} from './site.ts'

export type Query = DemoSite['query']

const single = async (query: Query, sql: string): Promise<number> => Number((await query(sql))[0]?.['rows'])

const sumOver = (tables: readonly string[]): string =>
  `select coalesce(sum(rows), 0) as rows from (${tables
    .map((table) => `select count(*) as rows from ${table}`)
    .join(' union all ')}) counted`

/** Rows of all tables that a replay deletes from, by data source. */
export type StateRows = ReadonlyMap<string, number>

export async function stateRows(query: Query): Promise<StateRows> {
  const counts = cqubeCatalogue.sources.map(async ({dataSource, tables}): Promise<[string, number]> => [
    dataSource,
    await single(query, sumOver(tables.map(({table}) => table))),
  ])
  return new Map(await Promise.all(counts))
}

export const sumOf = (rows: Iterable<number>): number => [...rows].reduce((sum, count) => sum + count, 0)

export async function archivedRows(query: Query): Promise<number> {
  const tables = await query(
    "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = 'cqube_replay_archive'",
  )
  return tables.length === 0 ? 0 : single(query, sumOver(tables.map(({name}) => String(name))))
}

/** Rows that are still there of what the requests selected, asked without this program. */
export async function selectedRows(query: Query): Promise<number> {
  const counts = await Promise.all(leftOvers.map((sql) => single(query, sql)))
  return sumOf(counts)
}

export async function lastRun(query: Query): Promise<{readonly runId: string; readonly runs: number}> {
  const runs = await query('select run_id from cqube_replay.run order by requested_at desc')
  return {runId: String(runs[0]?.['run_id']), runs: runs.length}
}
