import {mkdir, readdir, readFile, rename, rm, writeFile} from 'node:fs/promises'
import {dirname, join, relative} from 'node:path'
import {ReplayError} from '../../core/replay-error.ts'
import {errno} from './durable-file.ts'

const marker = '.cqube-replay-demo'
const markerText =
  'Made by `cqube-replay demo`, which replaces this folder, with all that is in it, when it runs again.\n'

/** Text files of a folder of the demo; paths are relative to it. */
export interface DemoFiles {
  readonly write: (path: string, text: string) => Promise<void>
  readonly read: (path: string) => Promise<string>
  readonly rename: (from: string, to: string) => Promise<void>
  readonly list: (prefix: string) => Promise<readonly string[]>
}

export const demoFiles = (folder: string): DemoFiles => ({
  write: async (path, text) => {
    await mkdir(dirname(join(folder, path)), {recursive: true})
    await writeFile(join(folder, path), text)
  },
  read: (path) => readFile(join(folder, path), 'utf8'),
  rename: (from, to) => rename(join(folder, from), join(folder, to)),
  list: async (prefix) => {
    const entries = await readdir(folder, {recursive: true, withFileTypes: true})
    const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
    return paths
      .map((path) => relative(folder, path))
      .filter((path) => path.startsWith(prefix))
      .sort()
  },
})

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (errno(error) === 'ENOENT') return []
    throw error
  }
}

/** @throws {ReplayError} USAGE when something else lies there, with nothing changed */
export async function requireDemoFolder(folder: string): Promise<void> {
  const names = await namesIn(folder)
  if (names.length === 0 || names.includes(marker)) return
  throw new ReplayError(
    'USAGE',
    `${folder}: this folder holds something that is not of an earlier demo, so nothing was changed. Name a new or empty ` +
      'one: `cqube-replay demo --directory FOLDER`.',
  )
}

/**
 * Empties the folder of an earlier demo, or makes one.
 * @throws {ReplayError} USAGE as `requireDemoFolder`; FILE_UNREADABLE when something cannot be removed or written
 */
export async function createDemoFolder(folder: string): Promise<void> {
  await requireDemoFolder(folder)
  try {
    // The marker goes last, so that a removal that was cut off can be done again.
    const names = (await namesIn(folder)).filter((name) => name !== marker)
    for (const name of names) await rm(join(folder, name), {recursive: true, force: true})
    await mkdir(folder, {recursive: true})
    await writeFile(join(folder, marker), markerText)
    // A demo inside of somebody's checkout is nothing to commit.
    await writeFile(join(folder, '.gitignore'), '*\n')
  } catch (error) {
    throw new ReplayError('FILE_UNREADABLE', `${folder}: the folder was not made ready (${errno(error)}).`, {}, error)
  }
}
