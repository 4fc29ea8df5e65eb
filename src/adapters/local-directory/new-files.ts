import {link, rm, unlink} from 'node:fs/promises'
import {dirname, join, resolve} from 'node:path'
import {ReplayError} from '../../core/replay-error.ts'
import type {NewFiles} from '../../ports/new-file.ts'
import {errno, liesBelow, makeDirectory, syncDirectory, temporaryName, writeNewFile} from './durable-file.ts'

/** @param root absolute, of the operator's checkout */
export const createNewFiles = (root: string): NewFiles => ({
  create: async (path, bytes) => {
    const place = resolve(root, path)
    const temporary = join(dirname(place), temporaryName())
    try {
      await makeDirectory(dirname(place))
      if (!(await liesBelow(dirname(place), root))) throw new Error(`a symbolic link leads out of ${root}`)
      await writeNewFile(temporary, bytes)
      // A link, since renaming would take the place of a file that somebody else has just made.
      await link(temporary, place)
      await syncDirectory(dirname(place))
      return true
    } catch (error) {
      if (errno(error) === 'EEXIST') return false
      throw new ReplayError('FILE_UNREADABLE', `${path}: the file was not written (${errno(error)}).`, {path}, error)
    } finally {
      await unlink(temporary).catch(() => undefined)
    }
  },
  remove: async (path) => {
    await rm(resolve(root, path), {force: true})
  },
})
