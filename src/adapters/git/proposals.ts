import {ReplayError} from '../../core/replay-error.ts'
import type {Proposals, ProposedCommit, ProposedPaths} from '../../ports/proposals.ts'
import {createCommitTree} from './commit-tree.ts'
import {createGit, type Git, type GitOptions} from './git-client.ts'
import {commitOnRemote, fetchBranch} from './remote-branch.ts'
import {writeBlob, writeTree} from './write-tree.ts'

export function createProposals(options: GitOptions): Proposals {
  const git = createGit(options)
  return {
    fetch: async (branch) => fetchBranch(git, branch),
    isHere: async (commit) =>
      git.text(['cat-file', '-e', `${commit}^{commit}`]).then(
        () => true,
        () => false,
      ),
    tree: (commit) => createCommitTree(git, commit, options.directory),
    changes: async (base, head, paths) => {
      const mergeBase = (await findMergeBase(git, base, head)) ?? (await deepened(git, base, head))
      if (mergeBase === null) {
        const [short, other] = [head.slice(0, 12), base.slice(0, 12)]
        throw new ReplayError('HISTORY_MISSING', `This clone has no commit that both ${short} and ${other} come from.`)
      }
      return {mergeBase, ...(await changedPaths(git, mergeBase, head, paths))}
    },
    commit: async (proposed) => commitOnto(git, proposed),
  }
}

const findMergeBase = async (git: Git, base: string, head: string): Promise<string | null> =>
  git.text(['merge-base', base, head]).then(
    (commit) => commit.trim(),
    () => null,
  )

/** A job's checkout may lack the older commits. */
async function deepened(git: Git, base: string, head: string): Promise<string | null> {
  if ((await git.text(['rev-parse', '--is-shallow-repository'])).trim() !== 'true') return null
  const options = [
    '--quiet',
    '--no-tags',
    '--no-prune',
    '--no-recurse-submodules',
    '--no-write-fetch-head',
    '--refmap=',
  ]
  await git.remote(['fetch', ...options, '--unshallow', '--', git.settings.remote, base, head])
  return findMergeBase(git, base, head)
}

/** `<status> NUL <path> NUL`, again and again. */
async function changedPaths(
  git: Git,
  from: string,
  to: string,
  paths: readonly string[],
): Promise<Omit<ProposedPaths, 'mergeBase'>> {
  const said = await git.text(['diff-tree', '-r', '-z', '--no-renames', '--name-status', from, to, '--', ...paths])
  const [touched, removed]: [string[], string[]] = [[], []]
  const parts = said.split('\0')
  for (let at = 0; at + 1 < parts.length; at += 2) (parts[at] === 'D' ? removed : touched).push(parts[at + 1] ?? '')
  return {touched, removed}
}

const decoder = new TextDecoder('utf-8', {ignoreBOM: true})

async function commitOnto(git: Git, {branch, onto, files, message}: ProposedCommit): Promise<string | null> {
  const blobs = new Map<string, string>()
  for (const [path, bytes] of files) blobs.set(path, await writeBlob(git, decoder.decode(bytes)))
  const tree = await writeTree(git, onto, blobs)
  const commit = (
    await git.text(['commit-tree', '--no-gpg-sign', tree, '-p', onto], Buffer.from(`${message}\n`))
  ).trim()
  try {
    await pushOnto(git, commit, branch, onto)
    return commit
  } catch (error) {
    // "Failed" often means "landed".
    const there = await commitOnRemote(git, branch)
    if (there === commit) return commit
    if (there !== onto) return null
    throw error
  }
}

/**
 * The lease makes the server compare: a branch that was taken back meanwhile would otherwise be moved on again, and one
 * that is gone made anew. The new commit is a child of what is leased, so that nothing can be overwritten.
 */
const pushOnto = async (git: Git, commit: string, branch: string, onto: string): Promise<unknown> =>
  git.remote([
    'push',
    '--quiet',
    '--no-verify',
    '--no-follow-tags',
    '--no-recurse-submodules',
    `--force-with-lease=refs/heads/${branch}:${onto}`,
    '--',
    git.settings.remote,
    `${commit}:refs/heads/${branch}`,
  ])
