import {ReplayError} from '../../core/replay-error.ts'
import type {RequestSource} from '../../ports.ts'
import type {RequestHistory} from '../../ports/request-history.ts'
import {ordinaryFile, parseTree, readBlobs} from './blobs.ts'
import {createGit, type GitOptions} from './git-client.ts'
import {findIntroduction} from './introduction.ts'
import {redactUrls} from './redact-urls.ts'
import {fetchBranch} from './remote-branch.ts'
import {findRemovedFiles} from './removed-files.ts'
import {judgeRequestFiles} from './request-files.ts'

export interface GitRequestSourceOptions extends GitOptions {
  /** Relative to the repository's root, without a trailing slash. */
  readonly requestsDirectory: string
}

/** The protected branch, read as objects: no checkout, no index, no filter of the operator's repository takes part. */
export function createGitRequestSource({
  requestsDirectory,
  ...options
}: GitRequestSourceOptions): RequestSource & RequestHistory {
  const git = createGit(options)
  const {branch, remote} = options.settings

  return {
    fetch: async () => {
      const commit = await fetchBranch(git, branch)
      if (commit === null) {
        throw new ReplayError(
          'BRANCH_MISSING',
          `${redactUrls(remote)}: there is no branch ${branch}. Nothing was changed.`,
        )
      }
      return commit
    },

    list: async (commit) => {
      const listing = await git.text(['ls-tree', '-r', '-z', '--full-tree', commit, '--', requestsDirectory])
      return judgeRequestFiles(parseTree(listing), requestsDirectory)
    },

    read: async (blobs) => readBlobs(git, blobs),

    readPath: async (commit, path) => {
      const [entry] = parseTree(await git.text(['ls-tree', '-z', '--full-tree', commit, '--', path]))
      if (entry?.name !== path || entry.mode !== ordinaryFile) return null
      return (await readBlobs(git, [entry.id])).get(entry.id) ?? null
    },

    introduction: async (commit, file) => findIntroduction(git, commit, file),

    removed: async (commit, since) => findRemovedFiles(git, commit, requestsDirectory, since),
  }
}
