import {execFileSync} from 'node:child_process'
import {mkdirSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {defaultSettings} from '../../src/commands/settings-file.ts'
import {openRequestSource, silentPoints, type Surroundings} from '../../src/compose.ts'
import {approvalsOf} from '../../src/compose-approvals.ts'
import type {NeededApprovals} from '../../src/core/approval/needed.ts'
import type {Settings} from '../../src/core/settings/settings.ts'
import type {ApprovalAnswer, ApprovalQuestion, Approvals} from '../../src/ports/approvals.ts'
import {createFakeClock} from '../fakes/clock.ts'
import {createFakeLog} from '../fakes/log.ts'
import {createGitRemote} from './git-remote.ts'
import type {Permissions} from './github/model.ts'
import {startGithub, type GithubServer} from './github/server.ts'

export const may = 'replay-requests/may.yaml'

export type Files = Readonly<Record<string, string | {readonly link: string} | null>>

export interface Asked {
  readonly path?: string
  readonly needed?: NeededApprovals
  readonly approvers?: readonly string[]
  /** Of the token. */
  readonly permissions?: Permissions
  readonly hides?: boolean
  readonly checkout?: string
  readonly timeoutSeconds?: number
}

export interface CommitOptions {
  /** Login: the address `LOGIN@example.org` belongs to it. */
  readonly by?: string
  readonly committer?: string
  /** What the branch begins at, when it is new. */
  readonly from?: string
}

/** A repository on which people work with git, and the GitHub that shows it. */
export interface ReviewDesk {
  readonly github: GithubServer
  /** In a work tree of the bare repository. */
  readonly git: (...args: string[]) => string
  /** On a branch. @returns the commit */
  readonly commit: (branch: string, files: Files, options?: CommitOptions) => string
  /** Into main, by git itself. `evil`: files that the merge itself changes. @returns the commit that main became */
  readonly merge: (
    branch: string,
    how?: 'merge' | 'squash' | 'rebase',
    options?: {readonly evil?: Files; readonly into?: string},
  ) => string
  /** Another commit on which the branch stands from now on. @returns the commit */
  readonly force: (branch: string, commit: string) => string
  readonly approvals: (asked?: Asked) => Promise<Approvals>
  readonly question: (asked?: Asked) => Promise<ApprovalQuestion>
  /** Asks as a run does, through the composed provider. */
  readonly ask: (asked?: Asked) => Promise<ApprovalAnswer>
  /** Everything as in the beginning. */
  readonly reset: () => void
  readonly close: () => Promise<void>
}

export const usual: NeededApprovals = {count: 1, because: 'usual'}

/** What a token of an App may do that sees teams. */
const seesTeams: Permissions = {contents: 'write', pull_requests: 'write', members: 'read'}

const people = {
  asha: 'write',
  meera: 'write',
  binu: 'maintain',
  tara: 'admin',
  ravi: 'read',
  tom: 'triage',
  nila: 'none',
  ghost: 'none',
} as const

export async function openReviewDesk(basePath: '' | '/api/v3' = ''): Promise<ReviewDesk> {
  const remote = createGitRemote()
  const clone = join(remote.root, 'desk')
  const github = await startGithub({git: remote.remote, people, basePath})
  const run = (directory: string, args: readonly string[], more: Record<string, string> = {}): string =>
    execFileSync('git', args, {
      cwd: directory,
      env: {...remote.environment, ...more},
      encoding: 'utf8',
      stdio: 'pipe',
    }).trimEnd()
  const git = (...args: string[]): string => run(clone, args)
  run(remote.remote, ['worktree', 'add', '--quiet', clone, 'main'])
  const begin = git('rev-parse', 'HEAD')

  function put(files: Files): void {
    for (const [path, content] of Object.entries(files)) {
      const place = join(clone, path)
      rmSync(place, {force: true, recursive: true})
      if (content === null) continue
      mkdirSync(dirname(place), {recursive: true})
      if (typeof content === 'string') writeFileSync(place, content)
      else symlinkSync(content.link, place)
    }
    git('add', '--all', '--force')
  }

  const identity = (by: string, committer: string): Record<string, string> => ({
    GIT_AUTHOR_NAME: by,
    GIT_AUTHOR_EMAIL: by.includes('@') ? by : `${by}@example.org`,
    GIT_COMMITTER_NAME: committer,
    GIT_COMMITTER_EMAIL: committer.includes('@') ? committer : `${committer}@example.org`,
  })

  const head = (): string => git('rev-parse', 'HEAD')
  const isThere = (branch: string): boolean => git('branch', '--list', branch) !== ''

  const surroundingsOf = (environment: Record<string, string>, root: string): Surroundings => ({
    root,
    environment: {...remote.environment, ...environment},
    clock: createFakeClock(),
    log: createFakeLog(),
    runner: 'test',
    points: silentPoints,
  })

  function place({
    approvers = ['meera', 'binu', 'state/replay'],
    permissions = seesTeams,
    hides,
    checkout,
    timeoutSeconds = 20,
  }: Asked) {
    const initial = defaultSettings()
    const settings: Settings = {
      ...initial,
      git: {...initial.git, ...remote.settings},
      approval: {...initial.approval, provider: 'github', approvers},
      github: {...initial.github, timeoutSeconds},
    }
    const token = github.token({permissions, ...(hides === undefined ? {} : {hides})})
    return {surroundings: surroundingsOf(github.environment(token), checkout ?? remote.checkout), settings}
  }

  async function question(asked: Asked = {}) {
    const {surroundings, settings} = place(asked)
    const source = await openRequestSource(surroundings, settings)
    const branchCommit = await source.fetch()
    const path = asked.path ?? may
    const {files} = await source.list(branchCommit)
    const file = files.find((one) => one.path === path)
    if (file === undefined) throw new Error(`main has no ${path}.`)
    const introduction = await source.introduction(branchCommit, file)
    return {branchCommit, file, introduction, needed: asked.needed ?? usual}
  }

  async function approvals(asked: Asked = {}): Promise<Approvals> {
    const {surroundings, settings} = place(asked)
    const provider = await approvalsOf(surroundings, settings)
    if (provider === null) throw new Error('The settings ask nobody.')
    return provider
  }

  return {
    github,
    git,
    commit: (branch, files, {by = 'asha', committer = by, from = 'main'} = {}) => {
      if (isThere(branch)) git('checkout', '--quiet', branch)
      else git('checkout', '--quiet', '-b', branch, from)
      put(files)
      run(clone, ['commit', '--quiet', '--allow-empty', '--message', `Work on ${branch}`], identity(by, committer))
      return head()
    },
    merge: (branch, how = 'merge', {evil = {}, into = 'main'} = {}) => {
      if (how === 'rebase') {
        git('checkout', '--quiet', '-B', 'rebased', branch)
        git('rebase', '--quiet', '--force-rebase', into)
        git('checkout', '--quiet', into)
        git('merge', '--quiet', '--ff-only', 'rebased')
        return head()
      }
      git('checkout', '--quiet', into)
      git('merge', '--quiet', how === 'squash' ? '--squash' : '--no-ff', '--no-commit', branch)
      put(evil)
      run(clone, ['commit', '--quiet', '--message', `Merge ${branch}`], identity('tara', 'web-flow'))
      return head()
    },
    force: (branch, commit) => {
      git('checkout', '--quiet', '-B', branch, commit)
      return head()
    },
    question,
    approvals,
    ask: async (asked) => (await approvals(asked)).judge(await question(asked)),
    reset: () => {
      git('checkout', '--quiet', '--force', '-B', 'main', begin)
      const branches = git('for-each-ref', '--format=%(refname)', 'refs/heads').split('\n')
      for (const branch of branches) if (branch !== 'refs/heads/main') git('update-ref', '-d', branch)
      const {pulls, reviews, teams, associated, people: known} = github.model
      for (const kept of [pulls, teams, associated]) kept.clear()
      reviews.length = 0
      github.model.mostTreeEntries = 100_000
      // Reviews have the same numbers in each test.
      github.model.nextId = 31
      for (const [login, role] of Object.entries(people)) {
        const found = known.get(login)
        if (found !== undefined) known.set(login, {...found, role, type: 'User'})
      }
      github.team('state/replay', ['tara'])
    },
    close: async () => {
      remote.remove()
      await github.close()
    },
  }
}

export const text = 'reason: Emitted twice\n'
