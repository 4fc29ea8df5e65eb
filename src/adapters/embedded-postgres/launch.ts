import {execFile, spawn, type ChildProcess} from 'node:child_process'
import {chownSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {createServer} from 'node:net'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {promisify} from 'node:util'
import {ReplayError} from '../../core/replay-error.ts'
import {unprivileged, weAreRoot} from './binaries.ts'
import {probe} from './probe.ts'

export const user = 'postgres'
export const database = 'postgres'
const startTimeoutMs = 30_000

export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : 0)
      })
    })
  })

/** Spawned as nobody when we are root, with a working directory that nobody can read and no PG* variable of ours. */
const childOptions = (cwd: string) => ({
  cwd,
  env: {LC_ALL: 'C', PATH: '/usr/bin:/bin'},
  ...(weAreRoot() ? unprivileged : {}),
})

/** initdb reads the password from a file only, and as nobody it cannot open a pipe of root's. */
function writePassword(dataDirectory: string, password: string): string {
  const file = `${dataDirectory}.password`
  writeFileSync(file, `${password}\n`, {mode: 0o600, flag: 'wx'})
  if (weAreRoot()) chownSync(file, unprivileged.uid, unprivileged.gid)
  return file
}

export async function initialise(binDirectory: string, dataDirectory: string, password?: string): Promise<void> {
  mkdirSync(dataDirectory, {recursive: true, mode: 0o700})
  if (weAreRoot()) chownSync(dataDirectory, unprivileged.uid, unprivileged.gid)
  if (existsSync(join(dataDirectory, 'PG_VERSION'))) return
  const passwordFile = password === undefined ? null : writePassword(dataDirectory, password)
  const authentication = passwordFile === null ? ['-A', 'trust'] : ['-A', 'scram-sha-256', `--pwfile=${passwordFile}`]
  const args = ['-D', dataDirectory, '-U', user, ...authentication, '-E', 'UTF8', '--locale=C', '--no-sync']
  try {
    await promisify(execFile)(join(binDirectory, 'initdb'), args, childOptions(dataDirectory))
  } catch (error) {
    throw new ReplayError('POSTGRES_NOT_STARTED', `initdb failed in ${dataDirectory}.`, {dataDirectory}, error)
  } finally {
    if (passwordFile !== null) rmSync(passwordFile)
  }
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null

export async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (hasEnded(child)) return
  await new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve()
    })
    child.kill(signal)
  })
}

const lastLines = (logFile: string): string => readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-5).join('\n')

export interface Place {
  readonly binDirectory: string
  readonly dataDirectory: string
  readonly logFile: string
  readonly settings: Readonly<Record<string, string | number>>
}

export interface RunningPostgres {
  readonly child: ChildProcess
  readonly pid: number
  readonly version: string
  readonly port: number
}

/** @returns the postmaster once it takes connections, or null if it ended before that. */
async function launch(place: Place, port: number): Promise<RunningPostgres | null> {
  const settings = {...place.settings, listen_addresses: '127.0.0.1', unix_socket_directories: '', port}
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const log = openSync(place.logFile, 'a')
  const child = spawn(join(place.binDirectory, 'postgres'), ['-D', place.dataDirectory, ...args], {
    ...childOptions(place.dataDirectory),
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  const failure = new Promise<Error>((resolve) => child.once('error', resolve))
  const deadline = performance.now() + startTimeoutMs
  while (!hasEnded(child) && performance.now() < deadline) {
    const version = await probe(port, user, database)
    if (version !== null && child.pid !== undefined && !hasEnded(child)) return {child, pid: child.pid, version, port}
    const error = await Promise.race([failure, sleep(20)])
    if (error instanceof Error) throw error
  }
  await end(child, 'SIGQUIT')
  return null
}

/** After SIGKILL the shared memory stays busy until the last backend has gone, 0.9–1.8 s as measured: try again. */
export async function launchWithRetries(place: Place, choosePort: () => Promise<number>): Promise<RunningPostgres> {
  const deadline = performance.now() + startTimeoutMs
  for (;;) {
    const port = await choosePort()
    const running = await launch(place, port)
    if (running !== null) return running
    const log = lastLines(place.logFile)
    const passing = /pre-existing shared memory block|Address already in use|lock file "postmaster.pid" already exists/
    if (!passing.test(log) || performance.now() > deadline) {
      throw new ReplayError('POSTGRES_NOT_STARTED', `PostgreSQL in ${place.dataDirectory} did not start:\n${log}`)
    }
    await sleep(100)
  }
}
