import {createHash} from 'node:crypto'
import {constants} from 'node:fs'
import {lstat, open, readdir, realpath, type FileHandle} from 'node:fs/promises'
import {join} from 'node:path'
import {ReplayError} from '../../core/replay-error.ts'
import type {Clock} from '../../ports.ts'
import type {IncomingFile, IncomingFiles} from '../../ports/ingestion.ts'
import {openZip, type ZipLimits} from './zip-file.ts'

export interface IncomingFilesOptions {
  /** Absolute path of the emission store. */
  readonly directory: string
  readonly clock: Pick<Clock, 'now' | 'sleep'>
  readonly limits?: ZipLimits
}

/** A file that was written to this lately is looked at twice: whoever writes may not be done. */
const settlingMs = 1_000
const chunkBytes = 256 * 1024

/** The emission store of cQube's local mode, read only: a loaded file stays where it is. */
export function createLocalIncomingFiles({directory, clock, limits}: IncomingFilesOptions): IncomingFiles {
  const list = async (folders: readonly string[]): Promise<readonly IncomingFile[]> => {
    const first = await filesBelow(directory, folders)
    const youngest = Math.max(...first.map(({modifiedAt}) => Date.parse(modifiedAt)))
    if (first.length === 0 || clock.now().getTime() - youngest > settlingMs) return first
    await clock.sleep(settlingMs)
    const second = await filesBelow(directory, folders)
    return second.filter((file) => first.some((before) => isSame(file, before)))
  }

  const opened = async ({key}: IncomingFile): Promise<FileHandle> =>
    // A link could lead to any file of this machine.
    reading(key, () => open(join(directory, key), constants.O_RDONLY | constants.O_NOFOLLOW))

  return {
    list,
    sha256: async (file) => {
      const hash = createHash('sha256')
      for await (const chunk of chunksOf(await opened(file), file.key)) hash.update(chunk)
      return hash.digest('hex')
    },
    open: async (file, packing) => {
      const handle = await opened(file)
      return packing === 'zip' ? openZip(handle, file, limits) : {chunks: chunksOf(handle, file.key), bytes: file.bytes}
    },
    isUnchanged: async (file) => {
      const found = await fileAt(directory, file.key)
      return found !== null && isSame(file, found)
    },
  }
}

const isSame = (one: IncomingFile, other: IncomingFile): boolean =>
  one.key === other.key && one.bytes === other.bytes && one.modifiedAt === other.modifiedAt

async function filesBelow(directory: string, folders: readonly string[]): Promise<readonly IncomingFile[]> {
  const found: IncomingFile[] = []
  for (const folder of folders) {
    for (const name of await namesIn(directory, folder)) {
      const file = await fileAt(directory, `${folder}/${name}`)
      if (file !== null) found.push(file)
    }
  }
  return found
}

const namesIn = (directory: string, folder: string): Promise<readonly string[]> =>
  reading(folder, async () => {
    try {
      const path = join(directory, folder)
      if ((await realpath(path)) !== join(await realpath(directory), folder)) return []
      const names = await readdir(path)
      return names.filter((name) => !name.startsWith('.')).sort()
    } catch (error) {
      if (errno(error) === 'ENOENT' || errno(error) === 'ENOTDIR') return []
      throw error
    }
  })

/** @returns null for what is no plain file, or gone by now */
const fileAt = (directory: string, key: string): Promise<IncomingFile | null> =>
  reading(key, async () => {
    try {
      const found = await lstat(join(directory, key))
      return found.isFile() ? {key, bytes: found.size, modifiedAt: found.mtime.toISOString()} : null
    } catch (error) {
      if (errno(error) === 'ENOENT') return null
      throw error
    }
  })

async function* chunksOf(handle: FileHandle, key: string): AsyncGenerator<Uint8Array> {
  try {
    for (;;) {
      const {buffer, bytesRead} = await reading(key, () => handle.read(Buffer.allocUnsafe(chunkBytes), 0, chunkBytes))
      if (bytesRead === 0) return
      yield buffer.subarray(0, bytesRead)
    }
  } finally {
    await handle.close()
  }
}

async function reading<T>(key: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    throw new ReplayError(
      'EMISSION_FAILED',
      `${key} could not be read from the emission store (${errno(error)}).`,
      {},
      error,
    )
  }
}

const errno = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown cause'
