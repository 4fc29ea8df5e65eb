import {mkdtempSync} from 'node:fs'
import {join} from 'node:path'
import type {Pull} from '../github/model.ts'
import {startGithub, type GithubServer} from '../github/server.ts'
import type {TestFile} from '../git-remote.ts'
import {createOperator, requestText, type Operator, type OperatorSettings} from '../operator.ts'
import {pullRequestEvent, pushEvent, repository, type ActionEvent} from './events.ts'
import {startAction, type ActionEnd, type ActionStart, type StartedAction} from './spawn-action.ts'
import {checkedOut, pullRequestWorkspace} from './workspace.ts'

type Files = Readonly<Record<string, TestFile>>

interface JobOptions extends Partial<Pick<ActionStart, 'inputs' | 'environment' | 'workspace'>> {
  readonly event?: ActionEvent
  /** `refs/heads/main` unless told. */
  readonly ref?: string
}

/** An operator's remote and database, and the GitHub that the remote is on. */
export interface RunSite {
  readonly operator: Operator
  readonly github: GithubServer
  /** Of workflows. */
  readonly token: string
  /** Opens a pull request of a branch with these files; paths below the requests directory. */
  propose(files: Files, branch: string): Pull
  /** As the button of GitHub does it. @returns the merge commit */
  merge(pull: Pull): string
  /** A job on the protected branch. */
  start(options?: JobOptions): StartedAction
  run(options?: JobOptions): Promise<ActionEnd>
  /** `validate` or `plan` on the pull request. */
  judge(command: 'validate' | 'plan', pull: Pull): Promise<ActionEnd>
  /** What the comments of the pull request say, oldest first, without what they are found again by. */
  comments(pull: Pull): readonly string[]
  remove(): Promise<void>
}

export const march = requestText({student_attendance: {year: '2021', months: ['03']}})
export const april = requestText({student_attendance: {year: '2021', months: ['04']}})
export const aprilRows = 1_981
export const reviewedBy = {approval: {provider: 'github', approvers: ['ravi', 'meera']}}

/** @param basePath of GitHub's interface; `/api/v3` is that of GitHub Enterprise Server */
export async function createRunSite(settings: OperatorSettings = {}, basePath: '' | '/api/v3' = ''): Promise<RunSite> {
  const operator = await createOperator('pg18', {settings})
  const {git} = operator
  const people = {asha: 'write', ravi: 'write', meera: 'write', mallory: 'write'} as const
  const github = await startGithub({git: git.remote, repository, people, basePath})
  const token = github.token()

  const start = ({event, ref = 'refs/heads/main', ...more}: JobOptions = {}, command = 'run'): StartedAction => {
    const head = git.git(['rev-parse', 'main'])
    return startAction({
      event: event ?? pushEvent(`${head}^`, head),
      workspace: more.workspace ?? checkedOut(git, 'refs/heads/main'),
      inputs: {command, token, ...more.inputs},
      environment: {
        DATABASE_URL: operator.database.connectionString,
        GITHUB_API_URL: github.apiUrl,
        GITHUB_REF: ref,
        GITHUB_REF_PROTECTED: 'true',
        ...more.environment,
      },
    })
  }

  return {
    operator,
    github,
    token,
    start,
    propose: (files, branch) => {
      const below = Object.entries(files).map(([path, file]) => [`replay-requests/${path}`, file])
      git.git(['checkout', '--quiet', '--detach', 'origin/main'], join(git.root, 'colleague'))
      git.commit(Object.fromEntries(below) as Files, {branch})
      return github.pull({author: 'asha', head: branch})
    },
    merge: (pull) => {
      const clone = mkdtempSync(join(git.root, 'merging-'))
      git.git(['clone', '--quiet', git.remote, '.'], clone)
      git.git(
        ['merge', '--quiet', '--no-ff', '-m', `Merge pull request #${pull.number}`, `origin/${pull.head.branch}`],
        clone,
      )
      git.git(['push', '--quiet', 'origin', 'HEAD:main'], clone)
      const commit = git.git(['rev-parse', 'HEAD'], clone)
      pull.mergeCommit = commit
      pull.state = 'closed'
      return commit
    },
    run: (options) => start(options).ended,
    judge: async (command, pull) => {
      const {directory, base, head} = pullRequestWorkspace(git, pull.head.branch, 0)
      const event = pullRequestEvent({number: pull.number, base, head, branch: pull.head.branch})
      return start({event, ref: `refs/pull/${pull.number}/merge`, workspace: directory}, command).ended
    },
    comments: ({number}) => github.comments(number).map(({body}) => body.replace(/^<!--.*-->\n/, '')),
    remove: async () => {
      await github.close().finally(() => operator.remove())
    },
  }
}

/** Rows of March 2021 in the main table. */
export async function rowsOfMarch({operator}: RunSite): Promise<number> {
  const [row] = await operator.database.query(
    'select count(*)::int as n from student_attendance_trans where year = 2021 and month = 3',
  )
  return Number(row?.['n'])
}

/** Rows in the archive, and how each deletion ended. */
export async function ledgerOf({operator}: RunSite): Promise<{readonly archived: number; readonly states: string}> {
  const [row] = await operator.database.query(
    `select (select coalesce(sum(rows), 0)::int from cqube_replay.archive) as archived,
      (select coalesce(string_agg(state, ' ' order by run_id, document_no, data_source), '') from cqube_replay.deletion) as states`,
  )
  return {archived: Number(row?.['archived']), states: String(row?.['states'])}
}

/** As if the time of the lease had passed. */
export async function endLease({operator}: RunSite): Promise<void> {
  await operator.database.query("update cqube_replay.lease set expires_at = '-infinity'")
}
