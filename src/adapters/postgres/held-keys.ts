import type {HeldKeys, TableKeys} from '../../core/options/held-keys.ts'
import type {HeldOptions, HeldSource} from '../../ports/options.ts'
import {readInstalledCatalogue} from './catalogue-store.ts'
import type {Database, Sql} from './connection.ts'
import {keyTables, type KeyTable} from './option-tables.ts'

/** About a second of reading; beyond it, a table without a fitting index is read only for those who ask for rows. */
const quickBytes = 1024 ** 3

/** From here on, stepping from key to key through an index costs less than reading each row, on 10 and on 18. */
const manyRowsPerKey = 40

export const postgresHeldOptions = (database: Database): HeldOptions => ({
  sources: async () => {
    const {sources} = await readInstalledCatalogue(database)
    return sources.map(({dataSource, kind, tables}) => ({dataSource, kind, tables: tables.length}))
  },
  held: (source, withRows) => heldKeys(database, source, withRows),
})

async function heldKeys(database: Database, {dataSource, kind}: HeldSource, withRows: boolean): Promise<HeldKeys> {
  const all = await keyTables(database, dataSource, withRows)
  const there = all.filter(({isMissing}) => !isMissing)
  const isRead = (table: KeyTable): boolean => withRows || (kind !== 'all' && isQuick(table))
  const [deletedBy, ...tables] = await Promise.all([
    lastDeletions(database, dataSource),
    ...there.filter(isRead).map((table) => tableKeys(database, table, withRows)),
  ])
  return {
    dataSource,
    kind,
    tables,
    notRead: kind === 'all' ? [] : there.filter((table) => !isRead(table)).map(({table, bytes}) => ({table, bytes})),
    missing: all.filter(({isMissing}) => isMissing).map(({table}) => table),
    deletedBy,
  }
}

const isQuick = (table: KeyTable): boolean => table.bytes <= quickBytes || table.isOptionTable || canStep(table)

/** Whether going from key to key through an index is quicker than reading every row. */
export const canStep = ({columns, indexOrder, rowsPerKey}: KeyTable): boolean =>
  indexOrder !== null && indexOrder.join() === columns.join() && (rowsPerKey ?? 0) >= manyRowsPerKey

/** Keys that were deleted, each with its latest run: the one that no other run repeated. */
async function lastDeletions(sql: Sql, dataSource: string): Promise<ReadonlyMap<string, string>> {
  const rows = await sql.query(
    `select f.slice_key, f.run_id from cqube_replay.fence f
      where f.data_source = $1
        and not exists (select from cqube_replay.fence g
                         where g.data_source = f.data_source and g.slice_key = f.slice_key and g.repeat_of = f.run_id)`,
    [dataSource],
  )
  return new Map(rows.map((row) => [String(row['slice_key']), String(row['run_id'])]))
}

const tableKeys = (database: Database, table: KeyTable, withRows: boolean): Promise<TableKeys> =>
  database.transaction('snapshot', async (sql) => {
    // Compiling a statement that runs for half a second costs more than it saves, and with the usual 4 MB a hundred
    // thousand groups are sorted on disk. PostgreSQL 10 knows no jit.
    await sql.query(`select set_config('jit', 'off', true) where current_setting('jit', true) is not null`)
    await sql.query(`select set_config('work_mem', '64MB', true)`)
    // In the order of an index the groups come by themselves: half the time of hashing, and on one processor.
    if (table.indexOrder !== null && !withRows) await sql.query(`select set_config('enable_hashagg', 'off', true)`)
    const text = withRows ? countedKeys(table) : canStep(table) ? steppedKeys(table) : groupedKeys(table)
    const [row] = await sql.query(text)
    return {
      table: table.table,
      isOptionTable: table.isOptionTable,
      keys: (row?.['keys'] as readonly string[] | null) ?? [],
      rows: withRows ? ((row?.['rows'] as readonly number[] | null) ?? []) : null,
    }
  })

// One JSON value costs the driver a tenth of what a hundred thousand rows cost. Keys are made of the groups, not of the rows.
const asOneValue = (key: string, from: string, order = ''): string =>
  `select json_agg(key${order}) as keys from (select ${key} as key from (${from}) g) k where key is not null`

/** Sorted where no index does it: beside the other tables that costs less time here than afterwards. */
function groupedKeys({key, columns, indexOrder, qualified}: KeyTable): string {
  const groups = (indexOrder ?? columns).join(', ')
  const from = `select ${groups} from ${qualified} group by ${groups}`
  return asOneValue(key, from, indexOrder === null ? ' order by key collate "C"' : '')
}

function countedKeys({key, columns, qualified}: KeyTable): string {
  const groups = columns.length === 0 ? '' : `, ${columns.join(', ')}`
  const by = columns.length === 0 ? 'having count(*) > 0' : `group by ${columns.join(', ')}`
  return `select json_agg(key) as keys, json_agg(rows) as rows
    from (select ${key} as key, rows from (select count(*) as rows${groups} from ${qualified} ${by}) g) k
   where key is not null`
}

/** From one key to the next one through the index: a loose index scan, which PostgreSQL does not do by itself. */
function steppedKeys({key, columns, qualified}: KeyTable): string {
  const list = columns.join(', ')
  const first = `select ${list} from ${qualified} where ${columns[0] ?? ''} is not null order by ${list} limit 1`
  const next = `select ${list} from ${qualified} where (${list}) > (${columns.map((column) => `step.${column}`).join(', ')})
     order by ${list} limit 1`
  return `with recursive step as ((${first}) union all select n.* from step, lateral (${next}) n)
    ${asOneValue(key, 'select * from step')}`
}
