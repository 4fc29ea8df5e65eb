import {existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {createGitRemote, type GitRemote} from '../../support/git-remote.ts'
import {dispatchEvent, pullRequestEvent} from '../../support/action/events.ts'
import {spawnAction, type ActionStart} from '../../support/action/spawn-action.ts'
import {checkedOut, pullRequestWorkspace} from '../../support/action/workspace.ts'

let remote: GitRemote
let workspace: string
beforeEach(() => {
  remote = createGitRemote()
  workspace = checkedOut(remote, 'refs/heads/main')
})
afterEach(() => {
  remote.remove()
})

const start = (more: Partial<ActionStart>) => spawnAction({event: dispatchEvent(), workspace, ...more})

describe('inputs that are wrong', () => {
  it('are told all at once, before anything is done', async () => {
    const end = await start({
      inputs: {command: 'validate; touch owned', 'dry-run': 'yes', 'pull-request': '#7', 'app-id': '4711'},
    })

    expect(end.exitCode).toBe(1)
    expect(end.outputs).toEqual({'exit-code': '1', outcome: 'problems', code: 'USAGE'})
    expect(existsSync(join(workspace, 'owned'))).toBe(false)
    expect(end.summary).toMatchInlineSnapshot(`
      "## cqube-replay stopped: \`USAGE\`

      - Inputs of the Action: \`command\` is "validate; touch owned"; it takes \`validate\`, \`plan\` or \`run\`. \`pull-request\` is "\`#7\`"; it takes the number of a pull request. \`dry-run\` is "yes"; it takes \`true\` or \`false\`. \`app-id\` and \`app-private-key\` belong together, and one of them is empty. Nothing was done. (\`docs/github-action.md\`, Inputs)
      - **Fix:** See \`cqube-replay --help\`.
      "
    `)
  })

  it('are told where the job has no event, no payload, or one that is cut', async () => {
    const ends = await Promise.all([
      start({environment: {GITHUB_EVENT_NAME: ''}}),
      start({environment: {GITHUB_EVENT_PATH: join(workspace, 'nowhere.json')}}),
      start({environment: {GITHUB_EVENT_PATH: join(workspace, 'README.md')}}),
    ])

    expect(ends.map(({outputs}) => outputs['code'])).toEqual(['EVENT_REFUSED', 'EVENT_REFUSED', 'EVENT_REFUSED'])
    expect(ends.map(({annotations}) => annotations.map(({name}) => name))).toEqual([['error'], ['error'], ['error']])
  })

  it('are a folder that is none, or no checkout', async () => {
    const nowhere = await start({inputs: {directory: 'nowhere'}})

    expect(nowhere.exitCode).toBeGreaterThan(0)
    expect(nowhere.outputs['code']).not.toBe('BUG')
  })

  it('are a path for results that nothing can be written to, told in the log where ten errors were shown before', async () => {
    mkdirSync(join(workspace, 'replay-requests'))
    const months = Array.from({length: 12}, (_, n) => n + 13)
    const text = `reason: No such months\nreplay:\n  crc: {year: 2021, months: [${months.join(', ')}]}\n`
    writeFileSync(join(workspace, 'replay-requests/a.yaml'), text)

    const end = await start({inputs: {sarif: 'nowhere/problems.sarif'}})

    expect(end.outputs).toMatchObject({errors: '12', code: 'FILE_UNREADABLE', 'exit-code': '1'})
    expect(end.annotations.filter(({name}) => name === 'error').length).toBe(10)
    expect(end.log).toMatch(/^FILE_UNREADABLE: .*problems\.sarif/m)
    expect(end.summary).toContain('FILE_UNREADABLE')
  })
})

describe('a path for results', () => {
  it.each(['sarif', 'verdict-file'] as const)(
    'that a pull request leads out of the workspace is not written to: %s',
    async (name) => {
      const home = join(remote.root, 'home')
      mkdirSync(home)
      remote.commit({results: {link: home}}, {branch: 'requests'})
      const {directory, ...facts} = pullRequestWorkspace(remote, 'requests')

      const end = await start({
        event: pullRequestEvent(facts),
        workspace: directory,
        inputs: {[name]: 'results/.bashrc'},
      })

      expect(end.outputs).toMatchObject({code: 'FILE_UNREADABLE'})
      expect(readdirSync(home)).toEqual([])
    },
  )

  it('that is a link itself is replaced, and what it led to stays', async () => {
    const secret = join(remote.root, 'profile')
    writeFileSync(secret, 'as it was')
    remote.commit({'problems.sarif': {link: secret}}, {branch: 'requests'})
    const {directory, ...facts} = pullRequestWorkspace(remote, 'requests')

    const end = await start({event: pullRequestEvent(facts), workspace: directory, inputs: {sarif: 'problems.sarif'}})

    expect(end.exitCode).toBe(0)
    expect(readFileSync(secret, 'utf8')).toBe('as it was')
    expect(readFileSync(join(directory, 'problems.sarif'), 'utf8')).toContain('2.1.0')
  })
})

describe('a runner without a summary, as of an old GitHub Enterprise', () => {
  it('has the verdict in its log', async () => {
    const end = await start({environment: {GITHUB_STEP_SUMMARY: ''}})

    expect(end.exitCode).toBe(0)
    expect(end.log).toContain('No problems.')
  })
})
