import {
  tablesReadTooLate,
  type Catalogue,
  type CatalogueSource,
  type CatalogueTable,
} from '../../core/catalogue/catalogue.ts'
import {ReplayError} from '../../core/replay-error.ts'
import {readInstalledCatalogue} from './catalogue-store.ts'
import type {Database, Sql} from './connection.ts'
import {installCatalogue} from './install-catalogue.ts'
import {compareWithTables, readLiveTables} from './live-tables.ts'

/**
 * Installs an administrator's data sources; later `db migrate`s leave them as they are. All or nothing.
 * @param additions each data source whole, as `readCatalogueFile` returns them
 * @returns full sentences: what changed, and which optional tables are missing
 * @throws {ReplayError} CATALOGUE_REFUSED with everything that does not fit; CATALOGUE_IN_USE while a deletion of one of
 * the data sources is not finished
 */
export const applyCatalogue = (database: Database, additions: Catalogue): Promise<readonly string[]> =>
  database.transaction('write', async (sql) => {
    await sql.query("select pg_advisory_xact_lock(hashtext('cqube_replay.migrate'))")
    for (const dataSource of additions.sources.map((source) => source.dataSource).sort()) {
      await sql.query('select cqube_replay.lock_data_source($1)', [dataSource])
    }
    await refuseWhileInUse(sql, additions)
    const live = await readLiveTables(sql, additions.sources)
    const found = additions.sources.map((source) => compareWithTables(source, live))
    const mistakes = [...found.flatMap(({differences}) => differences), ...additions.sources.flatMap(referenceMistakes)]
    if (mistakes.length > 0) throw new ReplayError('CATALOGUE_REFUSED', `${mistakes.join(' ')} Nothing was installed.`)
    const before = await readInstalledCatalogue(sql)
    await installCatalogue(sql, additions, 'administrator')
    for (const source of additions.sources) await tryPredicates(sql, source)
    return [...additions.sources.flatMap((source) => changesOf(source, before)), ...found.flatMap(({notes}) => notes)]
  })

async function refuseWhileInUse(sql: Sql, {sources}: Catalogue): Promise<void> {
  const rows = await sql.query(
    `select distinct run_id, data_source from cqube_replay.deletion
      where state in ('SUBMITTED', 'EMITTED') and data_source in (select unnest($1::text[])) order by 1, 2`,
    [sources.map(({dataSource}) => dataSource)],
  )
  if (rows.length === 0) return
  const open = rows.map((row) => `${String(row['data_source'])} by run ${String(row['run_id'])}`).join(', ')
  throw new ReplayError('CATALOGUE_IN_USE', `Deletions are not finished (${open}), so the catalogue was left as it is.`)
}

/** The ledger reads one reference table for a data source, and counts it by the very columns that the others name. */
function referenceMistakes({dataSource, tables}: CatalogueSource): string[] {
  const references = tables.flatMap(({table, predicate}) =>
    predicate.kind === 'reference' ? [{table, ...predicate}] : [],
  )
  const readings = new Set(references.map(({fromTable, where}) => JSON.stringify([fromTable, where])))
  return [
    ...references.flatMap(({table, fromTable, where}) => {
      const read = tables.find((entry) => entry.table === fromTable)
      if (read === undefined)
        return [`${dataSource}: "${table}" refers to "${fromTable}", which is no table of this data source.`]
      const {predicate} = read
      const fits = predicate.kind === 'columns' && predicate.columns.join() === where.join()
      return fits
        ? []
        : [`${dataSource}: "${fromTable}" is not selected by the columns through which "${table}" refers to it.`]
    }),
    ...(readings.size > 1
      ? [`${dataSource}: its tables refer to different tables or columns; only one reference is possible.`]
      : []),
    ...tablesReadTooLate(tables).map(
      ([reader, read]) => `${dataSource}: "${read}" is deleted from before "${reader}", which refers to it.`,
    ),
  ]
}

/** Plans each statement without running it: a column may be of a type that no slice key can be compared with. */
async function tryPredicates(sql: Sql, {dataSource}: CatalogueSource): Promise<void> {
  const statements = await sql.query(
    `select table_name, statement from cqube_replay.count_statements($1) where statement is not null order by position`,
    [dataSource],
  )
  for (const {table_name, statement} of statements) {
    const text = String(statement)
    await sql.query(`explain ${text}`, text.includes('$1') ? [[]] : []).catch((error: unknown) => {
      if (!(error instanceof ReplayError) || typeof error.details['sqlState'] !== 'string') throw error
      throw new ReplayError(
        'CATALOGUE_REFUSED',
        `${dataSource}: a slice key cannot be compared with the columns named for "${String(table_name)}" ` +
          `(SQLSTATE ${error.details['sqlState']}). Nothing was installed.`,
      )
    })
  }
}

function changesOf(source: CatalogueSource, before: Catalogue): string[] {
  const old = before.sources.find(({dataSource}) => dataSource === source.dataSource)
  const oldTables = new Map(old?.tables.map((entry) => [entry.table, entry]))
  const lines = source.tables.flatMap((entry) => changeOf(source.dataSource, entry, oldTables.get(entry.table)))
  const gone = [...oldTables.keys()].filter((table) => !source.tables.some((entry) => entry.table === table))
  return [
    ...(old === undefined ? [`${source.dataSource}: new data source, selected by ${source.kind}.`] : []),
    ...lines,
    ...gone.map((table) => `${source.dataSource}: table "${table}" is no longer deleted from.`),
    ...(old !== undefined && lines.length + gone.length === 0 ? [`${source.dataSource}: nothing changed.`] : []),
  ]
}

function changeOf(dataSource: string, entry: CatalogueTable, old: CatalogueTable | undefined): string[] {
  if (old === undefined) return [`${dataSource}: table "${entry.table}" was added at position ${entry.position}.`]
  const changed = (['predicate', 'optional', 'transient'] as const).filter(
    (key) => JSON.stringify(entry[key]) !== JSON.stringify(old[key]),
  )
  return changed.length === 0 ? [] : [`${dataSource}: table "${entry.table}" has another ${changed.join(' and ')}.`]
}
