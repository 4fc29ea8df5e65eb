import {randomBytes} from 'node:crypto'
import {readdir, readFile, realpath, rename, stat, unlink} from 'node:fs/promises'
import {dirname, join, relative, resolve, sep} from 'node:path'
import {ReplayError} from '../../core/replay-error.ts'
import type {WorkTree} from '../../ports.ts'
import {errno, writeNewFile} from './durable-file.ts'

const marks = ['cqube-replay.yaml', '.git']
const requestName = /\.(ya?ml|json)$/i

const exists = async (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

/**
 * @returns the nearest folder at or above `from` with cqube-replay.yaml or .git in it; `from` itself when none has
 * @throws {ReplayError} FILE_UNREADABLE when there is no folder `from`
 */
export async function findRoot(from: string): Promise<string> {
  const start = resolve(from)
  const isFolder = await stat(start).then(
    (found) => found.isDirectory(),
    () => false,
  )
  if (!isFolder) throw new ReplayError('FILE_UNREADABLE', `${start}: there is no such folder.`)
  for (let folder = start; ; folder = dirname(folder)) {
    for (const mark of marks) if (await exists(join(folder, mark))) return folder
    if (dirname(folder) === folder) return start
  }
}

const unreadable = (path: string, error: unknown) =>
  new ReplayError('FILE_UNREADABLE', `${path}: the file was not read (${errno(error)}).`, {path}, error)

/**
 * The operator's checkout. Paths are relative to its root, with slashes; an absolute one is taken as it is.
 * Throws FILE_UNREADABLE for anything but a missing file.
 */
export function createWorkTree(root: string): WorkTree {
  const place = (path: string): string => resolve(root, path)

  async function filesBelow(folder: string, isTop: boolean): Promise<string[]> {
    const entries = await readdir(folder, {withFileTypes: true}).catch((error: unknown) => {
      if (['ENOENT', 'ENOTDIR'].includes(errno(error))) return []
      throw unreadable(folder, error)
    })
    const found: string[] = []
    for (const entry of entries) {
      const path = join(folder, entry.name)
      // Links are not followed, as on the protected branch.
      if (entry.isDirectory() && !(isTop && entry.name === 'examples')) found.push(...(await filesBelow(path, false)))
      if (entry.isFile() && requestName.test(entry.name)) found.push(path)
    }
    return found
  }

  return {
    root,
    read: async (path) => {
      try {
        return await readFile(place(path))
      } catch (error) {
        if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes(errno(error))) return null
        throw unreadable(path, error)
      }
    },
    write: async (path, bytes) => {
      const temporary = `${place(path)}.tmp-${randomBytes(6).toString('hex')}`
      try {
        await writeNewFile(temporary, bytes)
        await rename(temporary, await realpath(place(path)))
      } catch (error) {
        await unlink(temporary).catch(() => undefined)
        const what = `${path}: the file was not written (${errno(error)}); it is as it was.`
        throw new ReplayError('FILE_UNREADABLE', what, {path}, error)
      }
    },
    list: async (directory) => {
      const found = await filesBelow(place(directory), true)
      return found.map((path) => relative(root, path).split(sep).join('/')).sort()
    },
  }
}
