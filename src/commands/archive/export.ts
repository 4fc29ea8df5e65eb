import {basename} from 'node:path'
import type {ArchivedTable} from '../../core/archive/archived-table.ts'
import {ReplayError} from '../../core/replay-error.ts'
import type {Log} from '../../ports.ts'
import type {ArchiveFacts, ArchiveOwner, ExportPlace} from '../../ports/archive.ts'
import {selectedTables} from './selected-tables.ts'

export interface ExportedTable {
  readonly file: string
  readonly archiveTable: string
  readonly dataSource: string
  readonly table: string
  readonly columns: readonly string[]
  readonly rows: number
  /** What the deletion counted; another number than `rows` when somebody changed the archive table since. */
  readonly rowsDeleted: number
  readonly bytes: number
  readonly sha256: string
}

/** What lies beside exported rows and says what they are; version 1 only grows. */
export interface ExportManifest {
  readonly version: 1
  readonly ledger: string
  readonly runId: string
  readonly exportedAt: string
  readonly exportedBy: string
  readonly tables: readonly ExportedTable[]
}

export interface ExportWorld {
  readonly facts: ArchiveFacts
  readonly owner: ArchiveOwner
  readonly openPlace: (path: string, files: readonly string[] | null) => Promise<ExportPlace>
  readonly ledger: string
  readonly now: () => Date
  readonly log: Log
  /** The user wants it to end. */
  readonly signal: AbortSignal
}

/**
 * Writes a run's archive to a new folder, or one archive table to a new file, as CSV with a manifest. Changes nothing.
 * @param path absolute
 * @throws {ReplayError} ARCHIVE_UNKNOWN, ARCHIVE_OWNER_ONLY, EXPORT_FAILED, STOPPED, with nothing left at the place
 */
export async function exportArchive(
  world: ExportWorld,
  of: string,
  path: string,
  person: string,
): Promise<ExportManifest> {
  const tables = await selectedTables(world.facts, of)
  const [first] = tables
  const isRun = first?.runId === of
  const manifestName = isRun ? 'manifest.json' : `${basename(path)}.manifest.json`
  const fileOf = ({archiveTable}: ArchivedTable): string =>
    isRun ? `${archiveTable.replaceAll(/[^\w.-]/g, '_')}.csv` : basename(path)

  const place = await world.openPlace(path, isRun ? null : [basename(path), manifestName])
  for (const leftover of place.leftovers) {
    world.log.warn(`${leftover} holds pupils' data that an export which was killed left behind; delete it.`)
  }
  try {
    const manifest: ExportManifest = {
      version: 1,
      ledger: world.ledger,
      runId: first?.runId ?? of,
      exportedAt: world.now().toISOString(),
      exportedBy: person,
      tables: await writeTables(world, place, tables, fileOf),
    }
    await place.write(manifestName, once(`${JSON.stringify(manifest, null, 2)}\n`))
    await place.finish()
    return manifest
  } catch (error) {
    await place.abandon()
    throw error
  }
}

async function writeTables(
  {owner, log, signal}: ExportWorld,
  place: ExportPlace,
  tables: readonly ArchivedTable[],
  fileOf: (table: ArchivedTable) => string,
): Promise<readonly ExportedTable[]> {
  const byName = new Map(tables.map((table) => [table.archiveTable, table]))
  const written = await owner.read([...byName.keys()], async (archiveTable, csv) => {
    const about = byName.get(archiveTable)
    if (about === undefined) throw new ReplayError('BUG', `Nobody asked for archive table ${archiveTable}.`)
    const file = fileOf(about)
    return {about, file, ...(await place.write(file, watched(csv, signal, log, archiveTable)))}
  })
  return written.map(({rows, taken: {about, file, bytes, sha256}}) => ({
    file,
    archiveTable: about.archiveTable,
    dataSource: about.dataSource,
    table: about.table,
    columns: about.columns,
    rows,
    rowsDeleted: about.rows,
    bytes,
    sha256,
  }))
}

async function* watched(
  chunks: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
  log: Log,
  name: string,
): AsyncIterable<Uint8Array> {
  let bytes = 0
  for await (const chunk of chunks) {
    if (signal.aborted) throw new ReplayError('STOPPED', 'A signal stopped the export; nothing of it was left.')
    bytes += chunk.length
    log.advance(`Exporting ${name}, bytes`, bytes, null)
    yield chunk
  }
}

async function* once(text: string): AsyncIterable<Uint8Array> {
  yield new TextEncoder().encode(text)
}
