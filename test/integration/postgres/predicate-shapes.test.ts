import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {countSource} from '../../../src/adapters/postgres/counter.ts'
import {servers} from '../../support/database.ts'
import {ledgerDatabase, type LedgerDatabase, type Target} from '../../support/ledger.ts'

const targets: readonly {readonly name: Target}[] = [...servers, {name: 'pglite'}]

const month = `year || '-' || lpad(month::text, 2, '0')`
const day = 'content_view_date::text'

/** Table, its slice key as a person writes it, and keys: each is another shape of the predicate. */
const shapes: readonly (readonly [string, string, string, string, readonly string[]])[] = [
  ['a month', 'student_attendance', 'student_attendance_trans', month, ['2020-03']],
  ['months of one year', 'student_attendance', 'student_attendance_trans', month, ['2020-01', '2020-03', '2020-12']],
  ['the same months of two years', 'student_attendance', 'student_attendance_trans', month, ['2020-03', '2021-03']],
  ['different months of two years', 'student_attendance', 'student_attendance_trans', month, ['2019-12', '2020-01']],
  ['days without a gap', 'diksha_summary_rollup', 'diksha_content_trans', day, ['2021-01-31', '2021-02-01']],
  ['days with a gap', 'diksha_summary_rollup', 'diksha_content_trans', day, ['2021-01-05', '2021-01-09', '2021-03-01']],
  ['one batch', 'diksha_tpd', 'diksha_tpd_trans', 'batch_id', ['046789546783']],
  [
    'more batches than are compared one by one',
    'diksha_tpd',
    'diksha_tpd_trans',
    'batch_id',
    ['046789546783', ...Array.from({length: 20}, (_, n) => `none-${n}`)],
  ],
]

describe.each(targets)('the predicate on $name', ({name}) => {
  let database: LedgerDatabase

  beforeAll(async () => {
    database = await ledgerDatabase(name)
  })
  afterAll(() => database.drop())

  const byHand = async (from: string, where: string, keys: readonly string[]): Promise<number> => {
    const [row] = await database.query(`select count(*)::int as n from ${from} where ${where} = any ($1)`, [keys])
    return Number(row?.['n'])
  }

  it.each(shapes)('selects exactly %s', async (_, dataSource, table, key, keys) => {
    const expected = await byHand(table, key, keys)

    const count = await countSource(database, dataSource, keys)
    const [predicate] = await database.query('select cqube_replay.predicate($1, $2, $3) as text', [
      dataSource,
      table,
      keys,
    ])
    const [selected] = await database.query(
      `select count(*)::int as n from ${table} where ${String(predicate?.['text'])}`,
      [keys],
    )

    const counted = count?.tables.find((each) => each.table === table)
    expect(expected).toBeGreaterThan(0)
    expect(counted?.groups.reduce((sum, {rows}) => sum + rows, 0)).toBe(expected)
    expect(selected?.['n']).toBe(expected)
  })
})
