import {generateKeyPairSync} from 'node:crypto'
import {rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, test} from 'vitest'
import {githubOf} from '../../../src/compose-github.ts'
import {defaultSettings} from '../../../src/commands/settings-file.ts'
import type {GithubClient} from '../../../src/adapters/github/github-client.ts'
import {createFakeClock, type FakeClock} from '../../fakes/clock.ts'
import {createGitRemote, type GitRemote} from '../../support/git-remote.ts'
import {failureOf} from '../../support/github/failure-of.ts'
import {startGithub, type GithubServer} from '../../support/github/server.ts'

let git: GitRemote
let github: GithubServer
let clock: FakeClock
let file: string

beforeAll(() => {
  git = createGitRemote()
  git.commit({'replay-requests/may.yaml': 'reason: twice\n'}, {branch: 'may'})
  file = join(git.root, 'token')
})
afterAll(() => {
  git.remove()
})
beforeEach(async () => {
  github = await startGithub({git: git.remote, people: {ravi: 'write'}})
  github.pull({author: 'ravi', head: 'may', number: 7})
  clock = createFakeClock(new Date().toISOString())
})
afterEach(async () => {
  rmSync(file, {force: true})
  await github.close()
})

const clientWith = async (environment: Record<string, string>): Promise<GithubClient> => {
  const address = {GITHUB_API_URL: github.apiUrl, GITHUB_REPOSITORY: github.repository}
  const place = {root: git.checkout, environment: {...git.environment, ...address, ...environment}, clock}
  return (await githubOf(place, {...defaultSettings(), git: git.settings})).client
}
const read = (client: GithubClient) =>
  client.call('GET /repos/{owner}/{repo}/pulls/{pull_number}', {pull_number: 7}).then(({number}) => number)
const failureWith = async (environment: Record<string, string>) => failureOf(clientWith(environment).then(read))
const mints = 'POST /app/installations/{installation_id}/access_tokens'
const minted = (): number => github.requests.filter(({route}) => route === mints).length

test('where GitHub is has to be said for a remote that is a path', async () => {
  const place = {root: git.checkout, environment: git.environment, clock}

  const error = await failureOf(githubOf(place, {...defaultSettings(), git: git.settings}))

  expect([error.code, error.message]).toEqual([
    'SETTINGS_INVALID',
    expect.stringContaining(`the remote ${git.remote} is no https or ssh address`),
  ])
})

describe('the token', () => {
  test('for GitHub goes before that for git', async () => {
    const environment = {CQUBE_REPLAY_GIT_TOKEN: 'ghs_other', CQUBE_REPLAY_GITHUB_TOKEN: github.token()}

    expect(await read(await clientWith(environment))).toBe(7)
    expect(await read(await clientWith({CQUBE_REPLAY_GIT_TOKEN: github.token()}))).toBe(7)
  })

  test('is read from its file again each time', async () => {
    writeFileSync(file, `${github.token()}\n`)
    const client = await clientWith({CQUBE_REPLAY_GITHUB_TOKEN_FILE: file})
    await read(client)
    github.model.tokens.clear()
    writeFileSync(file, `${github.token()}\n`)

    expect(await read(client)).toBe(7)
  })

  test('that is missing, or is none, is told without asking GitHub', async () => {
    const missing = await failureWith({})
    const gone = await failureWith({CQUBE_REPLAY_GITHUB_TOKEN_FILE: file})
    const none = await failureWith({CQUBE_REPLAY_GITHUB_TOKEN: 'CANARY\nsecond line'})

    expect([missing.code, missing.message]).toMatchInlineSnapshot(`
      [
        "GITHUB_PERMISSION_MISSING",
        "There is no token for GitHub (CQUBE_REPLAY_GITHUB_TOKEN, the file that CQUBE_REPLAY_GITHUB_TOKEN_FILE names, CQUBE_REPLAY_GIT_TOKEN or a GitHub App), so GitHub was not asked. Nothing was changed.",
      ]
    `)
    expect([gone.code, gone.message.replace(file, 'FILE')]).toMatchInlineSnapshot(`
      [
        "FILE_UNREADABLE",
        "FILE, named by CQUBE_REPLAY_GITHUB_TOKEN_FILE, was not read (ENOENT).",
      ]
    `)
    expect([none.code, none.message]).toMatchInlineSnapshot(`
      [
        "GITHUB_PERMISSION_MISSING",
        "What stands where the token for GitHub is looked for is none: it holds blanks, or characters that no token has, so GitHub was not asked. Nothing was changed.",
      ]
    `)
    expect(github.requests).toEqual([])
  })
})

describe('an App', () => {
  const app = (key: string): Record<string, string> => ({
    CQUBE_REPLAY_GITHUB_APP_ID: '4711',
    CQUBE_REPLAY_GITHUB_APP_KEY: key,
    CQUBE_REPLAY_GITHUB_TOKEN: 'ghs_not_asked',
  })

  test('makes a token for this repository when it is needed, and a new one before it ends', async () => {
    const client = await clientWith(app(github.app()))
    expect(minted()).toBe(0)

    await read(client)
    await read(client)
    expect(minted()).toBe(1)
    clock.advance(56 * 60_000)
    await read(client)

    expect(minted()).toBe(2)
    expect(github.requests.find(({route}) => route === mints)?.body).toEqual({repositories: ['replays']})
  })

  test('makes one token where two ask at once', async () => {
    const client = await clientWith(app(github.app()))

    await Promise.all([read(client), read(client), read(client)])

    expect(minted()).toBe(1)
  })

  test('asks again after a token that could not be made', async () => {
    const client = await clientWith(app(github.app()))
    github.fault({route: mints, meets: {status: 502}, times: 3})

    const error = await failureOf(read(client))

    expect(error.message).toMatch(/access_tokens: HTTP 502, Injected, three times\. Nothing was changed\.$/)
    expect(await read(client)).toBe(7)
  })

  test('that is not installed here is told', async () => {
    const key = github.app()
    github.fault({route: 'GET /repos/{owner}/{repo}/installation', meets: {status: 404}})

    const error = await failureWith(app(key))

    expect(error.message).toContain('GET /repos/state/replays/installation: HTTP 404')
  })

  test('without a key, or with what is none, is told without asking GitHub', async () => {
    const [without, broken] = [await failureWith(app('')), await failureWith(app('CANARY-KEY'))]

    expect([without.code, without.message]).toMatchInlineSnapshot(`
      [
        "GITHUB_PERMISSION_MISSING",
        "CQUBE_REPLAY_GITHUB_APP_ID names a GitHub App, and its private key is missing (CQUBE_REPLAY_GITHUB_APP_KEY, or the file that CQUBE_REPLAY_GITHUB_APP_KEY_FILE names), so GitHub was not asked. Nothing was changed.",
      ]
    `)
    expect([broken.code, broken.message]).toMatchInlineSnapshot(`
      [
        "GITHUB_PERMISSION_MISSING",
        "The private key of the GitHub App 4711 is no RSA key in the form PEM, so GitHub was not asked. Nothing was changed.",
      ]
    `)
    expect(github.requests).toEqual([])
  })

  test('with the key of another one is refused by GitHub', async () => {
    github.app()
    const {privateKey} = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: {type: 'spki', format: 'pem'},
      privateKeyEncoding: {type: 'pkcs1', format: 'pem'},
    })

    const error = await failureWith(app(privateKey))

    expect([error.code, error.details['status']]).toEqual(['GITHUB_PERMISSION_MISSING', 401])
  })
})

/** Everything that a log or a crash could show. */
const shown = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  const own = Object.getOwnPropertyNames(error).map((name) => String(error[name as keyof Error]))
  return [String(error), error.stack, JSON.stringify(error), ...own, shown(error.cause)].join('\n')
}

describe('neither token nor key is shown', () => {
  const route = 'GET /repos/{owner}/{repo}/pulls/{pull_number}'
  const faults = (secret: string) =>
    [
      'cut',
      'half',
      'no-json',
      {status: 502},
      {status: 429, headers: {'retry-after': '900'}},
      {status: 302, headers: {location: `https://mallory.example/?token=${secret}`}},
      ...[401, 403, 404, 422].map((status) => ({
        status,
        body: {message: `Bad: ${secret}`, errors: [{message: `Bearer ${secret}`}, secret]},
        headers: {'x-accepted-github-permissions': secret},
      })),
    ] as const

  test('whatever GitHub answers', async () => {
    const token = github.token()
    const canary = token.slice(4)
    const client = await clientWith({CQUBE_REPLAY_GITHUB_TOKEN: token})

    for (const meets of faults(token)) {
      github.fault({
        route,
        meets,
        times: meets === 'no-json' || (typeof meets === 'object' && meets.status < 500) ? 1 : 3,
      })
      const error = await failureOf(read(client))

      expect(shown(error)).toContain(error.code)
      expect(shown(error)).not.toContain(canary)
    }
    expect(await read(client)).toBe(7)
  })

  test('nor what cannot be a header, nor a key', async () => {
    const key = github.app()
    const errors = [
      await failureWith({CQUBE_REPLAY_GITHUB_TOKEN: 'CANARY\nsecond'}),
      await failureWith({CQUBE_REPLAY_GITHUB_TOKEN: 'CANARY-ä'}),
      await failureWith({
        CQUBE_REPLAY_GITHUB_APP_ID: '4711',
        CQUBE_REPLAY_GITHUB_APP_KEY: key.replace('MII', 'CANARY'),
      }),
      await failureWith({
        CQUBE_REPLAY_GITHUB_APP_ID: '4711',
        CQUBE_REPLAY_GITHUB_APP_KEY: '-----BEGIN RSA PRIVATE KEY-----\nCANARY',
      }),
    ]

    expect(errors.map(({code}) => code)).toEqual(errors.map(() => 'GITHUB_PERMISSION_MISSING'))
    for (const error of errors) expect(shown(error)).not.toMatch(/CANARY/)
  })
})
