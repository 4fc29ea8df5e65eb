import type {ArchivedTable} from '../../core/archive/archived-table.ts'
import {ReplayError} from '../../core/replay-error.ts'
import type {ArchiveFacts, ArchiveOwner} from '../../ports/archive.ts'
import {selectedTables} from './selected-tables.ts'

export interface DroppedByHand {
  readonly runId: string
  /** What this call dropped; a table that another had dropped in the meantime is not among them. */
  readonly tables: readonly ArchivedTable[]
}

/**
 * Drops archived rows for good. All the tables or none.
 * @param confirm asks a person to write the run's id; @returns what was written
 * @throws {ReplayError} ARCHIVE_UNKNOWN, ARCHIVE_IN_USE, ARCHIVE_OF_OPEN_RUN, ARCHIVE_OWNER_ONLY, USAGE, with nothing dropped
 */
export async function dropArchive(
  world: {readonly facts: ArchiveFacts; readonly owner: ArchiveOwner},
  of: string,
  person: string,
  confirm: (tables: readonly ArchivedTable[], runId: string) => Promise<string>,
): Promise<DroppedByHand> {
  const tables = await selectedTables(world.facts, of)
  const runId = tables[0]?.runId ?? of
  const written = (await confirm(tables, runId)).trim()
  if (written !== runId) {
    throw new ReplayError('USAGE', `"${written}" is not the id of the run, ${runId}; nothing was dropped.`)
  }
  const dropped = new Set(
    await world.owner.drop(
      tables.map(({archiveTable}) => archiveTable),
      person,
    ),
  )
  return {runId, tables: tables.filter(({archiveTable}) => dropped.has(archiveTable))}
}
