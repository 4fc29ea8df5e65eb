import {randomBytes} from 'node:crypto'
import {readFile, rename, stat, unlink, utimes, writeFile} from 'node:fs/promises'
import {hostname} from 'node:os'
import {join} from 'node:path'
import {ReplayError} from '../../core/replay-error.ts'
import type {Clock} from '../../ports.ts'
import {because} from './disk-cause.ts'
import {errno} from './durable-file.ts'

const signOfLifeMs = 30_000
/** Without a sign of life for so long a holder is gone, whatever its process id says: ids are used again. */
const goneAfterMs = 10 * signOfLifeMs

interface FolderLock {
  readonly path: string
  readonly clock: Clock
  readonly inUse: (holder: string) => ReplayError
}

interface Holder {
  readonly host: string
  readonly pid: number
  readonly since: string
}

interface Found {
  readonly text: string
  readonly holder: Partial<Holder>
  readonly silentMs: number
}

/** True also for a process of another user. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return errno(error) === 'EPERM'
  }
}

async function readLock(path: string): Promise<Found | null> {
  try {
    const [text, {mtimeMs}] = await Promise.all([readFile(path, 'utf8'), stat(path)])
    return {text, holder: holderIn(text), silentMs: Date.now() - mtimeMs}
  } catch (error) {
    if (errno(error) === 'ENOENT') return null
    throw error
  }
}

/** A lock may be met while it is written. */
function holderIn(text: string): Partial<Holder> {
  try {
    return JSON.parse(text) as Partial<Holder>
  } catch {
    return {}
  }
}

function isHeld({holder, silentMs}: Found): boolean {
  if (silentMs > goneAfterMs) return false
  if (holder.pid === undefined || holder.host !== hostname()) return true
  // Our own id is of a container that was started again, or of another one of the same name: only its silence tells.
  return holder.pid === process.pid ? silentMs < 2 * signOfLifeMs : isAlive(holder.pid)
}

/**
 * Keeps a second daemon out of its state folder. The ledger's lease guards the data; this guards mirror and state.
 * @returns the release
 * @throws {ReplayError} STATE_IN_USE, STATE_NOT_WRITTEN
 */
export const lockStateFolder = (folder: string, clock: Clock): Promise<() => Promise<void>> =>
  lockFolder({
    path: join(folder, 'lock'),
    clock,
    inUse: (holder) =>
      new ReplayError('STATE_IN_USE', `${folder} is in use by another daemon: ${holder}. Nothing was started.`),
  })

/**
 * Keeps a second process out. What a killed one left is taken over: at once on the same machine, after five minutes
 * where its process cannot be seen.
 * @param path of the lock, in a folder that is there
 * @param inUse what is thrown when somebody holds it, told who
 * @returns the release
 * @throws {ReplayError} that one, or STATE_NOT_WRITTEN
 */
export async function lockFolder({path, clock, inUse}: FolderLock): Promise<() => Promise<void>> {
  const mine = JSON.stringify({host: hostname(), pid: process.pid, since: clock.now().toISOString()})
  try {
    while (!(await created(path, mine))) {
      const found = await readLock(path)
      if (found === null) continue
      if (isHeld(found)) throw inUse(holderWords(found))
      await removeStale(path, found, inUse)
    }
  } catch (error) {
    if (error instanceof ReplayError) throw error
    throw new ReplayError('STATE_NOT_WRITTEN', `${path} was not written (${because(error)}).`, {path}, error)
  }
  const stop = clock.every(signOfLifeMs, () => {
    const now = new Date()
    utimes(path, now, now).catch(() => undefined)
  })
  return async () => {
    stop()
    const found = await readLock(path).catch(() => null)
    if (found?.text === mine) await unlink(path).catch(() => undefined)
  }
}

async function created(path: string, text: string): Promise<boolean> {
  try {
    await writeFile(path, text, {flag: 'wx'})
    return true
  } catch (error) {
    if (errno(error) === 'EEXIST') return false
    throw error
  }
}

/** Moved before it is judged again: of two that find it stale, the slower one could remove the lock of the faster. */
async function removeStale(path: string, found: Found, inUse: FolderLock['inUse']): Promise<void> {
  const aside = `${path}.${randomBytes(6).toString('hex')}`
  try {
    await rename(path, aside)
  } catch (error) {
    if (errno(error) === 'ENOENT') return
    throw error
  }
  const moved = await readFile(aside, 'utf8')
  await unlink(aside)
  if (moved === found.text) return
  await created(path, moved)
  throw inUse(holderWords({...found, holder: holderIn(moved)}))
}

/** `process 7 on replay-1, since …; its last sign of life was 4 s ago` */
const holderWords = ({holder, silentMs}: Found): string =>
  `process ${holder.pid ?? '?'} on ${holder.host ?? '?'}, since ${holder.since ?? '?'}; its last sign of life was ` +
  `${Math.max(0, Math.round(silentMs / 1000))} s ago`
