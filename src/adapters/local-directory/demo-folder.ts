import {mkdir, readdir, readFile, rename, rm, writeFile} from 'node:fs/promises'
import {dirname, join, relative} from 'node:path'
import {ReplayError} from '../../core/replay-error.ts'
import type {Clock} from '../../ports.ts'
import {errno} from './durable-file.ts'
import {lockFolder} from './folder-lock.ts'

const marker = '.cqube-replay-demo'
const lock = '.cqube-replay-demo.lock'
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
  const names = (await namesIn(folder)).filter((name) => !name.startsWith(lock))
  if (names.length === 0 || names.includes(marker)) return
  throw new ReplayError(
    'USAGE',
    `${folder}: this folder holds something that is not of an earlier demo, so nothing was changed. Name a new or empty ` +
      'one: `cqube-replay demo --directory FOLDER`.',
  )
}

/**
 * Keeps a second demo out of the folder, which is made when it is missing.
 * @returns the release
 * @throws {ReplayError} USAGE when one plays there, or as `requireDemoFolder`, with nothing changed; FILE_UNREADABLE
 */
export async function lockDemoFolder(folder: string, clock: Clock): Promise<() => Promise<void>> {
  await requireDemoFolder(folder)
  try {
    await mkdir(folder, {recursive: true})
  } catch (error) {
    throw notReady(folder, error)
  }
  return lockFolder({
    path: join(folder, lock),
    clock,
    inUse: (holder) =>
      new ReplayError(
        'USAGE',
        `${folder}: another demo plays there, ${holder}; nothing was changed. End it with Ctrl-C, or name another ` +
          'folder with --directory.',
      ),
  })
}

/**
 * Empties the locked folder of what an earlier demo left.
 * @throws {ReplayError} FILE_UNREADABLE when something cannot be removed or written
 */
export async function createDemoFolder(folder: string): Promise<void> {
  try {
    // The marker stays, so that a removal that was cut off can be done again.
    const names = (await namesIn(folder)).filter((name) => name !== marker && name !== lock)
    for (const name of names) await rm(join(folder, name), {recursive: true, force: true})
    await writeFile(join(folder, marker), markerText)
    // A demo inside of somebody's checkout is nothing to commit.
    await writeFile(join(folder, '.gitignore'), '*\n')
  } catch (error) {
    throw notReady(folder, error)
  }
}

const notReady = (folder: string, error: unknown): ReplayError =>
  new ReplayError('FILE_UNREADABLE', `${folder}: the folder was not made ready (${errno(error)}).`, {}, error)
