import type {PullRequest, PullRequests} from '../../ports/pull-requests.ts'
import {putComment} from './comments.ts'
import type {GithubClient} from './github-client.ts'
import {pullRequestOf} from './pull-request-shape.ts'

const pulls = 'GET /repos/{owner}/{repo}/pulls'

export function createPullRequests(client: GithubClient): PullRequests {
  const shaped = (data: unknown): PullRequest => pullRequestOf(data, client.repository)
  const open = async (base?: string): Promise<readonly PullRequest[]> => {
    const into = base === undefined ? {} : {base}
    return (await client.all(pulls, {...into, state: 'open', sort: 'created', direction: 'asc'})).map(shaped)
  }
  return {
    read: async (number) =>
      shaped(await client.call('GET /repos/{owner}/{repo}/pulls/{pull_number}', {pull_number: number})),
    open,
    mergedWith: async (commit, base) => {
      const found = await client.all('GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls', {commit_sha: commit})
      return found
        .filter((pull) => pull.merged_at !== null && shaped(pull).base.branch === base)
        .map((pull) => shaped(pull).number)
    },
    // Of the list by commit nobody says that it holds those of forks.
    withHead: async (commit) => (await open()).filter(({head}) => head.commit === commit),
    putComment: putComment(client),
  }
}
