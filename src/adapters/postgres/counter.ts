import type {CountedGroup, SideEffect, SourceCount, TableCount} from '../../core/plan/counts.ts'
import {rowsByKey} from '../../core/holes/rows-by-key.ts'
import type {Counter} from '../../ports.ts'
import {bound, type Database, type Sql} from './connection.ts'
import {groupByKeys, referenceOf, type Reference, type ReferenceRow} from './reference.ts'

interface Statement {
  readonly table: string
  readonly position: number
  readonly missing: boolean
  readonly transient: boolean
  readonly role: 'keys' | 'values' | 'reference'
  /** Which of the reference's value columns this table is matched by, from 0. */
  readonly valueIndex: number
  /** Every row of the table is counted, those outside the selection as one group of null; else `estimate` tells how many. */
  readonly allRows: boolean
  readonly estimate: number
  readonly bytes: number
  readonly text: string
}

interface Counted {
  readonly groups: readonly CountedGroup[]
  /** Of the whole table; null when only the selection was read. */
  readonly allRows: number | null
  readonly sideEffect: SideEffect | null
}

/** Is told how many tables are counted, of how many. */
type Advance = (done: number, total: number) => void
const tellNobody = (): void => undefined

/** Counts in one read-only snapshot. */
export const postgresCounter = (database: Pick<Database, 'transaction'>, advance: Advance = tellNobody): Counter => ({
  count: (selections) =>
    database.transaction('snapshot', async (sql) => {
      const prepared: PreparedCount[] = []
      for (const {dataSource, keys} of selections) prepared.push(await prepareCount(sql, dataSource, keys))
      const known = prepared.filter(({statements}) => statements.length > 0)
      const total = known.reduce((sum, {statements}) => sum + statements.length, 0)
      let done = 0
      advance(done, total)
      const counts: SourceCount[] = []
      for (const each of known) {
        counts.push(
          await countPrepared(sql, each, () => {
            advance((done += 1), total)
          }),
        )
      }
      return counts
    }),
})

/** @returns null when the catalogue does not know the data source */
export async function countSource(sql: Sql, dataSource: string, asked: readonly string[]): Promise<SourceCount | null> {
  const prepared = await prepareCount(sql, dataSource, asked)
  return prepared.statements.length === 0 ? null : countPrepared(sql, prepared)
}

interface PreparedCount {
  readonly dataSource: string
  readonly keys: readonly string[]
  /** One a table; none of a data source that the catalogue does not know. */
  readonly statements: readonly Statement[]
}

async function prepareCount(sql: Sql, dataSource: string, asked: readonly string[]): Promise<PreparedCount> {
  const [resolved] = await sql.query('select cqube_replay.resolve_keys($1, $2) as keys', [dataSource, asked])
  const keys = resolved?.['keys'] as readonly string[]
  return {dataSource, keys, statements: await statementsOf(sql, dataSource, keys)}
}

/** @param counted is called after each table */
async function countPrepared(
  sql: Sql,
  {dataSource, keys, statements}: PreparedCount,
  counted: () => void = tellNobody,
): Promise<SourceCount> {
  const reference = await readReference(sql, statements, keys)
  const tables: TableCount[] = []
  const sideEffects: SideEffect[] = []
  for (const statement of statements) {
    const rows = statement.missing ? noRows : await countTable(sql, statement, keys, reference)
    tables.push(tableCount(statement, rows))
    if (rows.sideEffect !== null) sideEffects.push(rows.sideEffect)
    counted()
  }
  return {dataSource, tables, sideEffects, keys}
}

/**
 * Rows of one table of a data source by slice key, by the predicate that would delete them.
 * @returns null when the catalogue does not name the table, or the database does not have it
 */
export async function countTableByKey(
  sql: Sql,
  dataSource: string,
  table: string,
  keys: readonly string[],
): Promise<ReadonlyMap<string, number> | null> {
  const statements = await statementsOf(sql, dataSource, keys)
  const statement = statements.find((candidate) => candidate.table === table)
  if (statement === undefined || statement.missing) return null
  const reference = statement.role === 'keys' ? referenceOf([], 0) : await readReference(sql, statements, keys)
  return rowsByKey((await countTable(sql, statement, keys, reference)).groups)
}

const noRows: Counted = {groups: [], allRows: 0, sideEffect: null}

async function statementsOf(sql: Sql, dataSource: string, keys: readonly string[]): Promise<readonly Statement[]> {
  const rows = await sql.query('select * from cqube_replay.count_statements($1, $2) order by position', [
    dataSource,
    keys,
  ])
  return rows.map((row) => ({
    table: String(row['table_name']),
    position: Number(row['position']),
    missing: row['missing'] === true,
    transient: row['transient'] === true,
    role: row['role'] as Statement['role'],
    valueIndex: Number(row['value_index'] ?? 1) - 1,
    allRows: row['all_rows'] === true,
    estimate: Number(row['estimate'] ?? 0),
    bytes: Number(row['bytes'] ?? 0),
    text: String(row['statement']),
  }))
}

async function readReference(sql: Sql, statements: readonly Statement[], keys: readonly string[]): Promise<Reference> {
  const statement = statements.find(({role, missing}) => role === 'reference' && !missing)
  if (statement === undefined) return referenceOf([], 0)
  const rows = await sql.query(statement.text, [keys])
  return referenceOf(
    rows
      .filter((row) => row['values'] !== null)
      .map((row): ReferenceRow => ({
        key: String(row['key']),
        values: row['values'] as readonly (string | null)[],
        rows: Number(row['rows']),
        hit: row['hit'] === true,
      })),
    rows.reduce((sum, row) => sum + Number(row['rows']), 0),
  )
}

async function countTable(
  sql: Sql,
  statement: Statement,
  keys: readonly string[],
  reference: Reference,
): Promise<Counted> {
  if (statement.role === 'reference') {
    return {groups: reference.groups, allRows: reference.allRows, sideEffect: null}
  }
  const name = statement.role === 'keys' ? 'key' : 'value'
  const wanted = statement.role === 'keys' ? keys : reference.values(statement.valueIndex)
  const rows = await sql.query(statement.text, bound(statement.text, wanted))
  const allRows = statement.allRows ? rows.reduce((sum, row) => sum + Number(row['rows']), 0) : null
  const counted = rows
    .filter((row) => row[name] !== null)
    .map((row) => ({value: String(row[name]), rows: Number(row['rows'])}))
  if (statement.role === 'keys') {
    return {groups: counted.map(({value, rows: n}) => ({keys: [value], rows: n})), allRows, sideEffect: null}
  }
  const keysOf = reference.keysByValue(statement.valueIndex)
  const siblingsOf = reference.siblingsByValue(statement.valueIndex)
  const shared = counted.filter(({value}) => siblingsOf.has(value))
  const siblings = [...new Set(shared.flatMap(({value}) => [...(siblingsOf.get(value) ?? [])]))].sort()
  return {
    allRows,
    groups: groupByKeys(counted.map(({value, rows: n}) => ({keys: [...(keysOf.get(value) ?? [])].sort(), rows: n}))),
    sideEffect:
      shared.length === 0
        ? null
        : {
            table: statement.table,
            rows: shared.reduce((sum, {rows: n}) => sum + n, 0),
            siblingKeys: siblings.slice(0, 20),
            siblings: siblings.length,
          },
  }
}

function tableCount(statement: Statement, {groups, allRows}: Counted): TableCount {
  const {table, position, missing, transient, estimate, bytes} = statement
  const facts = {table, position, missing, transient, groups, tableBytes: bytes}
  return {...facts, tableRows: allRows ?? estimate, tableRowsExact: allRows !== null}
}
