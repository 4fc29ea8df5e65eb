import {PassThrough} from 'node:stream'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {runDaemon} from '../../../src/cli/daemon.ts'
import {stateOf, type LogLine} from '../../support/daemon.ts'
import type {Pull} from '../../support/github/model.ts'
import {startGithub, type GithubServer} from '../../support/github/server.ts'
import {createOperator, requestText, type Operator} from '../../support/operator.ts'

const march = requestText({student_attendance: {year: '2021', months: ['03']}})
// Far enough for the daemon to look around before it.
const yearly = {cron: ['0 3 1 1 *']}
const create = 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments'

let operator: Operator
let github: GithubServer
beforeEach(async () => {
  operator = await createOperator('pg18', {settings: {pull_requests: {plan_by_daemon: true}, schedule: yearly}})
  github = await startGithub({git: operator.git.remote, people: {asha: 'write', mallory: 'read'}})
})
afterEach(async () => {
  await github.close()
  await operator.remove()
})

function propose(branch: string, text = march, headRepository?: string): Pull {
  operator.git.commit({[`replay-requests/${branch}.yaml`]: text}, {branch})
  return github.pull({author: 'asha', head: branch, ...(headRepository === undefined ? {} : {headRepository})})
}

const bodies = ({number}: Pull): string[] => github.comments(number).map(({body}) => body)

/** Lives until its first look is through, which the line about the next start follows. */
async function oneLook(
  more: Readonly<Record<string, string>> = {},
): Promise<{exitCode: number; warnings: string[]; log: string}> {
  let [log, signal] = ['', (): void => undefined]
  const stderr = {
    write: (text: string) => {
      log += text
      if (text.includes('Next start: ')) signal()
    },
  }
  const token = github.token()
  const exitCode = await runDaemon(
    {
      directory: operator.git.checkout,
      environment: {...operator.surroundings().environment, ...github.environment(token), ...more},
      stdout: {write: () => true},
      stdin: new PassThrough(),
      stderr,
      runner: 'daemon-1 (pid 1)',
      person: 'asha on daemon-1',
      onSignal: (act) => {
        signal = act
      },
      exitAtOnce: () => undefined,
    },
    {},
  )
  const lines = log
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LogLine)
  const warnings = lines.filter(({level}) => level === 'warning').map(({message}) => message)
  return {exitCode, warnings: warnings.filter((line) => !line.startsWith('Stopping')), log}
}

describe('a daemon that plans pull requests', () => {
  it('writes a comment for each, once, and for none that is of a fork or touches no request', async () => {
    const [first, second] = [propose('march'), propose('april', march.replace('"03"', '"04"'))]
    const forked = propose('may', march, 'mallory/replays')
    operator.git.commit({'NOTES.md': 'A branch begins where the last commit was made\n'})
    operator.git.commit({'README.md': 'Another text\n'}, {branch: 'texts'})
    const unrelated = github.pull({author: 'asha', head: 'texts'})

    const {exitCode, warnings} = await oneLook()
    const writes = github.requests.filter(({route}) => route === create).length
    await oneLook()

    expect(exitCode).toBe(0)
    expect(warnings).toEqual([])
    expect(bodies(first)).toEqual([expect.stringContaining('## A run would delete 541 rows for 1 request.')])
    expect(bodies(second)).toHaveLength(1)
    expect(bodies(forked)).toEqual([])
    expect(bodies(unrelated)).toEqual([])
    expect(writes).toBe(2)
    expect(github.requests.filter(({route}) => route === create)).toHaveLength(2)
    expect(stateOf(operator).plannedHeads).toEqual({
      [first.number]: first.head.commit,
      [second.number]: second.head.commit,
    })
  })

  it('plans a new commit again, in the place of the old plan', async () => {
    const pull = propose('march')
    await oneLook()
    pull.head.commit = operator.git.commit(
      {'replay-requests/march.yaml': march.replace('three', 'four')},
      {branch: 'march'},
    )

    await oneLook()

    expect(bodies(pull)).toHaveLength(1)
    expect(bodies(pull)[0]).toContain(pull.head.commit.slice(0, 12))
  })

  it('commits the row contract by setting, and takes its own commit for planned', async () => {
    operator.settings({
      pull_requests: {plan_by_daemon: true, commit_expect: true},
      require_expect: true,
      schedule: yearly,
    })
    const pull = propose('march')
    const first = pull.head.commit
    await oneLook()
    const head = operator.git.git(['rev-parse', 'refs/heads/march'])
    pull.head.commit = head

    await oneLook()

    expect(operator.git.git(['rev-parse', `${head}^`])).toBe(first)
    expect(operator.git.git(['rev-parse', 'refs/heads/march'])).toBe(head)
    expect(github.requests.filter(({route}) => route === create)).toHaveLength(1)
  })

  it('goes on with the others when one fails, and tries that again', async () => {
    const [broken, sound] = [propose('march'), propose('april')]
    github.fault({
      route: create,
      meets: {status: 403, body: {message: 'Resource not accessible by integration'}},
      where: ({path}) => path['issue_number'] === String(broken.number),
    })

    const {exitCode, warnings} = await oneLook()

    expect(exitCode).toBe(0)
    expect(warnings).toEqual([
      expect.stringMatching(new RegExp(`^Of pull request #${broken.number}: GITHUB_PERMISSION_MISSING: `)) as string,
    ])
    expect([bodies(broken).length, bodies(sound).length]).toEqual([0, 1])

    await oneLook()
    expect(bodies(broken)).toHaveLength(1)
  })

  it('lives on where GitHub is not to be found, and shows no token', async () => {
    propose('march')
    github.fault({
      route: 'GET /repos/{owner}/{repo}/pulls',
      meets: {status: 401, body: {message: 'Bad credentials'}},
      times: 9,
    })

    const {exitCode, warnings, log} = await oneLook()

    expect(exitCode).toBe(0)
    expect(warnings).toHaveLength(1)
    expect(log).not.toMatch(/ghs_/)
  })

  it('lives on where nobody says where GitHub is, and takes the branch for readable', async () => {
    propose('march')

    const {exitCode, warnings, log} = await oneLook({GITHUB_API_URL: '', GITHUB_REPOSITORY: ''})

    expect(exitCode).toBe(0)
    expect(warnings).toEqual([expect.stringMatching(/^Of the list of pull requests: [A-Z_]+: /)])
    expect(log).not.toContain('can be read again')
  })

  it('plans nothing unless the settings say so', async () => {
    operator.settings({schedule: yearly})
    const pull = propose('march')

    await oneLook()

    expect(bodies(pull)).toEqual([])
    expect(github.requests).toEqual([])
  })
})
