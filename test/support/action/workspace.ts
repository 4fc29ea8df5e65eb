import {mkdirSync, mkdtempSync} from 'node:fs'
import {join} from 'node:path'
import type {GitRemote} from '../git-remote.ts'

export interface PullRequestWorkspace {
  /** GITHUB_WORKSPACE, with the commit that a merge would make. */
  readonly directory: string
  readonly base: string
  readonly head: string
}

/** As `actions/checkout` leaves it: without a branch, and no deeper than asked for. @param ref such as `refs/heads/main` */
export function checkedOut(remote: GitRemote, ref: string, depth = 0): string {
  const directory = mkdtempSync(join(remote.root, 'workspace-'))
  remote.git(['init', '--quiet', '.'], directory)
  remote.git(['remote', 'add', 'origin', `file://${remote.remote}`], directory)
  const local = ref.replace('refs/', 'refs/remotes/').replace('remotes/heads/', 'remotes/origin/')
  const shallow = depth === 0 ? [] : [`--depth=${depth}`]
  remote.git(['fetch', '--quiet', '--no-tags', ...shallow, 'origin', `+${ref}:${local}`], directory)
  remote.git(['checkout', '--quiet', '--detach', local], directory)
  return directory
}

/**
 * The workspace of a job that a pull request started: GitHub merges its branch into the base for it.
 * @param branch of the remote; that of a fork looks the same from here
 */
export function pullRequestWorkspace(remote: GitRemote, branch: string, depth = 2): PullRequestWorkspace {
  const merging = join(remote.root, 'merging')
  mkdirSync(merging, {recursive: true})
  const github = mkdtempSync(join(merging, 'clone-'))
  remote.git(['clone', '--quiet', remote.remote, github], remote.root)
  const [base, head] = ['origin/main', `origin/${branch}`].map((name) => remote.git(['rev-parse', name], github))
  remote.git(['checkout', '--quiet', '--detach', 'origin/main'], github)
  remote.git(['merge', '--quiet', '--no-ff', '-m', `Merge ${branch}`, `origin/${branch}`], github)
  remote.git(['push', '--quiet', '--force', 'origin', 'HEAD:refs/pull/7/merge'], github)
  return {directory: checkedOut(remote, 'refs/pull/7/merge', depth), base: base ?? '', head: head ?? ''}
}
