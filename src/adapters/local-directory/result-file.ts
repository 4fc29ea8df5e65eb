import {rename, unlink} from 'node:fs/promises'
import {dirname, join} from 'node:path'
import {ReplayError} from '../../core/replay-error.ts'
import {errno, temporaryName, writeNewFile} from './durable-file.ts'

/**
 * Puts a text into a file that somebody else reads, in one step: never half of it, and never none where one was.
 * @throws {ReplayError} FILE_UNREADABLE, with the file as it was
 */
export async function writeResultFile(path: string, text: string): Promise<void> {
  const temporary = join(dirname(path), temporaryName())
  try {
    await writeNewFile(temporary, Buffer.from(text))
    await rename(temporary, path)
  } catch (error) {
    await unlink(temporary).catch(() => undefined)
    throw new ReplayError(
      'FILE_UNREADABLE',
      `${path}: the file was not written (${errno(error)}); it is as it was.`,
      {path},
      error,
    )
  }
}
