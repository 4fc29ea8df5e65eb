import {ReplayError} from '../../core/replay-error.ts'
import type {Git} from './git-client.ts'
import {redactUrls} from './redact-urls.ts'

/** Ours, so that no ref of the operator moves. */
const refOf = (branch: string): string => `refs/cqube-replay/${branch}`

/** @returns the commit of a branch of the remote; null when there is none. Throws GIT_UNREACHABLE. */
export async function commitOnRemote(git: Git, branch: string): Promise<string | null> {
  const wanted = `refs/heads/${branch}`
  const lines = (await git.remote(['ls-remote', '--', git.settings.remote, wanted])).split('\n')
  // `ls-remote` matches the end of a name, too: refs/heads/other/refs/heads/main.
  const found = lines.map((line) => line.split('\t')).find(([, name]) => name === wanted)
  return found?.[0] ?? null
}

const quietly = async (act: Promise<unknown>): Promise<boolean> =>
  act.then(
    () => true,
    () => false,
  )

const isHere = async (git: Git, ref: string, commit: string): Promise<boolean> =>
  git.text(['rev-parse', '--verify', '--quiet', '--end-of-options', ref]).then(
    (known) => known.trim() === commit,
    () => false,
  )

/**
 * Brings a branch of the remote into the repository.
 * @returns its commit, or null when the remote has no such branch
 * @throws {ReplayError} GIT_UNREACHABLE, with the repository as it was
 */
export async function fetchBranch(git: Git, branch: string): Promise<string | null> {
  const {remote} = git.settings
  const commit = await commitOnRemote(git, branch)
  if (commit === null || (await isHere(git, refOf(branch), commit))) return commit

  // Without a destination: a lock that a killed process left on our ref must not stop any later fetch.
  await git.remote([
    'fetch',
    '--quiet',
    '--no-tags',
    '--no-prune',
    '--no-recurse-submodules',
    '--no-write-fetch-head',
    '--refmap=',
    '--',
    remote,
    `refs/heads/${branch}`,
  ])
  if (!(await quietly(git.text(['cat-file', '-e', `${commit}^{commit}`])))) {
    throw new ReplayError(
      'GIT_UNREACHABLE',
      `${redactUrls(remote)}: branch ${branch} was rewritten while it was fetched; ${commit} is gone. Nothing was changed.`,
    )
  }
  // Keeps the objects, and lets the next fetch ask for what is new only. Losing a race for it loses nothing.
  await quietly(git.text(['update-ref', refOf(branch), commit]))
  return commit
}

/**
 * Pushes a commit to a branch of the remote, without the hooks of the operator's repository.
 * @param trial true: the server is asked as by one who is about to push, and nothing is sent
 */
export async function pushBranch(git: Git, commit: string, branch: string, trial = false): Promise<void> {
  await git.remote([
    'push',
    ...(trial ? ['--dry-run'] : []),
    '--quiet',
    '--no-verify',
    '--no-follow-tags',
    '--no-recurse-submodules',
    '--',
    git.settings.remote,
    `${commit}:refs/heads/${branch}`,
  ])
}
