import type {ArchivedTable} from '../../core/archive/archived-table.ts'
import {nearestWord} from '../../core/document/nearest-word.ts'
import {ReplayError} from '../../core/replay-error.ts'
import type {ArchiveFacts} from '../../ports/archive.ts'

/** More than a run can have. */
export const allTables = 100_000

/**
 * The archive tables of a run, or the one of this name, that are still there.
 * @throws {ReplayError} ARCHIVE_UNKNOWN, which says when they were dropped if they were
 */
export async function selectedTables(facts: ArchiveFacts, of: string): Promise<readonly ArchivedTable[]> {
  const tables = await facts.tables(of, false, allTables)
  if (tables.length > 0) return tables
  const [was] = await facts.tables(of, true, 1)
  if (was?.dropped !== null && was?.dropped !== undefined) {
    const {at, by, why} = was.dropped
    throw new ReplayError('ARCHIVE_UNKNOWN', `The archive of ${of} was dropped at ${at} (${why}, ${by}).`)
  }
  const known = await facts.tables(null, false, allTables)
  const near = nearestWord(of, [...new Set(known.flatMap(({runId, archiveTable}) => [runId, archiveTable]))])
  const hint = near === null ? '' : ` Did you mean "${near}"?`
  throw new ReplayError('ARCHIVE_UNKNOWN', `The archive holds nothing of a run or table "${of}".${hint}`)
}
