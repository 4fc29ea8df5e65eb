import {randomBytes} from 'node:crypto'
import {readFile, rename, stat, unlink, utimes, writeFile} from 'node:fs/promises'
import {hostname} from 'node:os'
import {join} from 'node:path'
import {ReplayError} from '../../core/replay-error.ts'
import type {Clock} from '../../ports.ts'
import {because} from './disk-cause.ts'
import {errno} from './durable-file.ts'

const signOfLifeMs = 30_000
/** Without a sign of life for so long a daemon is gone, whatever its process id says: ids are used again. */
const goneAfterMs = 10 * signOfLifeMs

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
 * Keeps a second daemon out of the folder. What a killed one left is taken over: at once on the same machine, after
 * five minutes where its process cannot be seen. The ledger's lease guards the data; this guards mirror and state.
 * @returns the release
 * @throws {ReplayError} STATE_IN_USE, STATE_NOT_WRITTEN
 */
export async function lockStateFolder(folder: string, clock: Clock): Promise<() => Promise<void>> {
  const path = join(folder, 'lock')
  const mine = JSON.stringify({host: hostname(), pid: process.pid, since: clock.now().toISOString()})
  try {
    while (!(await created(path, mine))) {
      const found = await readLock(path)
      if (found === null) continue
      if (isHeld(found)) throw inUse(folder, found)
      await removeStale(folder, path, found)
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
async function removeStale(folder: string, path: string, found: Found): Promise<void> {
  const aside = join(folder, `lock.${randomBytes(6).toString('hex')}`)
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
  throw inUse(folder, {...found, holder: holderIn(moved)})
}

const inUse = (folder: string, {holder, silentMs}: Found): ReplayError =>
  new ReplayError(
    'STATE_IN_USE',
    `${folder} is in use by another daemon: process ${holder.pid ?? '?'} on ${holder.host ?? '?'}, since ` +
      `${holder.since ?? '?'}; its last sign of life was ${Math.max(0, Math.round(silentMs / 1000))} s ago. Nothing was started.`,
  )
