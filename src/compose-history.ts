import type {Sql} from './adapters/postgres/connection.ts'
import type {ArchiveFacts} from './ports/archive.ts'
import type {History} from './ports/history.ts'

/** The ledger looked back upon; the caller has seen that there is one. */
export async function openHistory(sql: Sql): Promise<{readonly history: History; readonly archive: ArchiveFacts}> {
  const [{postgresHistory}, {postgresArchiveFacts}] = await Promise.all([
    import('./adapters/postgres/history.ts'),
    import('./adapters/postgres/archive-registry.ts'),
  ])
  return {history: postgresHistory(sql), archive: postgresArchiveFacts(sql)}
}
