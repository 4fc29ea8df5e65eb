import {mkdtempSync, rmSync, utimesSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {systemClock} from '../../src/adapters/clock/system-clock.ts'
import {createLocalIncomingFiles} from '../../src/adapters/embedded-ingestion/incoming-files.ts'
import type {ZipLimits} from '../../src/adapters/embedded-ingestion/zip-file.ts'
import {openDatabase} from '../../src/adapters/postgres/connection.ts'
import {postgresFileLoader} from '../../src/adapters/postgres/ingestion/file-loader.ts'
import type {RunPoint} from '../../src/core/run/run-points.ts'
import type {OutputStore} from '../../src/ports/outputs.ts'
import {ingestWaiting} from '../../src/steps/ingest.ts'
import {emit} from './incoming.ts'
import type {Row, ServerName} from './database.ts'
import {connectionOptions, ledgerDatabase, runnerOn, type LedgerDatabase} from './ledger.ts'

/** A site that loads files itself: the small state in a database, an emission store, an output store in memory. */
export interface IngestionSite {
  readonly database: LedgerDatabase
  readonly directory: string
  readonly outputs: Map<string, unknown>
  readonly told: string[]
  /** A file that has lain there for a while. */
  emit(key: string, content: string | Buffer): void
  /** What a pass of a runner does about files. @returns what it told */
  pass(options?: PassOptions): Promise<readonly string[]>
  rows(query: string): Promise<readonly Row[]>
  remove(): Promise<void>
}

export interface PassOptions {
  readonly reach?: (point: RunPoint) => void
  readonly replace?: OutputStore['replace']
  readonly limits?: ZipLimits
  /** Connects as somebody else than the ledger's owner. */
  readonly connectionString?: string
}

export async function ingestionSite(server: ServerName): Promise<IngestionSite> {
  const database = await ledgerDatabase(server)
  const directory = mkdtempSync(join(tmpdir(), 'cqube-replay-ingestion-'))
  const outputs = new Map<string, unknown>()
  const told: string[] = []
  const store = async (key: string, bytes: Uint8Array): Promise<void> => {
    outputs.set(key, JSON.parse(new TextDecoder().decode(bytes)))
  }

  async function pass({reach = () => undefined, replace = store, limits, connectionString}: PassOptions = {}) {
    const connection = connectionOptions(connectionString ?? database.connectionString)
    const sql = openDatabase(connection)
    const from = told.length
    const tell = (text: string): void => {
      told.push(text)
    }
    try {
      const {lease} = runnerOn(sql)
      const epoch = await lease.take()
      const points = {reach}
      const ingestion = {
        files: createLocalIncomingFiles({directory, clock: systemClock, ...(limits === undefined ? {} : {limits})}),
        loader: postgresFileLoader({sql, connection, points}),
      }
      const outputStore: OutputStore = {
        replace,
        read: async () => null,
        list: async function* () {
          yield []
        },
        move: async () => 'missing',
        locate: (key) => key,
      }
      const log = {progress: tell, warn: tell, advance: () => undefined}
      const world = {ingestion, outputs: {store: outputStore}, clock: systemClock, log, points}
      await ingestWaiting(world, {timeZone: 'UTC'}, epoch)
      await lease.release(epoch)
    } finally {
      await sql.end()
    }
    return told.slice(from)
  }

  return {
    database,
    directory,
    outputs,
    told,
    emit: (key, content) => {
      emit(directory, key, content)
      // A file that is young is looked at twice, which takes a second.
      const aMinuteAgo = new Date(Date.now() - 60_000)
      utimesSync(join(directory, key), aMinuteAgo, aMinuteAgo)
    },
    pass,
    rows: (query) => database.query(query),
    remove: async () => {
      await database.drop()
      rmSync(directory, {recursive: true})
    },
  }
}
