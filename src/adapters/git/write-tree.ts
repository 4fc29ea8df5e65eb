import {parseTree, type TreeEntry} from './blobs.ts'
import type {Git} from './git-client.ts'

/** @returns the id of the blob, which is in the repository from now on */
export const writeBlob = async (git: Git, text: string): Promise<string> =>
  (await git.text(['hash-object', '-w', '--no-filters', '--stdin'], Buffer.from(text))).trim()

/** Blobs to put below a tree, by path. */
export type NewFiles = ReadonlyMap<string, string>

function byFirstSegment(files: NewFiles): Map<string, Map<string, string>> {
  const groups = new Map<string, Map<string, string>>()
  for (const [path, blob] of files) {
    const slash = path.indexOf('/')
    const first = slash < 0 ? path : path.slice(0, slash)
    const rest = slash < 0 ? '' : path.slice(slash + 1)
    groups.set(first, (groups.get(first) ?? new Map<string, string>()).set(rest, blob))
  }
  return groups
}

/**
 * The tree with these files in it, everything else kept. Written by `mktree` level by level, so there is no index
 * file, no lock and nothing else that a killed process could leave behind but unreferenced objects.
 * @param base the tree or commit to start from, null for an empty one
 */
export async function writeTree(git: Git, base: string | null, files: NewFiles): Promise<string> {
  const kept = base === null ? [] : parseTree(await git.text(['ls-tree', '-z', '--full-tree', base]))
  const entries = new Map(kept.map((entry) => [entry.name, entry]))
  for (const [name, below] of byFirstSegment(files)) {
    const blob = below.get('')
    const known = entries.get(name)
    const entry: TreeEntry =
      blob === undefined
        ? {
            mode: '040000',
            type: 'tree',
            id: await writeTree(git, known?.type === 'tree' ? known.id : null, below),
            name,
          }
        : {mode: '100644', type: 'blob', id: blob, name}
    entries.set(name, entry)
  }
  const listing = [...entries.values()].map(({mode, type, id, name}) => `${mode} ${type} ${id}\t${name}\0`).join('')
  return (await git.text(['mktree', '-z'], Buffer.from(listing))).trim()
}
