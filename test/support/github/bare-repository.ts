import {execFileSync} from 'node:child_process'

export interface TreeEntry {
  readonly path: string
  readonly mode: string
  readonly type: 'blob' | 'tree' | 'commit'
  readonly sha: string
  readonly size?: number
}

export interface CommitFacts {
  readonly sha: string
  readonly tree: string
  readonly parents: readonly string[]
  readonly author: {readonly name: string; readonly email: string; readonly date: string}
  readonly committer: {readonly name: string; readonly email: string; readonly date: string}
  readonly message: string
}

/** The part of git that GitHub shows. Null: there is no such thing. */
export interface BareRepository {
  commitOf(ref: string): string | null
  treeOf(ref: string): string | null
  facts(commit: string): CommitFacts
  entries(tree: string, isRecursive: boolean): TreeEntry[]
  blob(commit: string, path: string): {readonly sha: string; readonly bytes: Buffer} | null
  blobBytes(sha: string): Buffer | null
  /** Reachable from the one and not from the other, oldest first. */
  between(from: string, to: string): string[]
  changed(from: string, to: string): {readonly status: string; readonly path: string}[]
}

export function openBareRepository(directory: string): BareRepository {
  const git = (...args: string[]): string =>
    execFileSync('git', ['--git-dir', directory, ...args], {
      encoding: 'utf8',
      maxBuffer: 200_000_000,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
  const parsed = (expression: string): string | null => {
    try {
      return git('rev-parse', '--verify', '--quiet', '--end-of-options', expression).trim()
    } catch {
      return null
    }
  }
  const bytesOf = (sha: string): Buffer =>
    execFileSync('git', ['--git-dir', directory, 'cat-file', 'blob', sha], {maxBuffer: 200_000_000})
  const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '')
  return {
    commitOf: (ref) => parsed(`${ref}^{commit}`),
    treeOf: (ref) => parsed(`${ref}^{tree}`),
    facts: (commit) => {
      const [sha = '', tree = '', parents = '', an = '', ae = '', ad = '', cn = '', ce = '', cd = '', message = ''] =
        git('show', '-s', '--format=%H%x00%T%x00%P%x00%an%x00%ae%x00%aI%x00%cn%x00%ce%x00%cI%x00%B', commit).split('\0')
      const utc = (date: string): string => new Date(date).toISOString().replace('.000', '')
      return {
        sha,
        tree,
        parents: parents.split(' ').filter((one) => one !== ''),
        author: {name: an, email: ae, date: utc(ad)},
        committer: {name: cn, email: ce, date: utc(cd)},
        message: message.trim(),
      }
    },
    entries: (tree, isRecursive) =>
      git('ls-tree', '-z', '-l', ...(isRecursive ? ['-r', '-t'] : []), tree)
        .split('\0')
        .filter((line) => line !== '')
        .map((line) => {
          const [about = '', path = ''] = line.split('\t')
          const [mode = '', type = '', sha = '', size = ''] = about.split(/ +/)
          return {path, mode, type: type as TreeEntry['type'], sha, ...(size === '-' ? {} : {size: Number(size)})}
        }),
    blob: (commit, path) => {
      const sha = parsed(`${commit}:${path}`)
      return sha === null || git('cat-file', '-t', sha).trim() !== 'blob' ? null : {sha, bytes: bytesOf(sha)}
    },
    blobBytes: (sha) => (parsed(`${sha}^{blob}`) === null ? null : bytesOf(sha)),
    between: (from, to) => lines(git('rev-list', '--reverse', '--topo-order', to, `^${from}`)),
    changed: (from, to) =>
      lines(git('diff', '--no-renames', '--name-status', `${from}...${to}`)).map((line) => {
        const [status = '', path = ''] = line.split('\t')
        return {status: {A: 'added', D: 'removed'}[status] ?? 'modified', path}
      }),
  }
}
