import type {Call, Reply} from './routes.ts'
import {notFound, refusal, routes} from './routes.ts'
import type {Pull} from './model.ts'
import {commitShape, fileShape, pullShape, reviewShape, simplePullShape} from './shapes.ts'

const repository = '/repos/{owner}/{repo}'
const readsPulls = ['pull_requests=read']

const withPull =
  (answer: (call: Call, pull: Pull) => Reply) =>
  (call: Call): Reply => {
    const pull = call.model.pulls.get(Number(call.path['pull_number']))
    return pull === undefined ? notFound : answer(call, pull)
  }

const newestFirst = (pulls: readonly Pull[]): Pull[] => [...pulls].sort((a, b) => b.number - a.number)

/** Of GitHub: the merged one that brought a commit of the default branch, else every one that holds it. */
function pullsOf({model, git}: Call, commit: string): Pull[] {
  const pulls = [...model.pulls.values()]
  const named = (model.associated.get(commit) ?? []).flatMap((number) => model.pulls.get(number) ?? [])
  const head = git.commitOf(model.defaultBranch)
  const isIn = (one: Pull): boolean => one.mergeCommit === commit || one.commits.includes(commit)
  const isMerged = head !== null && !git.between(head, commit).includes(commit)
  return [...new Set([...pulls.filter((one) => isIn(one) && (!isMerged || one.mergeCommit !== null)), ...named])]
}

export const pullRoutes = routes({
  [`GET ${repository}/pulls`]: {
    permissions: readsPulls,
    answer: ({model, query}) => {
      const state = query['state'] ?? 'open'
      const [, headBranch] = (query['head'] ?? '').split(':')
      const found = [...model.pulls.values()].filter(
        (pull) =>
          (state === 'all' || pull.state === state) &&
          (query['base'] === undefined || pull.base.branch === query['base']) &&
          (headBranch === undefined || pull.head.branch === headBranch),
      )
      const isAscending = query['direction'] === 'asc'
      const sorted = isAscending ? newestFirst(found).reverse() : newestFirst(found)
      return {status: 200, body: sorted.map((pull) => simplePullShape(model, pull))}
    },
  },
  [`GET ${repository}/pulls/{pull_number}`]: {
    permissions: readsPulls,
    answer: withPull(({model}, pull) => ({status: 200, body: pullShape(model, pull)})),
  },
  [`GET ${repository}/pulls/{pull_number}/reviews`]: {
    permissions: readsPulls,
    answer: withPull(({model}, pull) => ({
      status: 200,
      body: model.reviews.filter((review) => review.pull === pull.number).map((review) => reviewShape(model, review)),
    })),
  },
  [`GET ${repository}/pulls/{pull_number}/commits`]: {
    permissions: readsPulls,
    answer: withPull(({model, git}, pull) => ({
      status: 200,
      // Of GitHub: no more than these, whatever is asked for.
      body: pull.commits.slice(0, 250).map((commit) => commitShape(model, git.facts(commit))),
    })),
  },
  [`GET ${repository}/pulls/{pull_number}/files`]: {
    permissions: readsPulls,
    answer: withPull(({git}, pull) => ({
      status: 200,
      body: git
        .changed(pull.base.commit, pull.head.commit)
        .slice(0, 3000)
        .map((change) => fileShape(git, pull, change)),
    })),
  },
  [`GET ${repository}/commits/{commit_sha}/pulls`]: {
    permissions: readsPulls,
    answer: (call) => {
      const commit = call.git.commitOf(call.path['commit_sha'] ?? '')
      if (commit === null) return refusal(422, `No commit found for SHA: ${call.path['commit_sha'] ?? ''}`)
      return {status: 200, body: pullsOf(call, commit).map((pull) => simplePullShape(call.model, pull))}
    },
  },
})
