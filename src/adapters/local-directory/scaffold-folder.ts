import {lstat, readFile, realpath, rename, rm} from 'node:fs/promises'
import {basename, dirname, join} from 'node:path'
import {ReplayError} from '../../core/replay-error.ts'
import type {ScaffoldFolder} from '../../ports/scaffold.ts'
import {errno, liesBelow, makeDirectory, syncDirectory, writeNewFile} from './durable-file.ts'

/** Always the same, so that the next attempt finds and removes what a killed one left. */
const temporaryName = (path: string): string => join(dirname(path), `.${basename(path)}.init-tmp`)

const isThere = async (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    (error: unknown) => !['ENOENT', 'ENOTDIR'].includes(errno(error)),
  )

/** The path without symbolic links, as git tells it, of a folder that may still be to be made. */
export const realFolder = async (path: string): Promise<string> =>
  realpath(path).catch(async () =>
    dirname(path) === path ? path : join(await realFolder(dirname(path)), basename(path)),
  )

/** @param folder absolute; made when the first file is */
export function createScaffoldFolder(folder: string): ScaffoldFolder {
  const place = (path: string): string => join(folder, path)

  /** Written under another name first: whoever is killed half-way leaves no half file under the real one. */
  async function put(path: string, bytes: Uint8Array): Promise<void> {
    const temporary = temporaryName(place(path))
    await makeDirectory(dirname(temporary))
    if (!(await liesBelow(dirname(temporary), folder))) throw new Error(`a symbolic link leads out of ${folder}`)
    await rm(temporary, {force: true})
    try {
      await writeNewFile(temporary, bytes)
      await rename(temporary, place(path))
    } catch (error) {
      await rm(temporary, {force: true}).catch(() => undefined)
      throw error
    }
    await syncDirectory(dirname(temporary))
  }

  async function read(path: string): Promise<Uint8Array | null> {
    try {
      return await readFile(place(path))
    } catch (error) {
      if (['ENOENT', 'ENOTDIR'].includes(errno(error))) return null
      throw failed(path, 'read', error)
    }
  }

  const failed = (path: string, act: 'read' | 'written', error: unknown) =>
    new ReplayError(
      'FILE_UNREADABLE',
      `${place(path)}: the file was not ${act} (${errno(error)}). Files that were made before stay; the same command goes on.`,
      {path},
      error,
    )

  return {
    path: folder,
    read,
    holds: (path) => isThere(place(path)),
    create: async (path, bytes) => {
      try {
        if (await isThere(place(path))) throw new Error('something else has this name')
        await put(path, bytes)
      } catch (error) {
        throw failed(path, 'written', error)
      }
    },
    replace: async (path, bytes) => {
      try {
        const copy = await keepCopy(path)
        await put(path, bytes)
        return copy
      } catch (error) {
        throw error instanceof ReplayError ? error : failed(path, 'written', error)
      }
    },
  }

  /** `file.orig`, `file.orig-2` …: the first that is free, or that holds the same from an attempt that was cut short. */
  async function keepCopy(path: string): Promise<string> {
    const bytes = (await read(path)) ?? new Uint8Array()
    for (let n = 1; ; n += 1) {
      const copy = `${path}.orig${n === 1 ? '' : `-${n}`}`
      const found = await read(copy)
      if (found === null) await put(copy, bytes)
      if (found === null || Buffer.from(found).equals(bytes)) return copy
    }
  }
}
