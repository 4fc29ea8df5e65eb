import {ReplayError} from '../core/replay-error.ts'
import type {WorkTree} from '../ports.ts'

export interface WorkTreeFile {
  readonly path: string
  readonly bytes: Uint8Array
}

/**
 * The files that paths name: a file is itself, a folder stands for the request files below it.
 * @param paths none: the requests directory
 * @throws {ReplayError} FILE_UNREADABLE for a path that is neither
 */
export async function requestFiles(
  workTree: WorkTree,
  paths: readonly string[],
  requestsDirectory: string,
): Promise<readonly WorkTreeFile[]> {
  const files = new Map<string, WorkTreeFile>()
  const add = async (path: string): Promise<boolean> => {
    const bytes = await workTree.read(path)
    if (bytes !== null) files.set(path, {path, bytes})
    return bytes !== null
  }
  for (const path of paths.length === 0 ? [requestsDirectory] : paths) {
    if (paths.length > 0 && (await add(path))) continue
    const below = await workTree.list(path)
    if (below.length === 0 && paths.length > 0) {
      throw new ReplayError('FILE_UNREADABLE', `${path}: there is no such file, and no folder with request files.`)
    }
    for (const file of below) await add(file)
  }
  return [...files.values()]
}
