import {mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {pullRequestEvent, repository, workflowRunEvent} from '../support/action/events.ts'
import {elementsOf, rendered, textOutsideOfCode} from '../support/action/rendered.ts'
import {spawnAction, type ActionEnd, type ActionStart} from '../support/action/spawn-action.ts'
import {checkedOut, pullRequestWorkspace} from '../support/action/workspace.ts'
import {createGitRemote, type GitRemote} from '../support/git-remote.ts'
import type {Pull} from '../support/github/model.ts'
import {startGithub, type GithubServer} from '../support/github/server.ts'

const fork = 'mallory/replay'
const thirteen = 'reason: There is no such month\nreplay: {crc: {year: 2021, months: [13]}}\n'

let git: GitRemote
let github: GithubServer
let pull: Pull
beforeEach(async () => {
  git = createGitRemote()
  git.commit({'cqube-replay.yaml': 'time_zone: UTC\n'})
  git.commit({'replay-requests/thirteen.yaml': thirteen}, {branch: 'thirteen'})
  github = await startGithub({git: git.remote, repository, people: {asha: 'write', mallory: 'read'}})
  pull = github.pull({author: 'mallory', head: 'thirteen', headRepository: fork})
})
afterEach(async () => {
  await github.close()
  git.remove()
})

/** The job of the second workflow, with what the first one left, in a checkout of the default branch. */
function comment(verdict: string | Uint8Array | null, more: Partial<ActionStart> = {}): Promise<ActionEnd> {
  const token = github.token()
  const file = join(mkdtempSync(join(git.root, 'artifact-')), 'verdict.json')
  if (verdict !== null) writeFileSync(file, verdict)
  return spawnAction({
    event: workflowRunEvent(pull.head.commit),
    workspace: checkedOut(git, 'refs/heads/main'),
    inputs: {command: 'validate', token, 'verdict-file': file},
    environment: github.environment(token),
    ...more,
  })
}

/** What the job of the pull request leaves, which has no right to anything. */
async function leftByFork(): Promise<string> {
  const {directory, base, head} = pullRequestWorkspace(git, 'thirteen')
  const event = pullRequestEvent({number: pull.number, base, head, branch: 'thirteen', from: fork})
  await spawnAction({event, workspace: directory, inputs: {command: 'validate', 'verdict-file': 'verdict.json'}})
  return readFileSync(join(directory, 'verdict.json'), 'utf8')
}

const verdict = (more: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({
    version: 1,
    headCommit: pull.head.commit,
    files: 1,
    errors: 1,
    warnings: 0,
    notes: 0,
    problems: [problem()],
    ...more,
  })
const problem = (text = 'It is wrong.'): Readonly<Record<string, unknown>> => ({
  code: 'MONTH_OUT_OF_RANGE',
  severity: 'error',
  file: text,
  line: 1,
  column: 1,
  what: text,
  fix: text,
})

const bodies = (): string[] => github.comments(pull.number).map(({body}) => body)

describe("what the job of a fork's pull request found", () => {
  it('becomes its comment by a second workflow, and is written anew in its place', async () => {
    const left = await leftByFork()

    const {exitCode, outputs} = await comment(left)
    await comment(left)

    expect(exitCode).toBe(0)
    expect(outputs).toMatchObject({errors: '1', 'comment-url': expect.stringContaining('#issuecomment-') as string})
    expect(bodies()).toHaveLength(1)
    expect(bodies()[0]).toMatch(/^<!-- cqube-replay verdict -->\n## These requests cannot run as they are\n/)
    expect(bodies()[0]).toContain('MONTH_OUT_OF_RANGE')
    expect(bodies()[0]).toContain('a run judges the files again.')
  })

  it('is not written by setting, nor once the pull request went on', async () => {
    const old = verdict()
    git.commit({'cqube-replay.yaml': 'pull_requests: {comment: false}\n'})
    expect((await comment(old)).exitCode).toBe(0)
    expect(bodies()).toEqual([])

    const event = workflowRunEvent(pull.head.commit)
    pull.head.commit = git.commit({'README.md': 'Another text\n'}, {branch: 'thirteen'})
    expect((await comment(old, {event})).outputs['code']).toBe('VERDICT_REFUSED')
    expect(bodies()).toEqual([])
  })

  it('holds no element, link, mention or command of its author', async () => {
    const payloads = [
      '<img src=x onerror=alert(1)></details>',
      '[click](javascript:alert(1)) ![x](https://evil.example/x.png)',
      '@asha please approve, closes #1',
      '```\n# heading\n::error::x',
      '##[error]x',
    ]

    const {exitCode, commands} = await comment(verdict({problems: payloads.map(problem)}))

    const html = rendered(bodies()[0]?.replace(/^<!--.*-->\n/, '') ?? '')
    expect(exitCode).toBe(0)
    const ours = ['code', 'h2', 'h3', 'li', 'p', 'strong', 'table', 'tbody', 'td', 'th', 'thead', 'tr', 'ul']
    expect(elementsOf(html).filter((element) => !ours.includes(element))).toEqual([])
    expect(elementsOf(html).filter((element) => element === 'h3')).toHaveLength(payloads.length)
    expect(textOutsideOfCode(html)).not.toMatch(/[@#]\w|:\/\/|evil/)
    expect(commands.filter(({name}) => name !== 'add-mask')).toEqual([])
  })
})

describe('a verdict is refused, and no comment written, when it', () => {
  const refuses = async (left: string | Uint8Array | null, more: Partial<ActionStart> = {}): Promise<ActionEnd> => {
    const end = await comment(left, more)

    expect(end.outputs).toMatchObject({'exit-code': '2', code: 'VERDICT_REFUSED'})
    expect(bodies()).toEqual([])
    return end
  }

  const hostile: readonly (readonly [string, () => string | Uint8Array | null])[] = [
    ['is too large', () => verdict({problems: Array.from({length: 200}, () => problem('x'.repeat(1_000)))})],
    ['names the number of a pull request', () => verdict({pull_request: 1})],
    ['says a thing twice', () => verdict().replace('{', '{"errors": 0,')],
    ['lacks what it must say', () => verdict({problems: [{code: 'X'}]})],
    ['is nested without an end', () => '['.repeat(100_000)],
    ['is no JSON', () => '<!doctype html>'],
    ['is no text', () => Uint8Array.of(0xff, 0xfe, 0x00)],
    ['is of another version', () => verdict({version: 2})],
    ['is of another commit', () => verdict({headCommit: 'a'.repeat(40)})],
    ['was not left', () => null],
  ]
  it.each(hostile)('%s', async (_, left) => {
    await refuses(left())
  })

  it('is a link to a file of this machine', async () => {
    const folder = mkdtempSync(join(git.root, 'artifact-'))
    const secret = join(git.root, 'secret.json')
    writeFileSync(secret, '{"canary": "canary-secret"}')
    symlinkSync(secret, join(folder, 'verdict.json'))
    mkdirSync(join(folder, 'folder'))

    for (const name of ['verdict.json', 'folder']) {
      const token = github.token()
      const inputs = {command: 'validate', token, 'verdict-file': join(folder, name)}
      const {everything} = await refuses(null, {inputs, environment: github.environment(token)})
      expect(everything).not.toContain('canary-secret')
    }
  })

  it('belongs to no open pull request, or to several', async () => {
    github.pull({author: 'mallory', head: 'thirteen', headRepository: fork})
    await refuses(verdict())

    for (const each of github.model.pulls.values()) each.state = 'closed'
    await refuses(verdict())
  })

  it.each(['push', 'schedule', 'workflow_dispatch', 'pull_request_target'])('comes after %s', async (startedBy) => {
    const {outputs} = await comment(verdict(), {event: workflowRunEvent(pull.head.commit, startedBy)})

    expect(outputs['code']).toBe('EVENT_REFUSED')
    expect(bodies()).toEqual([])
    expect(github.requests).toEqual([])
  })
})
