import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {checkedOut} from '../../support/action/workspace.ts'
import type {ActionEnd} from '../../support/action/spawn-action.ts'
import {createRunSite, ledgerOf, march, reviewedBy, type RunSite} from '../../support/action/run-site.ts'
import {serveByHttps, type GitHttps} from '../../support/git-https.ts'
import {startFakeS3} from '../../fakes/s3-server.ts'

const canary = 'c4n4ry'
/** In every other variable that a job may have secrets in. */
const secrets = {
  PGPASSWORD: `${canary}-database`,
  AWS_SECRET_ACCESS_KEY: `${canary}-s3-key`,
  AWS_SESSION_TOKEN: `${canary}-s3-session`,
  CQUBE_REPLAY_NIFI_PASSWORD: `${canary}-nifi`,
  CQUBE_REPLAY_NIFI_TOKEN: `${canary}-nifi-token`,
}

let site: RunSite
let https: GitHttps
let password: string
let pull: ReturnType<RunSite['propose']>
beforeEach(async () => {
  site = await createRunSite(reviewedBy, '/api/v3')
  password = site.token
  https = await serveByHttps(site.operator.git, () => password)
  pull = site.propose({'march.yaml': march}, 'march')
  site.github.review({pull: pull.number, by: 'ravi'})
})
afterEach(async () => {
  await https.close()
  await site.remove()
})

/** A checkout with `persist-credentials: false`, of a server that is not github.com. */
async function jobOnEnterprise(environment: Readonly<Record<string, string>> = {}): Promise<ActionEnd> {
  site.merge(pull)
  const workspace = checkedOut(site.operator.git, 'refs/heads/main')
  site.operator.git.git(['remote', 'set-url', 'origin', https.address], workspace)
  const server = {GITHUB_SERVER_URL: 'https://github.state.example', AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE'}
  const end = await site.run({workspace, environment: {...https.environment, ...server, ...secrets, ...environment}})
  expect(readFileSync(join(workspace, '.git/config'), 'utf8')).not.toContain(site.token)
  return end
}

/** All that anybody could read afterwards. */
const readable = (end: ActionEnd): string =>
  [
    end.everything,
    ...site.github.model.comments.map(({body}) => body),
    site.operator.git.git(['log', '--all', '--patch', '--format=%an %ae %B']),
    JSON.stringify(site.operator.documents()),
  ].join('\n')

function expectNoSecret(end: ActionEnd): void {
  const text = readable(end)
  expect(text).not.toContain(site.token)
  expect(text).not.toContain(canary)
  for (const secret of [site.token, ...Object.values(secrets)]) expect(end.masked).toContain(secret)
}

describe('the secrets of a job', () => {
  it('push the report to another host, and stand in no log, file, comment, commit or list of processes', async () => {
    const end = await jobOnEnterprise()

    expect(end.exitCode).toBe(0)
    expect(await ledgerOf(site)).toEqual({archived: 541, states: 'DONE'})
    expect(site.operator.git.git(['log', '--format=%s', 'replay-reports'])).toContain('Report run')
    expect(site.comments(pull)).toHaveLength(1)
    expect(site.comments(pull)[0]).toContain('(<https://github.state.example/state/replay/blob/')
    expect(new Set(https.credentials)).toEqual(new Set([`x-access-token:${site.token}`]))
    expect(https.commandLines.some((line) => line.includes('git-remote-https'))).toBe(true)
    expect(https.commandLines.filter((line) => line.includes(site.token))).toEqual([])
    expectNoSecret(end)
  })

  it.each<[string, number, () => Promise<Readonly<Record<string, string>>>]>([
    [
      'the database refuses the password',
      3,
      async () => {
        const url = new URL(site.operator.database.connectionString)
        url.username = 'nobody'
        url.password = `${canary}-in-address`
        return {DATABASE_URL: url.href}
      },
    ],
    [
      'git fetches nothing, and its server repeats what it was sent',
      3,
      async () => {
        password = 'another'
        return {}
      },
    ],
    [
      'git pushes nothing',
      5,
      async () => {
        site.operator.git.hook('pre-receive', 'if grep -q replay-reports; then echo "No, $REMOTE_USER."; exit 1; fi')
        return {}
      },
    ],
    [
      'GitHub refuses, and repeats the token',
      3,
      async () => {
        const body = {message: `Resource not accessible by ${site.token}`}
        const route = 'GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls'
        site.github.fault({route, meets: {status: 403, body}, times: 9})
        return {}
      },
    ],
  ])('do not show when %s', async (_, exitCode, arrange) => {
    const environment = await arrange()

    const end = await jobOnEnterprise(environment)

    expect(end.exitCode).toBe(exitCode)
    expect(end.outputs['exit-code']).toBe(String(exitCode))
    expectNoSecret(end)
  })

  it('do not show when S3 refuses the key', async () => {
    const s3 = await startFakeS3({buckets: ['cqube-emission']})
    for (const method of ['PUT', 'GET', 'HEAD']) {
      s3.faults.push(...Array.from({length: 1_000}, () => ({method, meets: 403}) as const))
    }
    site.operator.settings({
      ...reviewedBy,
      emission: {storage: 's3', bucket: 'cqube-emission'},
      s3: {endpoint: s3.endpoint, region: 'ap-south-1'},
    })

    const end = await jobOnEnterprise()
    await s3.close()

    expect(end.exitCode).toBe(3)
    expect(s3.requests.length).toBeGreaterThan(0)
    expectNoSecret(end)
  })
})
