import {createHash} from 'node:crypto'
import {sliceId, sliceKeys, type Slice} from '../../src/core/slice.ts'
import type {Database} from '../../src/adapters/postgres/connection.ts'
import {countSource} from '../../src/adapters/postgres/counter.ts'
import {postgresEngine, postgresRecounter} from '../../src/adapters/postgres/deletion-engine.ts'
import {postgresHoles, postgresHoleWatch} from '../../src/adapters/postgres/holes.ts'
import {postgresLease} from '../../src/adapters/postgres/lease.ts'
import {postgresLedgerFacts, postgresRequestMemory} from '../../src/adapters/postgres/ledger-memory.ts'
import {postgresRunJournal, postgresSubmissions} from '../../src/adapters/postgres/run-journal.ts'
import {fileStems} from '../../src/core/holes/files-to-emit.ts'
import {sliceRows} from '../../src/core/holes/slice-rows.ts'
import {deletionRows} from '../../src/core/plan/attribute.ts'
import type {Submission, SubmittedDocument} from '../../src/core/run/submission.ts'

export const connectionOptions = (connectionString: string) => ({
  connectionString,
  lockTimeoutSeconds: 10,
  statementTimeoutSeconds: 0,
})

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
    holes: postgresHoles(database),
    holeWatch: postgresHoleWatch(database),
  }
}

let runs = 0

/** Counted, not drawn: four random digits would meet again in a database of many runs. */
export const newRunId = (): string => `20261101T163000Z-${(runs += 1).toString(16).padStart(4, '0')}`

/** A run in the ledger, and what the tests do not look at. */
export const aRun = (runId: string) => ({
  runId,
  runner: 'r',
  engine: 'postgres',
  programVersion: '0',
  branch: 'main',
  commit: 'c',
})

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
        ignoreFilesAfterMinutes: null,
        fileStems: fileStems(dataSource),
        sliceRows: sliceRows(new Set(count.keys), count),
        sideEffects: count.sideEffects,
        tables: deletionRows(count.keys, count).map((rows) => ({...rows, maxRows: null, tableRows: null})),
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
