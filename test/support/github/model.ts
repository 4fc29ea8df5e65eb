/** What a token may do, as GitHub names it. */
export type Permissions = Readonly<Record<string, 'read' | 'write'>>

export interface GithubToken {
  readonly token: string
  /** `user` is a person's; `installation` is that of a workflow or an App, which is no user. */
  readonly kind: 'user' | 'installation'
  /** Whose comments it writes. */
  readonly login: string
  readonly permissions: Permissions
  /** What it may not see is 404 for it instead of 403. */
  readonly hides?: boolean
  readonly expiresAt?: Date
}

export type Role = 'admin' | 'maintain' | 'write' | 'triage' | 'read' | 'none'

export interface Person {
  readonly login: string
  readonly id: number
  readonly type: 'User' | 'Bot'
  readonly email: string
  readonly role: Role
}

export interface Pull {
  readonly number: number
  readonly author: string | null
  readonly title: string
  state: 'open' | 'closed'
  /** The commit of the protected branch that it became; null: not merged. */
  mergeCommit: string | null
  base: {branch: string; commit: string}
  /** Repository null: it was deleted. */
  head: {branch: string; commit: string; repository: string | null}
  /** Its commits, oldest first. */
  commits: string[]
  readonly createdAt: string
}

export interface Review {
  readonly id: number
  readonly pull: number
  readonly by: string | null
  readonly state: string
  readonly commit: string | null
  readonly at: string
  readonly body: string
}

export interface Comment {
  readonly id: number
  readonly issue: number
  readonly by: string | null
  body: string
  readonly createdAt: string
}

export interface GithubApp {
  readonly id: number
  /** PEM that its signatures are checked by. */
  readonly publicKey: string
  readonly installationId: number
  readonly login: string
  readonly permissions: Permissions
  /** How long a minted token lives. */
  readonly tokenLifeMs: number
}

export interface Model {
  readonly owner: string
  readonly name: string
  readonly defaultBranch: string
  /** Path of the bare repository that commits and trees come from. */
  readonly git: string
  readonly people: Map<string, Person>
  /** `organisation/slug` to its members. */
  readonly teams: Map<string, Set<string>>
  readonly pulls: Map<number, Pull>
  readonly reviews: Review[]
  readonly comments: Comment[]
  readonly tokens: Map<string, GithubToken>
  app: GithubApp | null
  /** Of GitHub: 100,000. */
  mostTreeEntries: number
  /** Pull requests that GitHub names for a commit beside those that the model knows by itself. */
  readonly associated: Map<string, number[]>
  /** Nothing of GitHub is as old as this, and each thing is a second younger than the one before it. */
  nextId: number
}

const start = Date.parse('2026-11-24T10:00:00Z')

/** Ids grow, and with them the time, so that order is the order of events. */
export function next(model: Model): {readonly id: number; readonly at: string} {
  const id = model.nextId++
  return {id, at: new Date(start + id * 1000).toISOString().replace('.000', '')}
}

const isBot = (login: string): boolean => login.endsWith('[bot]')

export function addPerson(model: Model, login: string, role: Role): Person {
  const person: Person = {
    login,
    id: next(model).id,
    type: isBot(login) ? 'Bot' : 'User',
    email: `${login.replace('[bot]', '-bot')}@example.org`,
    role,
  }
  model.people.set(login.toLowerCase(), person)
  return person
}
