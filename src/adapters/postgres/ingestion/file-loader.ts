import {refused} from '../../../core/ingestion/refusal.ts'
import {countRejects, rejectWords, type Rejects} from '../../../core/ingestion/rejects.ts'
import type {Points} from '../../../ports.ts'
import type {FileLoader, LoadedFile, SeenFile} from '../../../ports/ingestion.ts'
import type {ConnectionOptions, Sql} from '../connection.ts'
import {bulkTransaction} from './bulk-transaction.ts'
import {dueOutputs} from './due-outputs.ts'

export interface FileLoaderOptions {
  /** For the ledger, and for what the output objects are made from. */
  readonly sql: Sql
  /** Each file is loaded over a connection of its own. */
  readonly connection: ConnectionOptions
  readonly points: Points
}

/** Carries "the file changed" out of a transaction that must not commit. */
class Changed extends Error {}

export const postgresFileLoader = ({sql, connection, points}: FileLoaderOptions): FileLoader => ({
  seen: async (keys) => {
    const rows = await sql.query('select * from cqube_replay.seen_files($1)', [keys])
    return rows.map((row) => ({
      key: String(row['object_key']),
      bytes: Number(row['bytes']),
      modifiedAt: (row['modified_at'] as Date).toISOString(),
      state: row['state'] as SeenFile['state'],
      reason: row['reason'] as SeenFile['reason'],
    }))
  },
  loadedBefore: async (sha256) => {
    const [row] = await sql.query('select * from cqube_replay.loaded_before($1)', [sha256])
    return row === undefined ? null : {key: String(row['object_key']), at: (row['loaded_at'] as Date).toISOString()}
  },
  load: async (epoch, {stem, ...file}, {rows, counts, stillWhole}) => {
    const load = () =>
      bulkTransaction(connection, async (bulk) => {
        await bulk.query('select cqube_replay.stage_file($1)', [stem.name])
        await bulk.copy(
          copyStatement(
            stem.name,
            stem.columns.map(({name}) => name),
          ),
          rows,
        )
        points.reach('file-copied')
        // Hashes of millions of lines want more than the 4 MB that servers give by default.
        await bulk.query("set local work_mem = '128MB'")
        const {lines, rejects} = counts()
        const described = {...file, stem: stem.name, lines, rejects}
        const [row] = await bulk.query('select * from cqube_replay.load_file($1, $2)', [
          epoch,
          JSON.stringify(described),
        ])
        const loaded: LoadedFile = {
          lines,
          accepted: Number(row?.['accepted']),
          rejects: row?.['rejects'] as Rejects,
          slices: row?.['slices'] as LoadedFile['slices'],
        }
        if (loaded.accepted === 0) throw nothingAccepted(loaded)
        if (!(await stillWhole())) throw new Changed()
        points.reach('before-load-commit')
        return loaded
      })
    try {
      return await load()
    } catch (error) {
      if (error instanceof Changed) return 'changed'
      throw error
    }
  },
  remember: async (epoch, file, seen) => {
    await sql.query('select cqube_replay.remember_file($1, $2)', [epoch, JSON.stringify({...file, ...seen})])
  },
  dueOutputs: () => dueOutputs(sql),
})

/** Names are ours: they come from the table of stems. */
const copyStatement = (stem: string, columns: readonly string[]): string =>
  `copy pg_temp.staged_${stem} (${columns.join(', ')}) from stdin (format text, delimiter '|', null '', encoding 'UTF8')`

const nothingAccepted = ({lines, rejects}: LoadedFile) =>
  refused(
    (rejects.unknown_school ?? 0) > 0 ? 'SCHOOLS_UNKNOWN' : 'NOTHING_ACCEPTED',
    lines === 0
      ? 'It has a header and no line.'
      : `None of its ${lines} lines could be taken: ${rejectWords(rejects)} (${countRejects(rejects)} rejects).`,
  )
