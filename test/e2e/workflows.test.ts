import {mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {start} from '../support/command-line.ts'
import {lacksLinters, workflowFindings} from '../support/workflow-linters.ts'

let folder: string

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'cqube-replay-workflows-')))
})
afterEach(() => {
  rmSync(folder, {recursive: true, force: true})
})

const pinned = `state-of-x/cqube-replay@${'0a1b2c3d4e'.repeat(4)} # v1.0.0`

async function initialise(settings: string, ...words: readonly string[]): Promise<void> {
  writeFileSync(join(folder, 'cqube-replay.yaml'), settings)
  const environment = {PATH: process.env['PATH'], HOME: folder, GIT_CONFIG_NOSYSTEM: '1'}
  const {exitCode, stdout, stderr} = await start(['init', '--forge', 'github', ...words], folder, environment).ended
  expect({exitCode, stderr}, stdout).toEqual({exitCode: 0, stderr: ''})
}

const workflow = (name: string): string => join(folder, `.github/workflows/cqube-replay-${name}.yml`)

describe.skipIf(lacksLinters())('actionlint, zizmor and the schemas', () => {
  it("have nothing against this repository's own workflows and its Action", () => {
    expect(workflowFindings(process.cwd())).toEqual([])
  })

  const everything = `time_zone: Asia/Kathmandu
requests: {directory: state/requests}
git: {branch: release-1.0, protocols: [https]}
emission: {storage: s3, bucket: replays}
engine: nifi
nifi: {address: 'https://nifi.example.org:8443', sign_in: password, user: replay}
approval: {provider: github, approvers: [state/data-owners]}
pull_requests: {commit_expect: true}
schedule: {cron: ['0 22 * * MON-FRI', '30 6 1,15 * 5-7']}
`
  it.each([
    ['the defaults', ''],
    ['every part', everything],
    ['a daemon that plans, and no comments', 'pull_requests: {comment: false, plan_by_daemon: true}\n'],
    [
      'a token for NiFi and no schedule',
      'nifi: {address: "https://nifi:8443", sign_in: token}\nschedule: {cron: []}\n',
    ],
    ['GitHub Enterprise Server', 'github: {api_url: "https://github.example.org/api/v3"}\n'],
    [
      'a zone with summer time there',
      'time_zone: Europe/Berlin\ngithub: {api_url: "https://git.example.org/api/v3"}\n',
    ],
  ])('have nothing against what init writes for %s', async (_, settings) => {
    await initialise(settings, '--action', pinned)

    expect(workflowFindings(folder)).toEqual([])
  })

  it('have nothing against it as long as nobody has named the Action', async () => {
    await initialise('')

    expect(workflowFindings(folder)).toEqual([])
  })

  it.each([
    ['run', 'an Action that is not pinned', /@3d3c42e5\w+ # v[\d.]+/, '@v7', 'unpinned-uses'],
    ['validate', 'an Action that is not pinned', `@${'0a1b2c3d4e'.repeat(4)} # v1.0.0`, '@main', 'unpinned-uses'],
    ['validate', 'a token that stays in the checkout', 'persist-credentials: false', 'clean: true', 'artipacked'],
    ['plan', 'rights that nobody named', /^permissions: \{\}\n/m, '', 'excessive-permissions'],
    ['plan', 'a right without a word why', / # to write the comment/, '', 'undocumented-permissions'],
    ['run', 'runs that meet', /^concurrency:\n(  .+\n)+/m, '', 'concurrency-limits'],
    ['comment', 'a dangerous event without a reason', / # zizmor: ignore.+/, '', 'dangerous-triggers'],
    ['run', 'a secret of no environment', /^ +environment: .+\n/m, '', 'secrets-outside-env'],
    [
      'comment',
      "the pull request's text in a shell",
      '- name: Fetch the verdict',
      '- name: Say\n        run: echo "${{ github.event.workflow_run.head_branch }}"\n      - name: Fetch the verdict',
      'template-injection',
    ],
    ['plan', 'an event that there is not', 'pull_request:', 'pull_requests:', 'events'],
    ['run', 'a runner of an unknown name', 'cqube-replay-run]', 'cqube-runner]', 'runner-label'],
    ['run', 'a limit that is no number', 'timeout-minutes: 300', 'timeout-minutes: long', 'schema'],
    ['run', 'a schedule that GitHub cannot read', /cron: '.+'/, "cron: '0 22 * * 7'", 'events'],
  ])('object to %s with %s', async (name, _, found, instead, rule) => {
    await initialise('', '--action', pinned)
    const text = readFileSync(workflow(name), 'utf8')
    const spoilt = text.replace(found, instead)

    writeFileSync(workflow(name), spoilt)

    expect(spoilt).not.toBe(text)
    expect(workflowFindings(folder).join('\n')).toContain(` ${rule}: `)
  })
})
