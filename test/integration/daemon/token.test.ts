import {readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {stateFolder, tickOf, type DaemonEnd} from '../../support/daemon.ts'
import {serveByHttps, type GitHttps} from '../../support/git-https.ts'
import {createOperator, requestText, type Operator} from '../../support/operator.ts'

const canary = 'c4n4ryT0ken'
let password = canary
let operator: Operator
let https: GitHttps
beforeEach(async () => {
  password = canary
  operator = await createOperator('pg18', {content: 'tables'})
  https = await serveByHttps(operator.git, () => password)
  await operator.load('student_attendance', '2020-03', ['3.1'])
  operator.request({'march.yaml': requestText({student_attendance: {year: '2020', months: ['03']}})})
})
afterEach(async () => {
  await https.close()
  await operator.remove()
})

const tick = (environment: Readonly<Record<string, string>>, remote = https.address): Promise<DaemonEnd> =>
  tickOf(operator, {remote, environment: {...https.environment, ...environment}})

/** Every byte of the daemon's folder. */
const contentOf = (folder: string): string =>
  readdirSync(folder, {recursive: true, encoding: 'utf8'})
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'latin1'))
    .join('\n')

describe('the token of an https remote', () => {
  it('fetches and pushes, and stands in no argument, file or log', async () => {
    const end = await tick({CQUBE_REPLAY_GIT_TOKEN: canary})

    expect([end.exitCode, await operator.live()]).toEqual([0, []])
    expect(operator.git.git(['log', '--format=%s', 'replay-reports'])).toContain('Report run')
    expect(new Set(https.credentials)).toEqual(new Set([`x-access-token:${canary}`]))
    expect(
      https.commandLines.some((line) => line.includes('git-remote-https') || line.includes('git remote-https')),
    ).toBe(true)
    expect(https.commandLines.filter((line) => line.includes(canary))).toEqual([])
    expect(JSON.stringify(end)).not.toContain(canary)
    expect(contentOf(stateFolder(operator))).not.toContain(canary)
  })

  it('is read anew from its file each time, so that it may be renewed; the user name can be another', async () => {
    const file = join(operator.git.root, 'token')
    writeFileSync(file, `${canary}\n`)
    const environment = {CQUBE_REPLAY_GIT_TOKEN_FILE: file, CQUBE_REPLAY_GIT_USER: 'oauth2'}
    const before = await tick(environment)
    password = 'an0ther'
    writeFileSync(file, password)

    const after = await tick(environment)

    expect([before.exitCode, after.exitCode]).toEqual([0, 0])
    expect(new Set(https.credentials)).toEqual(new Set([`oauth2:${canary}`, 'oauth2:an0ther']))
  })

  it('that is refused, or missing, is not shown either', async () => {
    password = 'an0ther'

    const refused = await tick({CQUBE_REPLAY_GIT_TOKEN: canary})
    const missing = await tick({})
    const fileless = await tick({CQUBE_REPLAY_GIT_TOKEN_FILE: join(operator.git.root, 'none')})

    expect([refused.exitCode, missing.exitCode, fileless.exitCode]).toEqual([3, 3, 3])
    expect(refused.warnings[0]).toMatch(/^GIT_UNREACHABLE: .*No, x-access-token:\*\*\*\./)
    expect(JSON.stringify([refused, missing, fileless])).not.toContain(canary)
  })

  it('in the address itself is refused, and not shown', async () => {
    const address = https.address.replace('https://', `https://x-access-token:${canary}@`)

    const named = await tick({}, address)
    operator.git.git(['remote', 'set-url', 'origin', address], operator.git.checkout)
    const configured = await tick({}, 'origin')

    expect([named.exitCode, configured.exitCode]).toEqual([1, 1])
    expect(named.warnings).toMatchInlineSnapshot(`
      [
        "USAGE: The address of the remote holds a user name or a password, which others on this machine would see. Take it out: the token belongs into the variable CQUBE_REPLAY_GIT_TOKEN, or into a file that CQUBE_REPLAY_GIT_TOKEN_FILE names.",
      ]
    `)
    expect(configured.warnings).toEqual(named.warnings)
    expect(JSON.stringify([named, configured])).not.toContain(canary)
    expect(https.credentials).toEqual([])
  })

  it('is given to its own host only', async () => {
    const other = https.address.replace('localhost', '127.0.0.1')
    operator.git.git(['config', '--global', `url.${other}.insteadOf`, https.address])

    const {exitCode, warnings} = await tick({CQUBE_REPLAY_GIT_TOKEN: canary})

    expect(exitCode).toBe(3)
    expect(warnings[0]).toContain("could not read Username for 'https://127.0.0.1")
    expect(https.credentials).toEqual([])
  })
})
