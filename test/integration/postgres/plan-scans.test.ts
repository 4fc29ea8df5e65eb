import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {countSource} from '../../../src/adapters/postgres/counter.ts'
import type {Sql} from '../../../src/adapters/postgres/connection.ts'
import {cqubeCatalogue} from '../../../src/core/catalogue/cqube-catalogue.ts'
import {servers} from '../../support/database.ts'
import {ledgerDatabase, type LedgerDatabase} from '../../support/ledger.ts'

/** Sixty slices each, most of which the small state has no rows of. */
const sixty = <T>(of: (n: number) => T): readonly T[] => Array.from({length: 60}, (_, n) => of(n))
const months = sixty((n) => new Date(Date.UTC(2017, 5 + n)).toISOString().slice(0, 7))
const days = sixty((n) => new Date(Date.UTC(2021, 0, 1 + n)).toISOString().slice(0, 10))
const semesters = sixty((n) => `${2000 + (n >> 1)}-${String(1 + (n >> 1)).padStart(2, '0')}/${1 + (n % 2)}`)

/**
 * How often each table was read lately, be it the table itself or an index that holds all that is asked for. Statements
 * before the transaction may be among them: the server forgets them when it gets round to writing them down.
 */
async function scansIn(sql: Sql): Promise<Readonly<Record<string, number>>> {
  const rows = await sql.query(
    `select relname, seq_scan + coalesce(idx_scan, 0) as scans from pg_stat_xact_user_tables where schemaname = 'public'`,
  )
  return Object.fromEntries(rows.map((row) => [String(row['relname']), Number(row['scans'])]))
}

describe.each(servers)('a plan of sixty slices on $name', ({name}) => {
  let database: LedgerDatabase

  beforeAll(async () => {
    database = await ledgerDatabase(name)
    // As autovacuum does in its time; without it every estimate is a guess.
    await database.query('analyze')
  })
  afterAll(() => database.drop())

  const codesOf = async (table: string, column: string): Promise<readonly string[]> => {
    const rows = await database.query(`select distinct ${column} as code from ${table} order by 1`)
    return [...rows.map((row) => String(row['code'])), ...sixty((n) => `NONE${n}`)].slice(0, 60)
  }

  const keysOf = async (dataSource: string): Promise<readonly string[]> => {
    switch (dataSource) {
      case 'periodic_assessment_test':
        return codesOf('periodic_exam_mst', 'exam_code')
      case 'diksha_tpd':
        return codesOf('diksha_tpd_trans', 'batch_id')
      case 'semester':
        return semesters
      case 'diksha_summary_rollup':
        return days
      case 'udise':
      case 'infrastructure':
      case 'static':
        return ['*']
      default:
        return months
    }
  }

  it.each(cqubeCatalogue.sources.map(({dataSource}) => dataSource))(
    'reads each table of %s once',
    async (dataSource) => {
      const keys = await keysOf(dataSource)

      const {before, count, after} = await database.transaction('snapshot', async (sql) => ({
        before: await scansIn(sql),
        count: await countSource(sql, dataSource, keys),
        after: await scansIn(sql),
      }))

      expect(count?.tables.length).toBeGreaterThan(0)
      for (const {table, tableRows, tableRowsExact} of count?.tables ?? []) {
        const [row] = await database.query(`select count(*) as rows from ${table}`)
        expect({table, scans: (after[table] ?? 0) - (before[table] ?? 0)}).toEqual({table, scans: 1})
        expect({table, tableRows, tableRowsExact}).toEqual({table, tableRows: row?.['rows'], tableRowsExact: true})
      }
    },
  )
})
