import {access, constants, stat, statfs} from 'node:fs/promises'
import {dirname} from 'node:path'
import {ReplayError} from '../../core/replay-error.ts'
import type {DiskInspection} from '../../ports/inspection.ts'
import {errno} from './durable-file.ts'

const isThere = async (path: string): Promise<boolean> =>
  access(path, constants.F_OK).then(
    () => true,
    () => false,
  )

const mayWrite = async (folder: string): Promise<boolean> =>
  access(folder, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  )

/** The folder itself, or the nearest above it that is there. */
const nearest = async (path: string): Promise<string> =>
  (await isThere(path)) || dirname(path) === path ? path : nearest(dirname(path))

export const diskInspection: DiskInspection = {
  folder: async (directory) => {
    const found = await nearest(directory)
    try {
      const {bavail, bsize} = await statfs(found)
      const isWritable = (await stat(found)).isDirectory() && (await mayWrite(found))
      return {directory, exists: found === directory, isWritable, freeBytes: bavail * bsize}
    } catch (error) {
      throw new ReplayError('EMISSION_FAILED', `${directory}: the disk was not looked at (${errno(error)}).`, {}, error)
    }
  },
}
