import {readFileSync} from 'node:fs'
import {openDatabase} from '../../src/adapters/postgres/connection.ts'
import {installCatalogue} from '../../src/adapters/postgres/install-catalogue.ts'
import {cqubeCatalogue} from '../../src/core/catalogue/cqube-catalogue.ts'
import type {Submission} from '../../src/core/run/submission.ts'
import {freshDatabase, type ServerName} from './database.ts'
import {connectionOptions, type LedgerDatabase} from './ledger.ts'

/** A database with the small state and a ledger as the program of version 1 installed it. */
export async function ledgerOfVersion1(server: ServerName): Promise<LedgerDatabase> {
  const raw = await freshDatabase(server, 'state')
  await raw.exec(readFileSync(new URL('../fixtures/ledger-1.sql', import.meta.url), 'utf8'))
  const database = openDatabase(connectionOptions(raw.connectionString))
  await database.transaction('write', (sql) => installCatalogue(sql, cqubeCatalogue, 'cqube'))
  const drop = async () => {
    await database.end()
    await raw.drop()
  }
  return {...database, connectionString: raw.connectionString, drop}
}

/** What the program of version 1 froze of a deletion. */
export const submissionOfVersion1 = (submission: Submission): Submission => ({
  ...submission,
  deletions: submission.deletions.map(
    (deletion) =>
      Object.fromEntries(Object.entries(deletion).filter(([name]) => !sinceVersion2.has(name))) as typeof deletion,
  ),
})

const sinceVersion2 = new Set(['sliceRows', 'fileStems', 'ignoreFilesAfterMinutes'])
