import {link, readFile, unlink} from 'node:fs/promises'
import {dirname, join} from 'node:path'
import {ReplayError} from '../../core/replay-error.ts'
import type {EmissionStore} from '../../ports.ts'
import {because} from './disk-cause.ts'
import {checkedKey} from '../../core/emission/document-key.ts'
import {errno, liesBelow, makeDirectory, syncDirectory, temporaryName, writeNewFile} from './durable-file.ts'

/**
 * A directory in which every document appears whole or not at all, and is never overwritten: written to a temporary
 * name, synced, then linked to its own, which fails when the name is taken. cQube's local mode reads such a directory.
 * A process killed half-way leaves at most a `.tmp-…` file, which nobody takes for a document and anybody may delete.
 * @param directory absolute path; made when it is missing
 */
export function createLocalEmissionStore({directory}: {readonly directory: string}): EmissionStore {
  const locate = (key: string): string => join(directory, checkedKey(key))

  async function read(key: string): Promise<Uint8Array | null> {
    const path = locate(key)
    try {
      return await readFile(path)
    } catch (error) {
      if (errno(error) === 'ENOENT') return null
      throw new ReplayError('EMISSION_FAILED', `${path}: the document was not read (${because(error)}).`, {}, error)
    }
  }

  /** @returns true when the name was free */
  async function linkNew(path: string, bytes: Uint8Array): Promise<boolean> {
    const temporary = join(dirname(path), temporaryName())
    try {
      await writeNewFile(temporary, bytes)
      await link(temporary, path)
      return true
    } catch (error) {
      if (errno(error) === 'EEXIST') return false
      throw error
    } finally {
      await unlink(temporary).catch(() => undefined)
    }
  }

  async function create(key: string, bytes: Uint8Array): Promise<'created' | 'exists'> {
    const path = locate(key)
    let isLinked = false
    try {
      await makeDirectory(dirname(path))
      if (!(await liesBelow(dirname(path), directory))) throw new Error(`a symbolic link leads out of ${directory}`)
      isLinked = await linkNew(path, bytes)
      // Also when it was there: whoever created it may have been killed before this.
      await syncDirectory(dirname(path))
    } catch (error) {
      const left = isLinked
        ? 'The document is there, but a power failure may take it away again'
        : 'Nothing is left there'
      throw new ReplayError(
        'EMISSION_FAILED',
        `${path}: the document was not written safely (${because(error)}). ${left}.`,
        {key},
        error,
      )
    }
    const found = await read(key)
    if (found === null || !Buffer.from(found).equals(bytes)) {
      throw new ReplayError(
        'EMISSION_CONFLICT',
        `${path}: ${found === null ? 'the document vanished as soon as it was written' : 'another document is there'}. ` +
          'It was not touched.',
        {key},
      )
    }
    return isLinked ? 'created' : 'exists'
  }

  return {create, read, locate}
}
