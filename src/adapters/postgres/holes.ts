import {fileStems} from '../../core/holes/files-to-emit.ts'
import type {Hole} from '../../core/holes/hole.ts'
import {ReplayError} from '../../core/replay-error.ts'
import type {FilesInFlight} from '../../ports/files-in-flight.ts'
import type {DueReports, Holes, HoleWatch} from '../../ports/holes.ts'
import type {Sql} from './connection.ts'
import {countTableByKey} from './counter.ts'

const holesIn = async (sql: Sql, call: string, parameters: readonly unknown[] = []): Promise<readonly Hole[]> => {
  const [row] = await sql.query(`select cqube_replay.${call} as holes`, parameters)
  return row?.['holes'] as readonly Hole[]
}

export const postgresHoles = (sql: Sql): Holes => ({
  open: () => holesIn(sql, 'awaited_holes()'),
  ofRun: (runId) => holesIn(sql, 'holes_of($1)', [runId]),
})

export const postgresHoleWatch = (sql: Sql): HoleWatch => ({
  watched: () => holesIn(sql, 'watched_holes()'),
  count: async (holes) => {
    const counted = new Map<string, ReadonlyMap<string, number> | null>()
    for (const [name, {dataSource, table, keys}] of byTable(holes)) {
      counted.set(name, await countTableByKey(sql, dataSource, table, [...keys]).catch(nullUnlessGone))
    }
    return holes.map((hole) => {
      const rows = counted.get(tableName(hole)) ?? null
      return rows === null ? null : (rows.get(hole.key) ?? 0)
    })
  },
  record: async (epoch, holes) => {
    if (holes.length > 0) await sql.query('select cqube_replay.record_holes($1, $2)', [epoch, JSON.stringify(holes)])
  },
})

export const postgresDueReports = (sql: Sql): DueReports => ({
  due: async () =>
    (await sql.query('select run_id from cqube_replay.due_reports()')).map((row) => String(row['run_id'])),
  requireLease: async (epoch) => {
    await sql.query('select cqube_replay.check_lease($1)', [epoch])
  },
})

const nullUnlessGone = (error: unknown): null => {
  if (!(error instanceof ReplayError) || error.code === 'DATABASE_UNREACHABLE') throw error
  return null
}

/** By the books that cQube's NiFi keeps in its database; without them no file is in flight. */
export const postgresFilesInFlight = (sql: Sql): FilesInFlight => ({
  of: async (dataSource, ignoreAfterMinutes) => {
    const stems = fileStems(dataSource)
    if (stems.length === 0) return []
    const rows = await sql.query(
      `select file, floor(extract(epoch from age) / 60)::integer as minutes, close_statement
         from cqube_replay.files_in_flight($1) where coalesce(age <= make_interval(mins => $2::integer), true)`,
      [stems, ignoreAfterMinutes],
    )
    return rows.map((row) => ({
      file: String(row['file']),
      minutes: row['minutes'] === null ? null : Number(row['minutes']),
      closeStatement: String(row['close_statement']),
    }))
  },
})

const tableName = ({dataSource, table}: Hole): string => `${dataSource} ${table}`

/** Holes of several runs may be of one slice: its key is counted once. */
function byTable(holes: readonly Hole[]) {
  const tables = new Map<string, {readonly dataSource: string; readonly table: string; readonly keys: Set<string>}>()
  for (const hole of holes) {
    const {dataSource, table, key} = hole
    const known = tables.get(tableName(hole)) ?? {dataSource, table, keys: new Set<string>()}
    known.keys.add(key)
    tables.set(tableName(hole), known)
  }
  return tables
}
