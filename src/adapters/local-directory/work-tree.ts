import {randomBytes} from 'node:crypto'
import {lstatSync, readdirSync, readFileSync, type Dirent} from 'node:fs'
import {realpath, rename, stat, unlink} from 'node:fs/promises'
import {dirname, isAbsolute, join, relative, resolve, sep} from 'node:path'
import {ReplayError} from '../../core/replay-error.ts'
import type {EntryKind} from '../../core/request/file-names.ts'
import type {WorkTree} from '../../ports/work-tree.ts'
import {errno, writeNewFile} from './durable-file.ts'

const marks = ['cqube-replay.yaml', '.git']
const missing = ['ENOENT', 'ENOTDIR']
const anyExecute = 0o111

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
  /** A path that was given as an absolute one stays so. */
  const nameOf = (path: string, given: string): string =>
    isAbsolute(given) ? path : relative(root, path).split(sep).join('/')

  /** Of a file system that cannot keep modes, where every file is executable; `git init` finds out and writes it down. */
  const hasModes = (): boolean => {
    try {
      return !/^\s*filemode\s*=\s*false\s*$/im.test(readFileSync(join(root, '.git', 'config'), 'utf8'))
    } catch {
      return true
    }
  }

  function kindOf(entry: Pick<Dirent, 'isSymbolicLink'>, path: string, areModesKept: boolean): EntryKind {
    if (entry.isSymbolicLink()) return 'link'
    return areModesKept && (lstatSync(path).mode & anyExecute) !== 0 ? 'executable' : 'file'
  }

  function entriesBelow(folder: string, isTop: boolean, areModesKept: boolean): {path: string; kind: EntryKind}[] {
    return readdirSync(folder, {withFileTypes: true}).flatMap((entry) => {
      const path = join(folder, entry.name)
      // Links are not followed, as on the protected branch.
      if (entry.isDirectory()) {
        return isTop && entry.name === 'examples' ? [] : entriesBelow(path, false, areModesKept)
      }
      return [{path, kind: kindOf(entry, path, areModesKept)}]
    })
  }

  function entriesAt(path: string): {path: string; kind: EntryKind}[] {
    const found = lstatSync(path, {throwIfNoEntry: false})
    if (found === undefined) return []
    return found.isDirectory() ? entriesBelow(path, true, hasModes()) : [{path, kind: kindOf(found, path, hasModes())}]
  }

  return {
    root,
    // Not through promises, by which 10,000 small files take five times as long.
    read: async (path) => {
      try {
        return readFileSync(place(path))
      } catch (error) {
        if ([...missing, 'EISDIR'].includes(errno(error))) return null
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
    list: async (path) => {
      try {
        return entriesAt(place(path))
          .map((entry) => ({...entry, path: nameOf(entry.path, path)}))
          .sort((a, b) => (a.path < b.path ? -1 : 1))
      } catch (error) {
        if (missing.includes(errno(error))) return []
        throw unreadable(path, error)
      }
    },
  }
}
