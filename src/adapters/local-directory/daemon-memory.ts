import {readFile, rename, unlink, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {ReplayError} from '../../core/replay-error.ts'
import type {DaemonMemory, DaemonState} from '../../ports/daemon-memory.ts'
import {because} from './disk-cause.ts'
import {errno, makeDirectory, syncDirectory, temporaryName, writeNewFile} from './durable-file.ts'

const begun: DaemonState = {handledUntil: null, lastTick: null, startTimes: null, commits: {}, plannedHeads: {}}
const version = 1

const notWritten = (path: string, error: unknown) =>
  new ReplayError('STATE_NOT_WRITTEN', `${path} was not written (${because(error)}).`, {path}, error)

/** Makes the folder if need be; git does not see it where it lies in a checkout. Throws STATE_NOT_WRITTEN. */
export async function makeStateFolder(folder: string): Promise<void> {
  try {
    await makeDirectory(folder)
    await writeFile(join(folder, '.gitignore'), '*\n')
  } catch (error) {
    throw notWritten(folder, error)
  }
}

const isMoment = (value: unknown): boolean => typeof value === 'string' && !Number.isNaN(Date.parse(value))

function parsed(text: string): DaemonState | null {
  try {
    const {version: written, ...state} = JSON.parse(text) as DaemonState & {readonly version: unknown}
    const isOurs = written === version && (state.handledUntil === null || isMoment(state.handledUntil))
    return isOurs ? {...begun, ...state} : null
  } catch {
    return null
  }
}

/**
 * The file `state.json` of a daemon's folder, replaced in one step.
 * @throws {ReplayError} STATE_BROKEN: beginning anew would accept a rewritten branch without a word
 */
export async function openDaemonMemory(folder: string): Promise<DaemonMemory> {
  const path = join(folder, 'state.json')
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (errno(error) === 'ENOENT') return null
    throw new ReplayError('STATE_BROKEN', `${path} was not read (${because(error)}).`, {path}, error)
  })
  const found = text === null ? begun : parsed(text)
  if (found === null) throw new ReplayError('STATE_BROKEN', `${path} is not what a daemon of this version writes.`)
  let known = found
  return {
    state: () => known,
    change: async (part) => {
      known = {...known, ...part}
      const temporary = join(folder, temporaryName())
      try {
        await writeNewFile(temporary, Buffer.from(`${JSON.stringify({version, ...known}, null, 2)}\n`))
        await rename(temporary, path)
        await syncDirectory(folder)
      } catch (error) {
        await unlink(temporary).catch(() => undefined)
        throw notWritten(path, error)
      }
    },
  }
}
