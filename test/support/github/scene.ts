import {generateKeyPairSync, randomBytes} from 'node:crypto'
import type {BareRepository} from './bare-repository.ts'
import {
  addPerson,
  next,
  type Comment,
  type GithubToken,
  type Model,
  type Permissions,
  type Pull,
  type Role,
} from './model.ts'

export interface NewPull {
  readonly author: string | null
  /** A branch or commit of the bare repository. */
  readonly head: string
  /** Of the head, where `head` is a commit. */
  readonly branch?: string
  readonly base?: string
  readonly number?: number
  readonly title?: string
  /** The commit of the protected branch that it became. */
  readonly merged?: string
  readonly state?: 'open' | 'closed'
  /** Absent: the same repository; null: it was deleted. */
  readonly headRepository?: string | null
}

export interface NewReview {
  readonly pull: number
  /** Null: the account is gone. */
  readonly by: string | null
  readonly state?: string
  /** Absent: the head of the pull request; null: GitHub does not know it any more. */
  readonly commit?: string | null
  readonly body?: string
}

export interface NewToken {
  readonly kind?: GithubToken['kind']
  readonly as?: string
  readonly permissions?: Permissions
  readonly hides?: boolean
  readonly expiresAt?: Date
}

/** How tests say what there is on GitHub. */
export interface Scene {
  person(login: string, role?: Role): void
  /** @param name `organisation/slug`; a member `login?` was invited and has not accepted */
  team(name: string, members: readonly string[]): void
  pull(of: NewPull): Pull
  /** @returns its id */
  review(of: NewReview): number
  comment(of: {readonly pull: number; readonly by: string | null; readonly body: string}): Comment
  /** A token that may do what a workflow of the repository may; other permissions replace these. */
  token(of?: NewToken): string
  /** An App that is installed in the repository. @returns its private key, PEM */
  app(of?: {readonly id?: number; readonly permissions?: Permissions; readonly tokenLifeMs?: number}): string
  /** What the comments of a pull request say, oldest first. */
  comments(pull: number): readonly Comment[]
}

export const workflowPermissions: Permissions = {contents: 'write', issues: 'write', pull_requests: 'write'}
/** Of a workflow that a fork's pull request started. */
export const forkPermissions: Permissions = {contents: 'read', issues: 'read', pull_requests: 'read'}

const appPermissions: Permissions = {...workflowPermissions, members: 'read'}

export function sceneOf(model: Model, git: BareRepository): Scene {
  const commitOf = (ref: string): string => {
    const commit = git.commitOf(ref)
    if (commit === null) throw new Error(`The bare repository has no ${ref}.`)
    return commit
  }
  return {
    person: (login, role = 'write') => {
      addPerson(model, login, role)
    },
    team: (name, members) => {
      model.teams.set(name.toLowerCase(), new Set(members.map((member) => member.toLowerCase())))
    },
    pull: (of) => {
      const {id, at} = next(model)
      const head = commitOf(of.head)
      const base = of.base ?? model.defaultBranch
      const baseCommit = commitOf(of.merged === undefined ? base : `${of.merged}^1`)
      const pull: Pull = {
        number: of.number ?? id,
        author: of.author,
        title: of.title ?? 'Replay attendance of May',
        state: of.state ?? (of.merged === undefined ? 'open' : 'closed'),
        mergeCommit: of.merged ?? null,
        base: {branch: base, commit: baseCommit},
        head: {
          branch: of.branch ?? of.head,
          commit: head,
          repository: of.headRepository === undefined ? `${model.owner}/${model.name}` : of.headRepository,
        },
        commits: git.between(baseCommit, head),
        createdAt: at,
      }
      model.pulls.set(pull.number, pull)
      return pull
    },
    review: ({pull, by, state = 'APPROVED', commit, body = ''}) => {
      const {id, at} = next(model)
      const reviewed = commit === undefined ? (model.pulls.get(pull)?.head.commit ?? null) : commit
      model.reviews.push({id, pull, by, state, commit: reviewed, at, body})
      return id
    },
    comment: ({pull, by, body}) => {
      const {id, at} = next(model)
      const comment = {id, issue: pull, by, body, createdAt: at}
      model.comments.push(comment)
      return comment
    },
    token: ({kind = 'installation', as = 'github-actions[bot]', permissions = workflowPermissions, ...more} = {}) => {
      const token = `ghs_${randomBytes(18).toString('hex')}`
      model.tokens.set(token, {token, kind, login: as, permissions, ...more})
      return token
    },
    app: ({id = 4711, permissions = appPermissions, tokenLifeMs = 3_600_000} = {}) => {
      const {publicKey, privateKey} = generateKeyPairSync('rsa', {
        modulusLength: 2048,
        publicKeyEncoding: {type: 'spki', format: 'pem'},
        privateKeyEncoding: {type: 'pkcs1', format: 'pem'},
      })
      const login = 'cqube-replay[bot]'
      addPerson(model, login, 'none')
      model.app = {id, publicKey, installationId: next(model).id, login, permissions, tokenLifeMs}
      return privateKey
    },
    comments: (pull) => model.comments.filter(({issue}) => issue === pull).sort((a, b) => a.id - b.id),
  }
}
