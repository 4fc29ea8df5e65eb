import {randomBytes} from 'node:crypto'
import {isAbsolute, join} from 'node:path'
import {ReplayError} from './core/replay-error.ts'
import type {Settings} from './core/settings/settings.ts'
import type {ConnectionOptions, Database, Sql} from './adapters/postgres/connection.ts'
import type {PlanningWorld} from './steps/plan-run.ts'
import type {Clock, EmissionStore, Lease, Log, Pause, Points, World} from './ports.ts'
import type {Retention} from './ports/retention.ts'
import type {WorkTree} from './ports/work-tree.ts'
import {openIngestion} from './compose-ingestion.ts'
import {systemClock} from './adapters/clock/system-clock.ts'
import {approvalsOf} from './compose-approvals.ts'
import {nifiParts} from './compose-engine.ts'
import {outputsOf} from './compose-outputs.ts'
import {emissionServerOf} from './compose-s3.ts'
import {createWorkTree, findRoot} from './adapters/local-directory/work-tree.ts'
import {createStreamLog, type LogStream} from './adapters/log/stream-log.ts'

/** Adapters are loaded when they are needed: `validate` must not pay for database and git clients. */

export interface Surroundings {
  /** Root of the operator's repository. */
  readonly root: string
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly clock: Clock
  readonly log: Log
  /** Host and process, for people. */
  readonly runner: string
  readonly points: Points
  /** A bare repository that git works in; absent: the checkout in `root`. */
  readonly repository?: string
}

export interface OpenWorld {
  readonly world: World
  readonly lease: Lease
  readonly pause: Pause
  readonly close: () => Promise<void>
}

export const silentPoints: Points = {reach: () => undefined}

/** What a command runs in, on this machine. */
export const surroundingsOf = (of: {
  readonly root: string
  readonly environment: Surroundings['environment']
  readonly stderr: LogStream
  /** Marks the word `warning` for people. */
  readonly mark?: (word: string) => string
  readonly runner: string
  readonly points?: Points
}): Surroundings => ({
  root: of.root,
  environment: of.environment,
  clock: systemClock,
  log: createStreamLog({stream: of.stderr, clock: systemClock, ...(of.mark === undefined ? {} : {mark: of.mark})}),
  runner: of.runner,
  points: of.points ?? silentPoints,
})

/** The checkout that a folder lies in. */
export async function openWorkTree(directory: string): Promise<WorkTree> {
  return createWorkTree(await findRoot(directory))
}

export const hexNonce = (): string => randomBytes(2).toString('hex')

/** What the client takes: a URL, or the folder of a socket. */
const isAddress = (text: string): boolean => text.startsWith('/') || URL.canParse(text)

/** @throws {ReplayError} DATABASE_UNREACHABLE for an address that is none */
export function connectionOptionsOf(settings: Settings, environment: Surroundings['environment']): ConnectionOptions {
  const connectionString = environment['DATABASE_URL'] ?? null
  if (connectionString !== null && !isAddress(connectionString)) {
    throw new ReplayError(
      'DATABASE_UNREACHABLE',
      'DATABASE_URL is no address such as postgresql://user@host:5432/database. It is not shown: it may hold a password.',
    )
  }
  return {
    connectionString,
    lockTimeoutSeconds: settings.database.lockTimeoutSeconds,
    statementTimeoutSeconds: settings.database.statementTimeoutSeconds,
  }
}

export async function openDatabaseOf(settings: Settings, environment: Surroundings['environment']): Promise<Database> {
  const {openDatabase} = await import('./adapters/postgres/connection.ts')
  return openDatabase(connectionOptionsOf(settings, environment))
}

/** What needs the ledger and nothing else: `status`, `pause`, `resume`, and the lease. */
export async function openLedger(database: Database, settings: Settings, runner: string) {
  const {requireLedger} = await import('./adapters/postgres/migrate.ts')
  const {postgresLease, postgresPause} = await import('./adapters/postgres/lease.ts')
  const {postgresLedgerFacts, postgresRequestMemory} = await import('./adapters/postgres/ledger-memory.ts')
  const {postgresHoles} = await import('./adapters/postgres/holes.ts')
  await requireLedger(database)
  const {leaseSeconds, resumeWithinHours} = settings.run
  return {
    lease: postgresLease(database, {holder: runner, leaseSeconds, resumeWithinHours}),
    pause: postgresPause(database),
    facts: postgresLedgerFacts(database),
    memory: postgresRequestMemory(database),
    holes: postgresHoles(database),
  }
}

/** What a run asks of the ledger. */
export async function ledgerAdapters(sql: Sql) {
  const [{postgresCatalogueCheck}, {postgresArchivePurge}, holes, journal, memory, engine] = await Promise.all([
    import('./adapters/postgres/live-catalogue.ts'),
    import('./adapters/postgres/archive-registry.ts'),
    import('./adapters/postgres/holes.ts'),
    import('./adapters/postgres/run-journal.ts'),
    import('./adapters/postgres/ledger-memory.ts'),
    import('./adapters/postgres/deletion-engine.ts'),
  ])
  return {
    memory: memory.postgresRequestMemory(sql),
    facts: memory.postgresLedgerFacts(sql),
    catalogue: postgresCatalogueCheck(sql),
    archive: postgresArchivePurge(sql),
    journal: journal.postgresRunJournal(sql),
    submissions: journal.postgresSubmissions(sql),
    recounter: engine.postgresRecounter(sql),
    engine: engine.postgresEngine(sql),
    holes: holes.postgresHoleWatch(sql),
    filesInFlight: holes.postgresFilesInFlight(sql),
    dueReports: holes.postgresDueReports(sql),
  }
}

/** What a run asks of the remote. */
export async function gitAdapters(surroundings: Surroundings, settings: Settings) {
  const [{createGitRequestSource}, {createGitReports}, {updateIndex}] = await Promise.all([
    import('./adapters/git/request-source.ts'),
    import('./adapters/git/report-branch.ts'),
    import('./core/report/index-page.ts'),
  ])
  const {root, repository, environment, clock, points} = surroundings
  const git = {directory: repository ?? root, environment, settings: settings.git}
  return {
    requests: createGitRequestSource({...git, requestsDirectory: settings.requestsDirectory}),
    reports: createGitReports({
      ...git,
      clock,
      points,
      updateIndex: (previous, record) => updateIndex(previous, record, {timeZone: settings.timeZone}),
    }),
  }
}

/** The protected branch alone; its settings are needed before the rest can be composed. */
export const openRequestSource = async (surroundings: Surroundings, settings: Settings) =>
  (await gitAdapters(surroundings, settings)).requests

const countingTold =
  (log: Log) =>
  (done: number, total: number): void => {
    log.advance('Counting tables', done, total)
  }

/**
 * What a plan reads: the database alone, no git, in a session in which the server refuses every write.
 * @throws {ReplayError} DATABASE_UNREACHABLE, LEDGER_MISSING, LEDGER_OLDER, LEDGER_NEWER
 */
export async function openPlanning(
  {environment, clock, log, runner}: Surroundings,
  settings: Settings,
): Promise<{readonly world: PlanningWorld; readonly retention: Retention; readonly close: () => Promise<void>}> {
  const {openDatabase} = await import('./adapters/postgres/connection.ts')
  const database = openDatabase({...connectionOptionsOf(settings, environment), readOnly: true})
  try {
    const {facts, memory} = await openLedger(database, settings, runner)
    const {postgresCounter} = await import('./adapters/postgres/counter.ts')
    const {postgresRetention} = await import('./adapters/postgres/retention.ts')
    const {postgresCatalogueCheck} = await import('./adapters/postgres/live-catalogue.ts')
    const {postgresFilesInFlight} = await import('./adapters/postgres/holes.ts')
    const counter = postgresCounter(database, countingTold(log))
    const catalogue = postgresCatalogueCheck(database)
    const filesInFlight = postgresFilesInFlight(database)
    return {
      world: {memory, facts, counter, catalogue, filesInFlight, clock},
      retention: postgresRetention(database),
      close: () => database.end(),
    }
  } catch (error) {
    await database.end()
    throw error
  }
}

export const emissionDirectory = (root: string, settings: Settings): string =>
  isAbsolute(settings.emission.directory) ? settings.emission.directory : join(root, settings.emission.directory)

/** @throws {ReplayError} FILE_UNREADABLE */
export async function emissionOf(surroundings: Surroundings, settings: Settings): Promise<EmissionStore> {
  const {bucket, storage} = settings.emission
  if (storage === 's3' && bucket !== null) {
    const [{createS3EmissionStore}, {bucketOf}] = await Promise.all([
      import('./adapters/s3/emission-store.ts'),
      import('./compose-s3.ts'),
    ])
    return createS3EmissionStore(await bucketOf(surroundings, settings, bucket))
  }
  const {createLocalEmissionStore} = await import('./adapters/local-directory/emission-store.ts')
  return createLocalEmissionStore({directory: emissionDirectory(surroundings.root, settings)})
}

/** @throws {ReplayError} DATABASE_UNREACHABLE, LEDGER_MISSING, LEDGER_OLDER, LEDGER_NEWER */
export async function openWorld(surroundings: Surroundings, settings: Settings): Promise<OpenWorld> {
  const {root, clock, log, points, runner} = surroundings
  const database = await openDatabaseOf(settings, surroundings.environment)
  try {
    const {lease, pause} = await openLedger(database, settings, runner)
    const {postgresCounter} = await import('./adapters/postgres/counter.ts')
    const ledger = await ledgerAdapters(database)
    const world: World = {
      ...ledger,
      ...(await nifiParts(database, surroundings, settings, ledger.engine)),
      ...(await gitAdapters(surroundings, settings)),
      approvals: await approvalsOf(surroundings, settings),
      counter: postgresCounter(database, countingTold(log)),
      emission: await emissionOf(surroundings, settings),
      emissionServer: await emissionServerOf(database, surroundings, settings),
      outputs: await outputsOf(database, surroundings, settings),
      ingestion: settings.ingestion.embedded
        ? await openIngestion({
            sql: database,
            connection: connectionOptionsOf(settings, surroundings.environment),
            directory: emissionDirectory(root, settings),
            clock,
            points,
          })
        : null,
      clock,
      log,
      points,
    }
    return {world, lease, pause, close: () => database.end()}
  } catch (error) {
    await database.end()
    throw error
  }
}
