import type {RemoteInspection} from '../../ports/inspection.ts'
import {createGit, type GitOptions} from './git-client.ts'
import {fetchBranch, pushBranch} from './remote-branch.ts'

export function createRemoteInspection(options: GitOptions): RemoteInspection {
  const git = createGit(options)
  const {remote, reportsBranch} = options.settings
  return {
    branches: async () => {
      const listing = await git.remote(['ls-remote', '--heads', '--', remote])
      return listing.split('\n').filter((line) => line !== '').length
    },
    tryReportsBranch: async (commit) => {
      const head = await fetchBranch(git, reportsBranch)
      // Also when the branch is as it is to be: git asks the server for its branches as one who is about to push.
      await pushBranch(git, head ?? commit, reportsBranch, true)
      return head !== null
    },
  }
}
