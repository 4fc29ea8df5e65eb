import {constants, type Dirent} from 'node:fs'
import {link, lstat, open, readdir, rename, unlink} from 'node:fs/promises'
import {dirname, join} from 'node:path'
import {checkedOutputKey, isOutputKey} from '../../core/outputs/output-key.ts'
import {ReplayError} from '../../core/replay-error.ts'
import type {OutputStore} from '../../ports/outputs.ts'
import {because} from './disk-cause.ts'
import {errno, liesBelow, makeDirectory, syncDirectory, temporaryName, writeNewFile} from './durable-file.ts'

const pageSize = 256

/**
 * The directory that cQube's reports read in its local mode. An object is replaced in one step, by a temporary name that
 * is no key, and moved by a second link to it; nothing is read, written or listed behind a symbolic link.
 * @param directory absolute path; made when something is written to it
 */
export function createLocalOutputStore({directory}: {readonly directory: string}): OutputStore {
  const locate = (key: string): string => join(directory, checkedOutputKey(key))

  /** The folder that an object goes to. */
  async function preparedFolder(path: string): Promise<string> {
    const folder = dirname(path)
    await makeDirectory(folder)
    await stayBelow(folder, directory)
    return folder
  }

  async function read(key: string): Promise<Uint8Array | null> {
    const path = locate(key)
    return failing(`${path}: the object was not read`, async () => {
      if ((await statOf(path)) === null) return null
      await stayBelow(dirname(path), directory)
      return bytesOf(path)
    })
  }

  async function replace(key: string, bytes: Uint8Array): Promise<void> {
    const path = locate(key)
    await failing(`${path}: the object was not written; what was there before still is`, async () => {
      const folder = await preparedFolder(path)
      const temporary = join(folder, temporaryName())
      try {
        await writeNewFile(temporary, bytes)
        await rename(temporary, path)
      } catch (error) {
        await unlink(temporary).catch(() => undefined)
        throw error
      }
      await syncDirectory(folder)
    })
  }

  async function move(from: string, to: string): Promise<'moved' | 'moved before' | 'missing'> {
    const [old, moved] = [locate(from), locate(to)]
    return failing(`${old}: the object was not moved to ${moved}; it is at one of the two`, async () => {
      if ((await statOf(old)) === null) return (await statOf(moved)) === null ? 'missing' : 'moved before'
      await stayBelow(dirname(old), directory)
      const folder = await preparedFolder(moved)
      await linkOrFind(old, moved)
      await syncDirectory(folder)
      await removeMoved(old, moved)
      await syncDirectory(dirname(old))
      return 'moved'
    })
  }

  return {list: (prefix) => listBelow(directory, prefix), read, replace, move, locate}
}

/** An output of cQube is a plain file; a link or a device in its place is left alone. */
async function statOf(path: string) {
  try {
    const found = await lstat(path)
    if (!found.isFile()) throw new Error('it is no plain file')
    return found
  } catch (error) {
    if (errno(error) === 'ENOENT') return null
    throw error
  }
}

async function stayBelow(folder: string, directory: string): Promise<void> {
  if (!(await liesBelow(folder, directory))) throw new Error(`a symbolic link leads out of ${directory}`)
}

async function bytesOf(path: string): Promise<Uint8Array | null> {
  try {
    const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW)
    try {
      return await handle.readFile()
    } finally {
      await handle.close()
    }
  } catch (error) {
    if (errno(error) === 'ENOENT') return null
    throw error
  }
}

async function linkOrFind(old: string, moved: string): Promise<void> {
  try {
    await link(old, moved)
  } catch (error) {
    if (errno(error) !== 'EEXIST') throw error
    const [there, here] = await Promise.all([bytesOf(moved), bytesOf(old)])
    if (here !== null && (there === null || Buffer.compare(there, here) !== 0)) throw conflict(old, moved)
  }
}

/** The old name goes only while it names the very object that was moved: cQube may have replaced it in between. */
async function removeMoved(old: string, moved: string): Promise<void> {
  const [left, there] = await Promise.all([statOf(old), statOf(moved)])
  if (left === null) return
  const isMoved = there !== null && (left.ino === there.ino || (await haveSameBytes(old, moved)))
  if (!isMoved) throw conflict(old, moved)
  await unlink(old)
}

async function haveSameBytes(one: string, other: string): Promise<boolean> {
  const [first, second] = await Promise.all([bytesOf(one), bytesOf(other)])
  return first !== null && second !== null && Buffer.compare(first, second) === 0
}

const conflict = (old: string, moved: string): ReplayError =>
  new ReplayError(
    'OUTPUT_CONFLICT',
    `${old} and ${moved} hold different objects, so the first was not moved; both are where they were.`,
  )

async function failing<T>(what: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    if (error instanceof ReplayError) throw error
    throw new ReplayError('OUTPUT_FAILED', `${what} (${because(error)}).`, {}, error)
  }
}

async function* listBelow(directory: string, prefix: string): AsyncGenerator<readonly string[]> {
  // A prefix ends anywhere in a name; the walk begins at the folder that it surely lies in.
  const start = prefix.slice(0, prefix.lastIndexOf('/') + 1)
  if (start !== '') checkedOutputKey(start.slice(0, -1))
  let page: string[] = []
  for await (const key of keysBelow(directory, start)) {
    if (!key.startsWith(prefix)) continue
    page.push(key)
    if (page.length < pageSize) continue
    yield page
    page = []
  }
  if (page.length > 0) yield page
}

async function* keysBelow(directory: string, folder: string): AsyncGenerator<string> {
  for (const entry of await entriesOf(directory, folder)) {
    const key = `${folder}${entry.name}`
    if (!isOutputKey(key)) continue
    if (entry.isDirectory()) yield* keysBelow(directory, `${key}/`)
    else if (entry.isFile()) yield key
  }
}

const entriesOf = (directory: string, folder: string): Promise<readonly Dirent[]> => {
  const path = join(directory, folder)
  return failing(`${path}: the folder was not listed`, async () => {
    try {
      await stayBelow(path, directory)
      return await readdir(path, {withFileTypes: true})
    } catch (error) {
      if (errno(error) === 'ENOENT' || errno(error) === 'ENOTDIR') return []
      throw error
    }
  })
}
