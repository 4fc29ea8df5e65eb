import {randomBytes} from 'node:crypto'
import {mkdir, open, realpath} from 'node:fs/promises'
import {dirname} from 'node:path'

/** Makes the names in a directory survive a power failure. */
export async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** The code of a failed system call, else what the error says. */
export function errno(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message
}

/** Makes the directory and those above it, each durable in its parent. */
export async function makeDirectory(directory: string): Promise<void> {
  try {
    await mkdir(directory)
  } catch (error) {
    if (errno(error) === 'EEXIST') return
    if (errno(error) !== 'ENOENT' || dirname(directory) === directory) throw error
    // Not `recursive: true`, which turns EROFS into ENOENT (Node 20).
    await makeDirectory(dirname(directory))
    await makeDirectory(directory)
    return
  }
  await syncDirectory(dirname(directory))
}

/** A dot-name is no key, and NiFi's ListFile and GetFile pass hidden files over by default. */
export const temporaryName = (): string => `.tmp-${randomBytes(12).toString('hex')}`

/** A new file with these bytes on the disk; whoever calls removes it. */
export async function writeNewFile(path: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(path, 'wx', 0o644)
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** True when no symbolic link leads out of `directory` on the way to `path`; both exist. */
export async function liesBelow(path: string, directory: string): Promise<boolean> {
  const [real, root] = await Promise.all([realpath(path), realpath(directory)])
  return real === root || real.startsWith(root.endsWith('/') ? root : `${root}/`)
}
