import type {BareRepository, CommitFacts} from './bare-repository.ts'
import type {Json} from './complete.ts'
import type {Comment, Model, Person, Pull, Review} from './model.ts'

/** GitHub's shapes of what the model knows; what GitHub says beside it is filled in by its description. */

const web = (model: Model, path: string): string => `https://github.example.org/${model.owner}/${model.name}${path}`

export const personOf = (model: Model, login: string): Person => {
  const found = model.people.get(login.toLowerCase())
  if (found === undefined) throw new Error(`The model has no ${login}: name them in people.`)
  return found
}

export function userShape(model: Model, login: string | null): Json | null {
  if (login === null) return null
  const {id, type, login: exact} = personOf(model, login)
  return {login: exact, id, type, site_admin: false}
}

/** Who stands for an account that was deleted, where GitHub names somebody all the same. */
const ghost: Json = {login: 'ghost', id: 10137, type: 'User', site_admin: false}

const repositoryShape = (fullName: string, isFork: boolean): Json => {
  const [owner = '', name = ''] = fullName.split('/')
  return {name, full_name: fullName, fork: isFork, private: false, owner: {login: owner, type: 'User'}}
}

export const simplePullShape = (model: Model, pull: Pull): Json => {
  const own = `${model.owner}/${model.name}`
  const {head, base} = pull
  return {
    number: pull.number,
    html_url: web(model, `/pull/${pull.number}`),
    state: pull.state,
    title: pull.title,
    draft: false,
    user: userShape(model, pull.author),
    created_at: pull.createdAt,
    updated_at: pull.createdAt,
    merged_at: pull.mergeCommit === null ? null : pull.createdAt,
    merge_commit_sha: pull.mergeCommit,
    head: {
      label: `${head.repository?.split('/')[0] ?? 'unknown'}:${head.branch}`,
      ref: head.branch,
      sha: head.commit,
      repo: head.repository === null ? null : repositoryShape(head.repository, head.repository !== own),
      user: userShape(model, pull.author) ?? ghost,
    },
    base: {
      label: `${model.owner}:${base.branch}`,
      ref: base.branch,
      sha: base.commit,
      repo: repositoryShape(own, false),
    },
  }
}

export const pullShape = (model: Model, pull: Pull): Json => ({
  ...simplePullShape(model, pull),
  user: userShape(model, pull.author) ?? ghost,
  merged: pull.mergeCommit !== null,
  commits: pull.commits.length,
})

export const reviewShape = (model: Model, review: Review): Json => ({
  id: review.id,
  user: userShape(model, review.by),
  body: review.body,
  state: review.state,
  commit_id: review.commit,
  submitted_at: review.at,
  html_url: web(model, `/pull/${review.pull}#pullrequestreview-${review.id}`),
})

/** Whose the address is: GitHub knows the person, or does not. */
function byEmail(model: Model, email: string): Json | null {
  const person = [...model.people.values()].find((one) => one.email === email)
  return person === undefined ? null : userShape(model, person.login)
}

export const commitShape = (model: Model, {sha, tree, parents, author, committer, message}: CommitFacts): Json => ({
  sha,
  html_url: web(model, `/commit/${sha}`),
  commit: {author, committer, message, tree: {sha: tree}},
  author: byEmail(model, author.email),
  committer: byEmail(model, committer.email),
  parents: parents.map((parent) => ({sha: parent})),
})

export const gitCommitShape = (model: Model, {sha, tree, parents, author, committer, message}: CommitFacts): Json => ({
  sha,
  author,
  committer,
  message,
  tree: {sha: tree},
  parents: parents.map((parent) => ({sha: parent})),
  html_url: web(model, `/commit/${sha}`),
})

export const commentShape = (model: Model, {id, issue, by, body, createdAt}: Comment): Json => ({
  id,
  body,
  user: userShape(model, by),
  created_at: createdAt,
  updated_at: createdAt,
  html_url: web(model, `/pull/${issue}#issuecomment-${id}`),
})

export const fileShape = (git: BareRepository, pull: Pull, change: {status: string; path: string}): Json => ({
  sha: git.blob(pull.head.commit, change.path)?.sha ?? null,
  filename: change.path,
  status: change.status,
})
