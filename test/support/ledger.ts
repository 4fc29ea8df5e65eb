import {cqubeCatalogue} from '../../src/core/catalogue/cqube-catalogue.ts'
import {openDatabase, type Database} from '../../src/adapters/postgres/connection.ts'
import {databaseError} from '../../src/adapters/postgres/database-error.ts'
import {migrate} from '../../src/adapters/postgres/migrate.ts'
import {freshDatabase, type ServerName} from './database.ts'
import {freshPglite} from './pglite.ts'
import {connectionOptions} from './runner.ts'

export {aRun, connectionOptions, newRunId, runnerOn, submissionOf} from './runner.ts'

export type Target = ServerName | 'pglite'

/** The product's view of a database with the small state and a ledger. */
export interface LedgerDatabase extends Database {
  readonly connectionString: string
  readonly drop: () => Promise<void>
}

export async function ledgerDatabase(target: Target, content: 'tables' | 'state' = 'state'): Promise<LedgerDatabase> {
  const database = target === 'pglite' ? await pgliteDatabase(content) : await serverDatabase(target, content)
  await migrate(database, {dataSchema: 'public', ledgerId: 'a1b2c3d4', catalogue: cqubeCatalogue})
  return database
}

async function serverDatabase(server: ServerName, content: 'tables' | 'state'): Promise<LedgerDatabase> {
  const raw = await freshDatabase(server, content)
  const database = openDatabase(connectionOptions(raw.connectionString))
  const drop = async () => {
    await database.end()
    await raw.drop()
  }
  return {...database, connectionString: raw.connectionString, drop}
}

async function pgliteDatabase(content: 'tables' | 'state'): Promise<LedgerDatabase> {
  const raw = await freshPglite(content)
  const query = async (text: string, parameters?: readonly unknown[]) => {
    try {
      if (parameters !== undefined) return (await raw.query(text, parameters)).rows
      const isScript = text.includes(';\n')
      if (isScript) await raw.exec(text)
      return isScript ? [] : (await raw.query(text)).rows
    } catch (error) {
      throw databaseError(error)
    }
  }
  return {
    query,
    transaction: async (mode, act) => {
      await query(mode === 'write' ? 'begin' : 'begin isolation level repeatable read read only')
      try {
        const result = await act({query})
        await query('commit')
        return result
      } catch (error) {
        await query('rollback')
        throw error
      }
    },
    end: () => raw.close(),
    drop: () => raw.close(),
    connectionString: '',
  }
}
