import type {CountedGroup, SideEffect, SourceCount, TableCount} from '../../core/plan/counts.ts'
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
  readonly text: string
}

/** Counts in one read-only snapshot. */
export const postgresCounter = (database: Pick<Database, 'transaction'>): Counter => ({
  count: (selections) =>
    database.transaction('snapshot', async (sql) => {
      const counts: SourceCount[] = []
      for (const {dataSource, keys} of selections) {
        const count = await countSource(sql, dataSource, keys)
        if (count !== null) counts.push(count)
      }
      return counts
    }),
})

/** @returns null when the catalogue does not know the data source */
export async function countSource(sql: Sql, dataSource: string, asked: readonly string[]): Promise<SourceCount | null> {
  const statements = await statementsOf(sql, dataSource)
  if (statements.length === 0) return null
  const [resolved] = await sql.query('select cqube_replay.resolve_keys($1, $2) as keys', [dataSource, asked])
  const keys = resolved?.['keys'] as readonly string[]
  const reference = await readReference(sql, statements, keys)
  const tables: TableCount[] = []
  const sideEffects: SideEffect[] = []
  for (const statement of statements) {
    const counted = statement.missing ? noRows : await countTable(sql, statement, keys, reference)
    tables.push({...(await tableFacts(sql, statement)), groups: counted.groups})
    if (counted.sideEffect !== null) sideEffects.push(counted.sideEffect)
  }
  return {dataSource, tables, sideEffects, keys}
}

const noRows = {groups: [], sideEffect: null}

async function statementsOf(sql: Sql, dataSource: string): Promise<readonly Statement[]> {
  const rows = await sql.query('select * from cqube_replay.count_statements($1) order by position', [dataSource])
  return rows.map((row) => ({
    table: String(row['table_name']),
    position: Number(row['position']),
    missing: row['missing'] === true,
    transient: row['transient'] === true,
    role: row['role'] as Statement['role'],
    valueIndex: Number(row['value_index'] ?? 1) - 1,
    text: String(row['statement']),
  }))
}

async function readReference(sql: Sql, statements: readonly Statement[], keys: readonly string[]): Promise<Reference> {
  const statement = statements.find(({role, missing}) => role === 'reference' && !missing)
  if (statement === undefined) return referenceOf([])
  const rows = await sql.query(statement.text, [keys])
  return referenceOf(
    rows.map((row): ReferenceRow => ({
      key: String(row['key']),
      values: row['values'] as readonly (string | null)[],
      rows: Number(row['rows']),
      hit: row['hit'] === true,
    })),
  )
}

async function countTable(
  sql: Sql,
  statement: Statement,
  keys: readonly string[],
  reference: Reference,
): Promise<{readonly groups: readonly CountedGroup[]; readonly sideEffect: SideEffect | null}> {
  if (statement.role === 'reference') return {groups: reference.groups, sideEffect: null}
  if (statement.role === 'keys') {
    const rows = await sql.query(statement.text, bound(statement.text, keys))
    return {groups: rows.map((row) => ({keys: [String(row['key'])], rows: Number(row['rows'])})), sideEffect: null}
  }
  const rows = await sql.query(statement.text, [reference.values(statement.valueIndex)])
  const counted = rows.map((row) => ({value: String(row['value']), rows: Number(row['rows'])}))
  const keysOf = reference.keysByValue(statement.valueIndex)
  const siblingsOf = reference.siblingsByValue(statement.valueIndex)
  const shared = counted.filter(({value}) => siblingsOf.has(value))
  const siblings = [...new Set(shared.flatMap(({value}) => [...(siblingsOf.get(value) ?? [])]))].sort()
  return {
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

async function tableFacts(sql: Sql, statement: Statement): Promise<Omit<TableCount, 'groups'>> {
  const {table, position, missing, transient} = statement
  const facts = {table, position, missing, transient}
  if (missing) return {...facts, tableRows: 0, tableRowsExact: true, tableBytes: 0}
  const [row] = await sql.query('select * from cqube_replay.table_rows($1)', [table])
  return {
    ...facts,
    tableRows: Number(row?.['rows']),
    tableRowsExact: row?.['exact'] === true,
    tableBytes: Number(row?.['bytes']),
  }
}
