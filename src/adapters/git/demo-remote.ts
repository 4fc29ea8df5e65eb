import {mkdir} from 'node:fs/promises'
import {relative} from 'node:path'
import {createGit, type GitOptions} from './git-client.ts'
import {fetchBranch} from './remote-branch.ts'
import {readFileAt} from './blobs.ts'

export interface DemoRepository {
  /** Commits all files of the checkout and pushes them. @returns the commit */
  readonly push: (message: string) => Promise<string>
  /** A file as a branch of the remote holds it, and the paths below a folder there. */
  readonly read: (branch: string, path: string) => Promise<string | null>
}

/** The operator's hash and branch names must not change what the demo shows. */
const init = ['init', '--quiet', '--object-format=sha1', '--initial-branch=main']

/**
 * A bare remote and a checkout of it, both new, that know each other by a relative path, so that their folder can be moved.
 * No configuration but that of the two repositories is written.
 * @throws {ReplayError} GIT_FAILED
 */
export async function createDemoRepository({
  remote,
  ...options
}: GitOptions & {readonly remote: string}): Promise<DemoRepository> {
  const checkout = options.directory
  await mkdir(remote, {recursive: true})
  await mkdir(checkout, {recursive: true})
  await createGit({...options, directory: remote}).text([...init, '--bare'])
  const git = createGit(options)
  await git.text(init)
  await git.text(['remote', 'add', 'origin', relative(checkout, remote)])
  return {
    push: async (message) => {
      await git.text(['add', '--all', '--force'])
      await git.text(['commit', '--quiet', '--no-gpg-sign', '--no-verify', '--message', message])
      await git.remote(['push', '--quiet', '--set-upstream', 'origin', 'main'])
      return (await git.text(['rev-parse', 'HEAD'])).trim()
    },
    read: async (branch, path) => {
      const head = await fetchBranch(git, branch)
      const bytes = head === null ? null : await readFileAt(git, head, path)
      return bytes && new TextDecoder().decode(bytes)
    },
  }
}
