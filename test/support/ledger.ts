import {createHash, randomBytes} from 'node:crypto'
import {cqubeCatalogue} from '../../src/core/catalogue/cqube-catalogue.ts'
import {sliceId, sliceKeys, type Slice} from '../../src/core/slice.ts'
import {openDatabase, type Database} from '../../src/adapters/postgres/connection.ts'
import {databaseError} from '../../src/adapters/postgres/database-error.ts'
import {countSource} from '../../src/adapters/postgres/counter.ts'
import {postgresEngine, postgresRecounter} from '../../src/adapters/postgres/deletion-engine.ts'
import {postgresLease} from '../../src/adapters/postgres/lease.ts'
import {postgresLedgerFacts, postgresRequestMemory} from '../../src/adapters/postgres/ledger-memory.ts'
import {migrate} from '../../src/adapters/postgres/migrate.ts'
import {postgresRunJournal, postgresSubmissions} from '../../src/adapters/postgres/run-journal.ts'
import {deletionRows} from '../../src/core/plan/attribute.ts'
import type {Submission, SubmittedDocument} from '../../src/ports.ts'
import {freshDatabase, type ServerName} from './database.ts'
import {freshPglite} from './pglite.ts'

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

export const connectionOptions = (connectionString: string) => ({
  connectionString,
  lockTimeoutSeconds: 10,
  statementTimeoutSeconds: 0,
})

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

/** The adapters of one runner on a database. */
export function runnerOn(database: Database, holder = 'runner-1', leaseSeconds = 60, resumeWithinHours = 24) {
  return {
    lease: postgresLease(database, {holder, leaseSeconds, resumeWithinHours}),
    journal: postgresRunJournal(database),
    submissions: postgresSubmissions(database),
    facts: postgresLedgerFacts(database),
    memory: postgresRequestMemory(database),
    engine: postgresEngine(database),
    recounter: postgresRecounter(database),
  }
}

export const newRunId = (): string => `20261101T163000Z-${randomBytes(2).toString('hex')}`

/** A submission of one deletion of these slices, with the live counts as the expected ones. */
export async function submissionOf(
  database: Database,
  runId: string,
  slice: Slice,
  options: {
    readonly requestId?: string
    readonly repeatOf?: string | null
    readonly archive?: boolean
    readonly maxRows?: number
  } = {},
): Promise<Submission & {readonly documents: readonly SubmittedDocument[]}> {
  const {dataSource} = slice
  const count = await countSource(database, dataSource, sliceKeys(slice))
  if (count === null) throw new Error(`No catalogue entry of ${dataSource}.`)
  const content = {run_id: runId, document: 1, [dataSource]: sliceKeys(slice)}
  const bytes = `${JSON.stringify(content)}\n`
  const requestId = options.requestId ?? sliceId(slice)
  return {
    documents: [
      {
        documentNo: 1,
        key: `cqube_replay/${runId}_01.json`,
        content,
        bytes,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      },
    ],
    deletions: [
      {
        documentNo: 1,
        dataSource,
        keys: count.keys,
        maxRows: options.maxRows ?? 1_000_000,
        archive: options.archive ?? true,
        tolerancePercent: 0,
        ignoreOpenRowsAfterMinutes: null,
        sideEffects: count.sideEffects,
        tables: deletionRows(count.keys, count).map((rows) => ({...rows, maxRows: null})),
        requests: count.keys.map((key) => ({
          requestId,
          sliceId: sliceId(slice),
          key,
          repeatOf: options.repeatOf ?? null,
        })),
      },
    ],
    requests: [],
    leftOut: [],
    notes: [],
  }
}
