import {createHash, randomBytes} from 'node:crypto'
import {link, lstat, mkdir, open, readdir, rename, rm} from 'node:fs/promises'
import {basename, dirname, join} from 'node:path'
import {ReplayError} from '../../core/replay-error.ts'
import type {ExportPlace} from '../../ports/archive.ts'
import {because} from './disk-cause.ts'
import {errno, syncDirectory} from './durable-file.ts'

/**
 * A folder, or some files of one, that appear whole or not at all and replace nothing. Everything is written to a hidden
 * folder beside it first (0700, its files 0600), since it may hold pupils' data. A process that is killed leaves that
 * folder, `.NAME.partial-…`, behind.
 * @param path of the new folder, or of the first file; absolute, and its parent exists
 * @param files names of all files, when they are to lie beside each other in the parent; the last one appears last
 * @throws {ReplayError} EXPORT_FAILED when a name is taken, before anything is written
 */
export async function createExportPlace(path: string, files: readonly string[] | null): Promise<ExportPlace> {
  const parent = dirname(path)
  const hiddenPrefix = `.${basename(path)}.partial-`
  const hidden = join(parent, `${hiddenPrefix}${randomBytes(6).toString('hex')}`)
  const failed = (error: unknown): ReplayError =>
    error instanceof ReplayError
      ? error
      : new ReplayError('EXPORT_FAILED', `${path}: nothing was exported (${because(error)}).`, {}, error)

  for (const name of files ?? [basename(path)]) await refuseTaken(join(parent, name))
  const leftovers = await namesIn(parent, hiddenPrefix)
  await mkdir(hidden, {mode: 0o700}).catch((error: unknown) => {
    if (errno(error) !== 'ENOENT') throw failed(error)
    throw new ReplayError('EXPORT_FAILED', `There is no folder ${parent}; nothing was exported.`)
  })
  return {
    leftovers,
    write: async (name, chunks) => {
      const hash = createHash('sha256')
      let bytes = 0
      try {
        const handle = await open(join(hidden, name), 'wx', 0o600)
        try {
          for await (const chunk of chunks) {
            hash.update(chunk)
            bytes += chunk.length
            await handle.writeFile(chunk)
          }
          await handle.sync()
        } finally {
          await handle.close()
        }
      } catch (error) {
        throw failed(error)
      }
      return {bytes, sha256: hash.digest('hex')}
    },
    finish: async () => {
      try {
        await syncDirectory(hidden)
        if (files === null) await renameToFree(hidden, path)
        else await linkAll(hidden, parent, files)
        await syncDirectory(parent)
      } catch (error) {
        throw failed(error)
      }
    },
    abandon: () => rm(hidden, {recursive: true, force: true}),
  }
}

/** None of a folder that cannot be read: the next act on it says so. */
const namesIn = async (folder: string, prefix: string): Promise<readonly string[]> =>
  (await readdir(folder).catch(() => [])).filter((name) => name.startsWith(prefix)).map((name) => join(folder, name))

const taken = (path: string): ReplayError =>
  new ReplayError('EXPORT_FAILED', `${path} exists already and is not replaced; nothing was exported.`)

async function refuseTaken(path: string): Promise<void> {
  const found = await lstat(path).catch((error: unknown) => {
    if (errno(error) === 'ENOENT') return null
    throw new ReplayError('EXPORT_FAILED', `${path}: nothing was exported (${because(error)}).`, {}, error)
  })
  if (found !== null) throw taken(path)
}

/** A rename replaces an empty folder at most: one with anything in it fails with ENOTEMPTY or EEXIST, a file with ENOTDIR. */
async function renameToFree(from: string, to: string): Promise<void> {
  try {
    await rename(from, to)
  } catch (error) {
    throw ['ENOTEMPTY', 'EEXIST', 'ENOTDIR'].includes(errno(error)) ? taken(to) : error
  }
}

/** A link fails where a rename would replace. */
async function linkAll(from: string, to: string, names: readonly string[]): Promise<void> {
  const linked: string[] = []
  try {
    for (const name of names) {
      await link(join(from, name), join(to, name))
      linked.push(name)
    }
  } catch (error) {
    for (const name of linked) await rm(join(to, name), {force: true})
    throw errno(error) === 'EEXIST' ? taken(join(to, names[linked.length] ?? '')) : error
  }
  await rm(from, {recursive: true})
}
