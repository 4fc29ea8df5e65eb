import {byText} from '../../core/plan/key-selection.ts'
import type {CommitTree} from '../../ports/proposals.ts'
import {parseTree, readBlobs} from './blobs.ts'
import type {Git} from './git-client.ts'
import {kindOf} from './request-files.ts'

/** Files are read by the hundred, since each reading starts a process. */
const readAtOnce = 200

/** A commit read as objects, as if it were checked out; links are not followed. */
export function createCommitTree(git: Git, commit: string, directory: string): CommitTree {
  const written = new Map<string, Uint8Array>()
  const known = new Map<string, Uint8Array>()
  let listing: Promise<ReadonlyMap<string, {readonly mode: string; readonly id: string}>> | null = null

  const entries = () => (listing ??= readListing())

  async function readListing() {
    const tree = parseTree(await git.text(['ls-tree', '-r', '-z', '--full-tree', commit]))
    return new Map(tree.map(({name, mode, id}) => [name, {mode, id}]))
  }

  /** Brings the file and those that are listed after it, which are likely to be read next. */
  async function load(path: string, id: string): Promise<Uint8Array | null> {
    const folder = path.slice(0, path.indexOf('/') + 1)
    const isFile = (mode: string): boolean => ['file', 'executable'].includes(kindOf(mode))
    const next = [...(await entries())].filter(
      ([name, entry]) => name >= path && name.startsWith(folder) && isFile(entry.mode) && !known.has(entry.id),
    )
    const ids = next.slice(0, readAtOnce).map(([, entry]) => entry.id)
    for (const [blob, bytes] of await readBlobs(git, [id, ...ids])) known.set(blob, bytes)
    return known.get(id) ?? null
  }

  return {
    root: directory,
    commit,
    written: () => written,
    read: async (path) => {
      const entry = (await entries()).get(path)
      if (written.has(path) || entry === undefined) return written.get(path) ?? null
      if (!['file', 'executable'].includes(kindOf(entry.mode))) return null
      return known.get(entry.id) ?? load(path, entry.id)
    },
    write: async (path, bytes) => {
      written.set(path, bytes)
    },
    list: async (path) => {
      const all = await entries()
      const itself = all.get(path)
      if (itself !== undefined) return [{path, kind: kindOf(itself.mode)}]
      return [...all]
        .filter(([name]) => name.startsWith(`${path}/`) && !name.startsWith(`${path}/examples/`))
        .map(([name, {mode}]) => ({path: name, kind: kindOf(mode)}))
        .sort((a, b) => byText(a.path, b.path))
    },
  }
}
