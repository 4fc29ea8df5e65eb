import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {
  dispatchEvent,
  mergeGroupEvent,
  pullRequestEvent,
  repository,
  scheduleEvent,
  workflowRunEvent,
  type ActionEvent,
} from '../support/action/events.ts'
import {spawnAction, type ActionEnd, type ActionStart} from '../support/action/spawn-action.ts'
import {pullRequestWorkspace} from '../support/action/workspace.ts'
import {startGithub, type GithubServer} from '../support/github/server.ts'
import {forkPermissions} from '../support/github/scene.ts'
import type {Pull} from '../support/github/model.ts'
import {createOperator, requestText, type Operator} from '../support/operator.ts'

const path = 'replay-requests/march.yaml'
const march = requestText({student_attendance: {year: '2021', months: ['03']}})
const comments = 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments'

let operator: Operator
let github: GithubServer
beforeEach(async () => {
  operator = await createOperator('pg18')
  github = await startGithub({git: operator.git.remote, repository, people: {asha: 'write', mallory: 'read'}})
})
afterEach(async () => {
  await github.close()
  await operator.remove()
})

function propose(text = march, more: {headRepository?: string; author?: string} = {}): Pull {
  operator.git.commit({[path]: text}, {branch: 'march'})
  return github.pull({author: 'asha', head: 'march', ...more})
}

/** As a push to its branch does. */
function push(pull: Pull, text: string): void {
  pull.head.commit = operator.git.commit({[path]: text}, {branch: 'march'})
}

/** As the event said when it was sent. */
function eventOf(pull: Pull, name = 'pull_request'): ActionEvent {
  const {number, head} = pull
  const base = operator.git.git(['rev-parse', 'main'])
  return pullRequestEvent({number, base, head: head.commit, branch: head.branch, from: head.repository}, name)
}

function plan(event: ActionEvent, more: Partial<ActionStart> = {}): Promise<ActionEnd> {
  const token = github.token()
  return spawnAction({
    event,
    workspace: operator.git.checkout,
    ...more,
    inputs: {command: 'plan', token, ...more.inputs},
    environment: {
      ...(operator.surroundings().environment as Record<string, string>),
      ...github.environment(token),
      ...more.environment,
    },
  })
}
const bodies = ({number}: Pull): string[] => github.comments(number).map(({body}) => body)

describe('the Action plans a pull request', () => {
  it('writes outputs, the summary, and one comment with the same page', async () => {
    const pull = propose()
    const {directory: workspace} = pullRequestWorkspace(operator.git, 'march')

    const {exitCode, summary, outputs, annotations, everything} = await plan(eventOf(pull), {
      workspace,
      environment: {NIFI_PASSWORD: 'canary-secret', AWS_SECRET_ACCESS_KEY: 'canary-secret'},
    })

    expect(everything + bodies(pull).join('')).not.toMatch(/canary-secret|ghs_/)
    expect(annotations).toEqual([])
    expect(exitCode).toBe(0)
    expect(outputs).toMatchObject({
      'exit-code': '0',
      outcome: 'done',
      rows: '541',
      sources: '["student_attendance"]',
      risk: 'low',
      errors: '0',
      warnings: '0',
    })
    const [body = '', ...others] = bodies(pull)
    expect(others).toEqual([])
    expect(body).toContain('## A run would delete 541 rows for 1 request.')
    expect(summary.trim()).toBe(body.replace(/^<!--.*-->\n/, '').trim())
    expect(outputs['comment-url']).toContain(`#issuecomment-${github.comments(pull.number)[0]?.id ?? 0}`)
  })

  it('writes the second plan in the place of the first', async () => {
    const pull = propose()
    await plan(eventOf(pull))
    push(pull, requestText({student_attendance: {year: '2021', months: ['03']}, crc: {year: '2021', months: ['03']}}))

    await plan(eventOf(pull))

    expect(bodies(pull)).toHaveLength(1)
    expect(bodies(pull)[0]).toContain('`crc`, March 2021')
  })

  it('leaves one comment when two jobs plan at once', async () => {
    const pull = propose()

    const ends = await Promise.all([plan(eventOf(pull)), plan(eventOf(pull))])

    expect(ends.map(({exitCode}) => exitCode)).toEqual([0, 0])
    expect(bodies(pull)).toHaveLength(1)
  })

  it('writes nothing for a commit that somebody pushed over meanwhile', async () => {
    const pull = propose()
    const event = eventOf(pull)
    push(pull, march.replace('three', 'four'))

    const {exitCode, log} = await plan(event)

    expect(exitCode).toBe(0)
    expect(log).toContain('The pull request went on, so no comment was written for this commit.')
    expect(bodies(pull)).toEqual([])
  })

  it.each([
    ['may not comment', {status: 403, body: {message: 'Resource not accessible by integration'}}, 1],
    ['finds no such thread', {status: 404, body: {message: 'Not Found'}}, 1],
    ['is told that it is too long', {status: 422, body: {message: 'Validation Failed'}}, 1],
    ['is asked to slow down', {status: 429, headers: {'retry-after': '3600'}, body: {message: 'Slow down'}}, 9],
    ['meets a bad gateway', {status: 502, body: {message: 'Bad gateway'}}, 9],
    ['gets no answer', 'silence', 9],
  ] as const)('stands when it %s, and says so', async (_, meets, times) => {
    operator.settings({github: {timeout_seconds: 1}})
    const pull = propose()
    github.fault({route: comments, meets, times})

    const {exitCode, summary, outputs, log} = await plan(eventOf(pull))

    expect(exitCode).toBe(0)
    expect(outputs).toMatchObject({rows: '541', 'comment-url': ''})
    expect(summary).toContain('**The comment was not written; the plan stands. ')
    expect(log).toMatch(/warning: The comment was not written; the plan stands\. GITHUB_[A-Z_]+: /)
    expect(bodies(pull)).toEqual([])
  })

  it('keeps the comment with a token that may only read', async () => {
    const pull = propose()
    const token = github.token({permissions: forkPermissions})

    const {exitCode, log} = await plan(eventOf(pull), {environment: {CQUBE_REPLAY_GITHUB_TOKEN: token}})

    expect(exitCode).toBe(0)
    expect(log).toContain('GITHUB_PERMISSION_MISSING')
    expect(log).not.toContain(token)
    expect(bodies(pull)).toEqual([])
  })
})

describe('the Action refuses', () => {
  const unreachable = {DATABASE_URL: 'postgresql://canary-user:canary-secret@127.0.0.1:9/none'}

  it("a fork's pull request, before the database is touched", async () => {
    const pull = propose(march, {author: 'mallory', headRepository: 'mallory/replays'})

    const {exitCode, summary, outputs, everything} = await plan(eventOf(pull), {environment: unreachable})

    expect(exitCode).toBe(2)
    expect(outputs).toMatchObject({'exit-code': '2', outcome: 'refused', code: 'EVENT_REFUSED'})
    expect(summary).toContain('comes from a fork')
    expect(everything).not.toContain('canary-secret')
    expect(github.requests).toEqual([])
  })

  it.each([
    ['pull_request_target', (pull: Pull) => eventOf(pull, 'pull_request_target')],
    ['merge_group', ({head}: Pull) => mergeGroupEvent(head.commit, head.commit)],
    ['workflow_run', ({head}: Pull) => workflowRunEvent(head.commit)],
    ['issue_comment', () => ({name: 'issue_comment', payload: {}})],
  ] as const)('the event %s', async (_, event) => {
    const {exitCode, outputs} = await plan(event(propose()), {environment: unreachable})

    expect(exitCode).toBe(2)
    expect(outputs['code']).toBe('EVENT_REFUSED')
    expect(github.requests).toEqual([])
  })

  it('to say more of a database that it does not reach than that', async () => {
    const {exitCode, outputs, masked, everything} = await plan(eventOf(propose()), {environment: unreachable})

    expect(exitCode).toBe(3)
    expect(outputs['code']).toBe('DATABASE_UNREACHABLE')
    expect(masked).toContain('canary-secret')
    expect(everything).not.toContain('canary-secret')
  })
})

describe('the Action plans on a schedule or by hand', () => {
  it('all that is pending on the protected branch', async () => {
    operator.request({'march.yaml': march})

    const {exitCode, summary, outputs} = await plan(scheduleEvent())

    expect(exitCode).toBe(0)
    expect(outputs['rows']).toBe('541')
    expect(summary).toContain('## A run would delete 541 rows for 1 request that is pending on branch `main`.')
    expect(github.requests).toEqual([])
  })

  it('the pull request whose number is given, unless it is of a fork', async () => {
    const pull = propose()
    const byHand = {inputs: {'pull-request': String(pull.number)}}

    expect((await plan(dispatchEvent(), byHand)).exitCode).toBe(0)
    expect(bodies(pull)).toHaveLength(1)

    pull.head.repository = 'mallory/replays'
    const refused = await plan(dispatchEvent(), byHand)
    expect(refused.outputs['code']).toBe('EVENT_REFUSED')
  })
})

describe('by setting, the Action commits the row contract', () => {
  it('once, and the plan of that commit lets it be', async () => {
    operator.settings({require_expect: true, pull_requests: {commit_expect: true}})
    const pull = propose()
    const first = pull.head.commit

    const {exitCode} = await plan(eventOf(pull))
    const head = operator.git.git(['rev-parse', 'refs/heads/march'])
    pull.head.commit = head
    await plan(eventOf(pull))

    expect(exitCode).toBe(0)
    expect(operator.git.git(['rev-parse', `${head}^`])).toBe(first)
    expect(operator.git.git(['rev-parse', 'refs/heads/march'])).toBe(head)
    expect(bodies(pull)).toHaveLength(1)
    expect(bodies(pull)[0]).toContain('Row contract: holds.')
  })
})
