import type {Month, Offer, OfferedYear} from '../../core/options/offer.ts'
import {optionFiles, type OptionFile} from '../../core/options/option-files.ts'
import type {Options} from '../../ports/options.ts'
import type {Sql} from './connection.ts'

export const postgresOptions = (sql: Sql): Options => ({offered: () => offered(sql)})

async function offered(sql: Sql): ReturnType<Options['offered']> {
  const tables = await qualifiedTables(sql)
  const offers = new Map<string, Offer>()
  const notes: string[] = []
  for (const file of optionFiles) {
    const table = tables.get(file.table)
    if (table === undefined)
      notes.push(`${file.dataSource}: table "${file.table}" does not exist, so it offers nothing.`)
    else offers.set(file.dataSource, await readOffer(sql, file, table))
  }
  return {offers, notes}
}

/** Quoted names of the option tables that exist, with their schema. */
async function qualifiedTables(sql: Sql): Promise<ReadonlyMap<string, string>> {
  const rows = await sql.query(
    `select name, cqube_replay.qualified(name) as qualified from unnest($1::text[]) name
      where to_regclass(cqube_replay.qualified(name)) is not null`,
    [optionFiles.map(({table}) => table)],
  )
  return new Map(rows.map((row) => [String(row['name']), String(row['qualified'])]))
}

/**
 * cQube's own queries (release-3.7, data_replay_queries.json), ordered by us where the order is left open there. A month
 * beyond 12, on which cQube's query fails, and an infinite date, which is no day, are left out.
 */
async function readOffer(sql: Sql, {kind, dataSource}: OptionFile, table: string): Promise<Offer> {
  switch (kind) {
    case 'months': {
      const rows = await sql.query(
        `select distinct year, month from ${table} where year is not null and month between 1 and 12 order by 1, 2`,
      )
      return {kind, months: rows.map((row): Month => ({year: Number(row['year']), month: Number(row['month'])}))}
    }
    case 'dates': {
      const [row] = await sql.query(
        `select to_char(min(content_view_date), 'YYYY-MM-DD') as from, to_char(max(content_view_date), 'YYYY-MM-DD') as to
           from ${table} where isfinite(content_view_date)`,
      )
      const isEmpty = row === undefined || row['from'] === null
      return {kind, range: isEmpty ? null : {from: String(row['from']), to: String(row['to'])}}
    }
    case 'semesters': {
      const rows = await sql.query(
        `select academic_year, array_agg(semester order by semester) as semesters
           from (select distinct academic_year collate "C" as academic_year, semester
                   from ${table} where semester is not null) s
          group by academic_year order by academic_year`,
      )
      return {kind, years: rows.map(offeredYear)}
    }
    case 'codes': {
      const column = dataSource === 'diksha_tpd' ? 'batch_id' : 'exam_code'
      const rows = await sql.query(`select distinct ${column} as code from ${table} where ${column} is not null`)
      return {kind, codes: rows.map((row) => String(row['code'])).sort()}
    }
  }
}

const offeredYear = (row: Record<string, unknown>): OfferedYear => ({
  academicYear: typeof row['academic_year'] === 'string' ? row['academic_year'] : null,
  semesters: (row['semesters'] as readonly number[]).map(Number),
})
