import {realpath} from 'node:fs/promises'
import {dirname, join, relative, resolve} from 'node:path'
import {ReplayError} from '../core/replay-error.ts'

const isWithin = (folder: string, path: string): boolean =>
  !/^\.\.(\/|$)/.test(relative(folder, path).replaceAll('\\', '/'))

/**
 * Where a result goes. In the workspace lies what a pull request brought: a link among its folders would lead the result
 * out of it, over a file of the machine.
 * @param given the path that the workflow names, from the workspace
 * @throws {ReplayError} FILE_UNREADABLE, with nothing written
 */
export async function resultPlace(workspace: string, given: string): Promise<string> {
  const path = resolve(workspace, given)
  if (!isWithin(workspace, path)) return path
  const [folder, top] = await Promise.all([dirname(path), workspace].map((each) => realpath(each).catch(() => null)))
  // What is not there is told by whoever writes.
  if (folder === null || folder === undefined || top === null || top === undefined) return path
  if (folder === join(top, relative(workspace, dirname(path)))) return path
  throw new ReplayError(
    'FILE_UNREADABLE',
    `${path}: a folder on its way is a link, which a pull request may have brought. Nothing was written there.`,
  )
}
