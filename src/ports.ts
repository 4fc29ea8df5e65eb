import type {PutWay} from './core/emission/conditional-put.ts'
import type {SourceCount} from './core/plan/counts.ts'
import type {RunPoint} from './core/run/run-points.ts'
import type {Introduction, LeftOut, RunRecord, RunState} from './core/run/run-record.ts'
import type {DeletionName, NewRun, Submission, SubmittedDocument} from './core/run/submission.ts'
import type {Approvals} from './ports/approvals.ts'
import type {ArchivePurge} from './ports/archive.ts'
import type {EmissionServer} from './ports/emission-server.ts'
import type {Epoch} from './ports/epoch.ts'
import type {FilesInFlight} from './ports/files-in-flight.ts'
import type {DueReports, HoleWatch} from './ports/holes.ts'
import type {Ingestion} from './ports/ingestion.ts'
import type {LoadingGroups} from './ports/loading.ts'
import type {Outputs} from './ports/outputs.ts'
import type {RequestFile} from './ports/request-file.ts'

export type {Epoch} from './ports/epoch.ts'
export type {RequestFile} from './ports/request-file.ts'

/** The protected branch of the operator's remote. Throws GIT_UNREACHABLE, GIT_FAILED, BRANCH_MISSING. */
export interface RequestSource {
  /** Brings the branch up to date. @returns its commit. */
  fetch(): Promise<string>
  /** Request files below the requests directory, examples left out, sorted by path. */
  list(commit: string): Promise<{readonly files: readonly RequestFile[]; readonly refused: readonly LeftOut[]}>
  /** Bytes by blob, for all blobs in one go. */
  read(blobs: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>>
  /** Any other file at its path on the commit; null when there is none. */
  readPath(commit: string, path: string): Promise<Uint8Array | null>
  /** The first-parent commit that brought this blob to this path. */
  introduction(commit: string, file: RequestFile): Promise<Introduction | null>
}

/** Counts what a deletion would take, by the predicate that deletes. */
export interface Counter {
  /** All data sources in one read-only snapshot; one grouped scan a table. */
  count(selections: readonly {readonly dataSource: string; readonly keys: readonly string[]}[]): Promise<SourceCount[]>
}

export interface EmissionStore {
  /**
   * Creates the object, or finds it there with the same bytes.
   * @param way `read_first` only for a server that does not hold the condition of a put; a directory needs none
   * @throws {ReplayError} EMISSION_CONFLICT when other bytes are there; EMISSION_FAILED when nothing was written
   */
  create(key: string, bytes: Uint8Array, way?: PutWay): Promise<'created' | 'exists'>
  read(key: string): Promise<Uint8Array | null>
  /** For people: where the object lies. */
  locate(key: string): string
}

/** The run's files in Git. */
export interface Reports {
  /** Run ids that the reports branch knows, with the ledger that each is of. */
  known(): Promise<readonly {readonly runId: string; readonly ledger: string}[]>
  /**
   * Commits the report and the index on the fetched head and pushes; again when others pushed first.
   * @returns the commit that holds it; the same call again finds it there and pushes nothing
   * @param requireRight asked before each push; what it throws ends the publishing
   * @throws {ReplayError} REPORT_NOT_PUSHED
   */
  publish(
    report: {readonly record: RunRecord; readonly json: string; readonly markdown: string},
    requireRight?: () => Promise<void>,
  ): Promise<string>
}

export interface Clock {
  now(): Date
  /** Ends early, without an error, when the signal is given. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /** Calls `act` again and again until the returned function is called; the process does not stay alive for it. */
  every(ms: number, act: () => void): () => void
}

/** Named points of a run, between its acts. Nothing in production; tests end the process there. */
export interface Points {
  reach(point: RunPoint): void
}

export interface Log {
  /** Progress a person may follow; never needed to understand the result. */
  progress(message: string): void
  warn(message: string): void
  /** How far a long work is, told as often as one likes: a bar on a terminal, few lines elsewhere. */
  advance(work: string, done: number, total: number | null): void
}

export interface Lease {
  /**
   * Takes the lease, adopts the runs that an earlier runner left, voids their stale deletions.
   * @throws {ReplayError} OTHER_RUNNER, PAUSED
   */
  take(): Promise<Epoch>
  /** @returns false when it was lost */
  renew(epoch: Epoch): Promise<boolean>
  release(epoch: Epoch): Promise<void>
}

export interface Pause {
  set(by: string, reason: string): Promise<void>
  /** @returns false when nothing was paused */
  clear(): Promise<boolean>
  read(): Promise<{readonly by: string; readonly reason: string; readonly at: string} | null>
}

/** The life of runs. Every write names the epoch and throws LEASE_LOST when it is not the current one. */
export interface RunJournal {
  start(epoch: Epoch, run: NewRun): Promise<void>
  advance(epoch: Epoch, runId: string, state: RunState): Promise<void>
  /** Ends the run; what it submitted and did not delete is voided in the same transaction. */
  fail(epoch: Epoch, runId: string, failure: {readonly code: string; readonly message: string}): Promise<void>
  record(runId: string): Promise<RunRecord>
  /** The report is in Git: no later run comes back to this one. */
  reported(epoch: Epoch, runId: string, commit: string): Promise<void>
}

/** What a run submits, and how its pieces end. */
export interface Submissions {
  submit(epoch: Epoch, runId: string, submission: Submission): Promise<void>
  /** Documents in order, with the text to emit. */
  documents(runId: string): Promise<readonly (SubmittedDocument & {readonly emitted: boolean})[]>
  emitted(epoch: Epoch, runId: string, documentNo: number): Promise<void>
  /** @returns false when the deletion was executed in the meantime */
  close(
    epoch: Epoch,
    deletion: DeletionName,
    failure: {readonly code: string; readonly message: string},
  ): Promise<boolean>
  note(epoch: Epoch, runId: string, note: string): Promise<void>
}

export interface LedgerFacts {
  /** Short id of this database's ledger. */
  ledgerId(): Promise<string>
  /** Started runs without a report in Git, oldest first. */
  openRuns(): Promise<readonly string[]>
  /** Of these runs the ones that the ledger does not know: it was restored from a backup, or is another one. */
  unknownRuns(runIds: readonly string[]): Promise<readonly string[]>
  /** The latest runs, newest first. */
  recentRuns(limit: number): Promise<readonly RunSummary[]>
  lease(): Promise<{readonly holder: string | null; readonly expiresAt: string; readonly active: boolean}>
}

export interface RunSummary {
  readonly runId: string
  readonly state: RunState
  readonly failureCode: string | null
  readonly requestedAt: string
  readonly rowsDeleted: number
  readonly reportCommit: string | null
}

/** A file that no run has settled. */
export interface PendingFile extends RequestFile {
  /** Why this very file was left out, by the latest run that spoke of it; null: none did. */
  readonly leftOutBefore: string | null
}

/** What earlier runs did with requests, as far as a new one must know. */
export interface RequestMemory {
  pendingFiles(files: readonly RequestFile[]): Promise<readonly PendingFile[]>
  settleFiles(epoch: Epoch, files: readonly (RequestFile & {readonly requestId: string})[]): Promise<void>
  /** Keys that these requests have deleted, and the last run of each key that anybody has deleted. */
  deleted(
    requestIds: readonly string[],
    selections: readonly {readonly dataSource: string; readonly keys: readonly string[]}[],
  ): Promise<{
    readonly byRequest: readonly {
      readonly requestId: string
      readonly dataSource: string
      readonly key: string
      readonly runId: string
    }[]
    readonly byKey: readonly {readonly dataSource: string; readonly key: string; readonly runId: string}[]
  }>
}

/** Who executes deletions: the runner itself (`postgres`), or NiFi (`nifi`). */
export interface DeletionEngine {
  readonly name: 'postgres' | 'nifi'
  /**
   * Before the deletions of a run: from now on any of them may be executed.
   * @throws {ReplayError} LEASE_LOST, DATABASE_UNREACHABLE; NIFI_FLOW_MISSING, NIFI_SIGN_IN, NIFI_PERMISSION_MISSING,
   *   with nothing begun
   */
  begin(epoch: Epoch, runId: string): Promise<void>
  /**
   * One deletion, in one transaction, once: called again it returns the recorded result.
   * @throws {ReplayError} a refusal, with everything as before; DATABASE_UNREACHABLE when the outcome is not known;
   *   NIFI_NOT_DONE when NiFi had its time
   */
  execute(epoch: Epoch, deletion: DeletionName, document: SubmittedDocument): Promise<void>
  /** After the deletions of a run, whatever became of them. Throws nothing. */
  end(): Promise<void>
}

/** Counts again from outside what is left of the deleted slices. */
export interface Recounter {
  recount(epoch: Epoch, runId: string): Promise<void>
}

/** The installed catalogue held against the live database. */
export interface CatalogueCheck {
  check(dataSources: readonly string[]): Promise<{
    /** Full sentences, by data source; a data source with one is not deleted from. */
    readonly differences: Readonly<Record<string, readonly string[]>>
    /** Full sentences about optional tables that this installation does not have. */
    readonly notes: readonly string[]
  }>
}

/** All that a run needs of the world outside. */
export interface World {
  readonly requests: RequestSource
  /** Null: what is merged needs nobody's approval. */
  readonly approvals: Approvals | null
  readonly memory: RequestMemory
  readonly facts: LedgerFacts
  readonly counter: Counter
  readonly catalogue: CatalogueCheck
  readonly journal: RunJournal
  readonly submissions: Submissions
  readonly emission: EmissionStore
  /** Null: the emission store is no bucket. */
  readonly emissionServer: EmissionServer | null
  readonly engine: DeletionEngine
  readonly recounter: Recounter
  readonly holes: HoleWatch
  readonly filesInFlight: FilesInFlight
  readonly archive: ArchivePurge
  readonly reports: Reports
  readonly dueReports: DueReports
  readonly outputs: Outputs
  /** Null: NiFi loads files, or nobody does. */
  readonly ingestion: Ingestion | null
  /** Null: the runner does not speak to NiFi. */
  readonly loading: LoadingGroups | null
  readonly clock: Clock
  readonly log: Log
  readonly points: Points
}
