import type {Account, CommitPerson, ConnectedPull, ReviewedPull} from '../../core/approval/review-facts.ts'
import type {Reviews} from '../../ports/reviews.ts'
import type {GithubClient} from './github-client.ts'
import {isNotFound} from './not-found.ts'
import {once} from './once.ts'
import {createTreeWalk} from './tree-walk.ts'

interface PullAnswer {
  readonly number: number
  readonly merged_at: string | null
  readonly base: {readonly ref: string; readonly repo: {readonly full_name: string}}
}

const connectedOf = ({number, merged_at: mergedAt, base}: PullAnswer): ConnectedPull => ({
  number,
  isMerged: mergedAt !== null,
  base: {repository: base.repo.full_name, branch: base.ref},
})

/** GitHub leaves an account out in three ways: null, absent, and an object with nothing in it. */
function accountOf(user: {readonly login?: string; readonly type?: string} | null | undefined): Account | null {
  const {login, type} = user ?? {}
  return login === undefined || type === undefined ? null : {login, type}
}

const personOf = (
  signature: {readonly email?: string} | null,
  user: {readonly login?: string; readonly type?: string} | null,
): CommitPerson => ({email: signature?.email ?? '', account: accountOf(user)})

/** The legacy words of the interface: `maintain` comes as `write`, `triage` as `read`. */
const mayPushWith = ['admin', 'write']

/** What GitHub says of reviews, each thing asked once. */
export function createReviews(client: GithubClient): Reviews {
  const {repository} = client
  const walk = createTreeWalk(client)

  async function pull(number: number): Promise<ReviewedPull> {
    const answer = await client.call('GET /repos/{owner}/{repo}/pulls/{pull_number}', {pull_number: number})
    const commits = await client.all('GET /repos/{owner}/{repo}/pulls/{pull_number}/commits', {pull_number: number})
    return {
      ...connectedOf(answer),
      isMerged: answer.merged && answer.merged_at !== null,
      address: answer.html_url,
      author: accountOf(answer.user),
      head: answer.head.sha,
      mergeCommit: answer.merge_commit_sha,
      commitCount: answer.commits,
      commits: commits.map(({sha, commit, author, committer}) => ({
        commit: sha,
        author: personOf(commit.author, author),
        committer: personOf(commit.committer, committer),
      })),
    }
  }

  return {
    repository,
    pullsWith: once(async (commit: string) =>
      (await client.all('GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls', {commit_sha: commit})).map(connectedOf),
    ),
    pull: once(pull),
    reviewsOf: once(async (number: number) => {
      const reviews = await client.all('GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews', {pull_number: number})
      return reviews.map(({id, user, state, commit_id: commit, submitted_at: at}) => ({
        id: Number(id),
        reviewer: accountOf(user),
        state,
        commit,
        at: at ?? null,
      }))
    }),
    fileAt: walk,
    mayPush: once(async (login: string) => {
      const route = 'GET /repos/{owner}/{repo}/collaborators/{username}/permission'
      return mayPushWith.includes((await client.call(route, {username: login})).permission)
    }),
    membership: membershipOf(client),
  }
}

function membershipOf(client: GithubClient): Reviews['membership'] {
  const partsOf = (team: string) => {
    const [org = '', slug = ''] = team.split('/')
    return {org, team_slug: slug}
  }
  const isSeen = once(async (team: string) =>
    client.call('GET /orgs/{org}/teams/{team_slug}', partsOf(team)).then(() => true, falseIfNotFound),
  )
  const isMember = once(async (asked: string) => {
    const [team = '', username = ''] = asked.split(' ')
    const route = 'GET /orgs/{org}/teams/{team_slug}/memberships/{username}'
    return client.call(route, {...partsOf(team), username}).then(({state}) => state === 'active', falseIfNotFound)
  })
  return async (team, login) => {
    if (await isMember(`${team} ${login}`)) return 'member'
    // GitHub says the same of a team without them and of one that the token may not see.
    return (await isSeen(team)) ? 'no_member' : 'unseen'
  }
}

function falseIfNotFound(error: unknown): false {
  if (isNotFound(error)) return false
  throw error
}
