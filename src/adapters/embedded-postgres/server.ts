import {chownSync, mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {unprivileged, usableBinaries, weAreRoot} from './binaries.ts'
import {database, end, freePort, initialise, launchWithRetries, user, type RunningPostgres} from './launch.ts'

export interface PostgresOptions {
  /** Folder with `initdb` and `postgres`. */
  readonly binDirectory: string
  /** Initialised when it is empty or missing, and kept. Without it: a temporary one that `dispose` removes. */
  readonly dataDirectory?: string
  /** Appended to. */
  readonly logFile?: string
  /** Names and values as in postgresql.conf; `fsync` is off unless it is given here. */
  readonly settings?: Readonly<Record<string, string | number>>
  /** Of the superuser of a data directory that is initialised now. Without it anybody on this machine is let in. */
  readonly password?: string
  /** Where binaries are copied to when the server's user cannot reach them; the temporary folder if left out. */
  readonly copiesIn?: string
}

export interface PostgresConnection {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly database: string
}

export interface PostgresServer {
  readonly port: number
  readonly connection: PostgresConnection
  readonly binDirectory: string
  readonly dataDirectory: string
  readonly logFile: string
  /** As the server tells it, such as "10.23"; empty when it asked for a password first. */
  readonly version: string
  /** Of the postmaster that runs now, or ran last. */
  readonly pid: number
  /** Ends the server and keeps its data; `immediate` is a crash that PostgreSQL survives. Does nothing when it is not running. */
  readonly stop: (mode?: 'fast' | 'immediate') => Promise<void>
  /** SIGKILL to the postmaster; its backends notice and end by themselves. */
  readonly kill: () => Promise<void>
  /** Starts again on the same port and data, after a fast stop when it is running. */
  readonly restart: () => Promise<void>
  /** Ends the server and removes the data directory if it was a temporary one. */
  readonly dispose: () => Promise<void>
}

const defaults = {fsync: 'off', full_page_writes: 'off', timezone: 'UTC', log_timezone: 'UTC', lc_messages: 'C'}

/**
 * Starts a PostgreSQL server of its own on 127.0.0.1, without sockets in the file system.
 * @throws {ReplayError} POSTGRES_NOT_STARTED with the last lines of its log; nothing runs and no temporary folder is left
 */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const own = options.dataDirectory === undefined ? mkdtempSync(join(tmpdir(), 'cqube-replay-postgres-')) : null
  if (own !== null && weAreRoot()) chownSync(own, unprivileged.uid, unprivileged.gid)
  const dataDirectory = options.dataDirectory ?? join(own ?? '', 'data')
  const place = {
    binDirectory: usableBinaries(options.binDirectory, options.copiesIn),
    dataDirectory,
    logFile: options.logFile ?? join(dirname(dataDirectory), 'postgres.log'),
    settings: {...defaults, ...options.settings},
  }
  const removeOwn = (): void => {
    if (own !== null) rmSync(own, {recursive: true, force: true, maxRetries: 20, retryDelay: 100})
  }
  let running: RunningPostgres | null = null
  // An interrupted process leaves neither a temporary server nor its folder; one with a given folder keeps its data.
  const abandon = (): void => {
    running?.child.kill('SIGQUIT')
    removeOwn()
  }
  process.once('exit', abandon)
  try {
    await initialise(place.binDirectory, dataDirectory, options.password)
    running = await launchWithRetries(place, freePort)
  } catch (error) {
    process.removeListener('exit', abandon)
    removeOwn()
    throw error
  }
  let current = running
  const {port, version} = current

  const stop = (mode: 'fast' | 'immediate' = 'fast'): Promise<void> =>
    end(current.child, mode === 'fast' ? 'SIGINT' : 'SIGQUIT')
  return {
    port,
    version,
    binDirectory: place.binDirectory,
    dataDirectory,
    logFile: place.logFile,
    connection: {host: '127.0.0.1', port, user, database},
    get pid() {
      return current.pid
    },
    stop,
    kill: () => end(current.child, 'SIGKILL'),
    restart: async () => {
      await stop()
      running = current = await launchWithRetries(place, () => Promise.resolve(port))
    },
    dispose: async () => {
      await stop('immediate')
      process.removeListener('exit', abandon)
      removeOwn()
    },
  }
}
