import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, test} from 'vitest'
import type {ReplayError} from '../../../src/core/replay-error.ts'
import {createFakeClock, type FakeClock} from '../../fakes/clock.ts'
import {createGitRemote, type GitRemote} from '../../support/git-remote.ts'
import {clientFor} from '../../support/github/client-for.ts'
import {failureOf} from '../../support/github/failure-of.ts'
import type {Fault} from '../../support/github/faults.ts'
import {startGithub, type GithubServer} from '../../support/github/server.ts'

let git: GitRemote
let github: GithubServer
let clock: FakeClock
let token: string

beforeAll(() => {
  git = createGitRemote()
  git.commit({'README.md': 'Requests\n'})
  git.commit({'replay-requests/may.yaml': 'reason: twice\n'}, {branch: 'may'})
})
afterAll(() => {
  git.remove()
})
beforeEach(async () => {
  github = await startGithub({git: git.remote, people: {ravi: 'write'}})
  github.pull({author: 'ravi', head: 'may', number: 7})
  token = github.token()
  clock = createFakeClock()
})
afterEach(() => github.close())

const readRoute = 'GET /repos/{owner}/{repo}/pulls/{pull_number}'
const writeRoute = 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments'
const read = (timeoutMs = 2000) => clientFor(github, token, {clock, timeoutMs}).call(readRoute, {pull_number: 7})
const write = (timeoutMs = 2000) =>
  clientFor(github, token, {clock, timeoutMs}).call(writeRoute, {issue_number: 7, body: 'Plan'})

/** Without the port, which is another one each time. */
const told = ({message}: ReplayError): string => message.replace(github.apiUrl, 'API')

test('reads one, and every page of a list in order', async () => {
  for (let i = 1; i <= 250; i++) github.comment({pull: 7, by: 'ravi', body: `Comment ${i}`})
  const client = clientFor(github, token)

  const pull = await client.call(readRoute, {pull_number: 7})
  const comments = await client.all('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', {issue_number: 7})

  expect(pull).toMatchObject({number: 7, head: {ref: 'may'}})
  expect(comments.map(({body}) => body)).toEqual(Array.from({length: 250}, (_, i) => `Comment ${i + 1}`))
  expect(github.requests).toHaveLength(4)
})

test('takes GitHub Enterprise Server, whose interface lies below a path', async () => {
  const enterprise = await startGithub({git: git.remote, basePath: '/api/v3', people: {ravi: 'write'}})
  enterprise.pull({author: 'ravi', head: 'may', number: 7})
  for (let i = 1; i <= 101; i++) enterprise.comment({pull: 7, by: 'ravi', body: `Comment ${i}`})
  const client = clientFor(enterprise, enterprise.token())

  const comments = await client.all('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', {issue_number: 7})
  const refused = await failureOf(client.call(readRoute, {pull_number: 8}))

  expect(comments).toHaveLength(101)
  expect(refused.message).toContain('/api/v3, GET /repos/state/replays/pulls/8: HTTP 404')
  await enterprise.close()
})

const passing: readonly Fault['meets'][] = [
  'cut',
  'lost',
  'half',
  'silence',
  ...[500, 502, 503, 504].map((status) => ({status})),
]

describe('what may pass', () => {
  test.each(passing)('%j: a question is asked again, and answered the third time', async (meets) => {
    github.fault({route: readRoute, meets, times: 2})

    const pull = await read(meets === 'silence' ? 100 : 2000)

    expect(pull).toMatchObject({number: 7})
    expect(github.requests).toHaveLength(3)
  })

  test.each(passing)('%j: a question that is never answered fails after the third time', async (meets) => {
    github.fault({route: readRoute, meets, times: 99})

    const error = await failureOf(read(meets === 'silence' ? 100 : 2000))

    expect(error.code).toBe('GITHUB_UNREACHABLE')
    expect(error.details['ambiguous']).toBeUndefined()
    expect(error.message).toMatch(/, three times\. Nothing was changed\.$/)
    expect(github.requests).toHaveLength(3)
  })

  test.each(passing)('%j: a write is sent once, and nobody says that it was not done', async (meets) => {
    github.fault({route: writeRoute, meets, times: 99})

    const error = await failureOf(write(meets === 'silence' ? 100 : 2000))

    expect([error.code, error.details['ambiguous']]).toEqual(['GITHUB_UNREACHABLE', true])
    expect(error.message).toMatch(/It is not known whether this was done\.$/)
    expect(github.requests).toHaveLength(1)
    expect(github.comments(7)).toHaveLength(meets === 'lost' ? 1 : 0)
  })

  test('a write to where nothing listens was not done', async () => {
    const gone = await startGithub({git: git.remote})
    await gone.close()
    const client = clientFor(gone, token, {clock})

    const error = await failureOf(client.call(writeRoute, {issue_number: 7, body: 'Plan'}))

    expect(error.details['ambiguous']).toBeUndefined()
    expect(error.message.replace(gone.apiUrl, 'API')).toMatchInlineSnapshot(
      `"GitHub at API, POST /repos/state/replays/issues/7/comments: nothing listens there (ECONNREFUSED), three times. Nothing was changed."`,
    )
  })
})

describe('too much was asked', () => {
  const limits: readonly [string, number, Record<string, string>][] = [
    ['429 with Retry-After', 429, {'retry-after': '20'}],
    ['403 with Retry-After', 403, {'retry-after': '20'}],
    [
      '403 with nothing left',
      403,
      {'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(Date.parse('2026-11-24T10:00:20Z') / 1000)},
    ],
  ]

  test.each(limits)('%s: a write waits and is sent again, since nothing was done', async (_, status, headers) => {
    github.fault({route: writeRoute, meets: {status, headers}})

    await write()

    expect(clock.now().toISOString()).toBe('2026-11-24T10:00:20.000Z')
    expect(github.comments(7)).toHaveLength(1)
  })

  test('nobody waits longer than a minute in all', async () => {
    github.fault({route: readRoute, meets: {status: 429, headers: {'retry-after': '25'}}, times: 99})

    const error = await failureOf(read())

    expect(error.code).toBe('GITHUB_LIMITED')
    expect(github.requests).toHaveLength(3)
    expect(told(error)).toMatchInlineSnapshot(
      `"GitHub at API, GET /repos/state/replays/pulls/7: HTTP 429, and it answers no more until 2026-11-24 10:01:15 UTC. Nothing was changed."`,
    )
  })

  test('the pages of a list share that minute', async () => {
    for (let i = 1; i <= 250; i++) github.comment({pull: 7, by: 'ravi', body: `Comment ${i}`})
    const route = 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments'
    const act = () => clientFor(github, token, {clock}).all(route, {issue_number: 7})
    const limit = {status: 429, headers: {'retry-after': '25'}}
    github.fault({route, meets: limit, where: ({query}) => query['page'] === undefined})
    github.fault({route, meets: limit, where: ({query}) => query['page'] === '2'})
    expect(await act()).toHaveLength(250)
    github.fault({route, meets: limit, where: ({query}) => query['page'] === undefined})
    for (const page of ['2', '3']) github.fault({route, meets: limit, where: ({query}) => query['page'] === page})

    expect((await failureOf(act())).code).toBe('GITHUB_LIMITED')
  })

  test('a limit without a time counts as a minute', async () => {
    const body = {message: 'You have exceeded a secondary rate limit.', documentation_url: ''}
    github.fault({route: readRoute, meets: {status: 403, body}})

    await read()

    expect(clock.now().toISOString()).toBe('2026-11-24T10:01:00.000Z')
  })
})

describe('no', () => {
  test('401', async () => {
    token = 'ghs_ended'

    const error = await failureOf(read())

    expect([error.code, told(error)]).toMatchInlineSnapshot(`
      [
        "GITHUB_PERMISSION_MISSING",
        "GitHub at API, GET /repos/state/replays/pulls/7: HTTP 401, Bad credentials. Nothing was changed.",
      ]
    `)
  })

  test('403 names what the token lacks', async () => {
    token = github.token({permissions: {issues: 'read'}})

    const error = await failureOf(write())

    expect([error.code, told(error)]).toMatchInlineSnapshot(`
      [
        "GITHUB_PERMISSION_MISSING",
        "GitHub at API, POST /repos/state/replays/issues/7/comments: HTTP 403, Resource not accessible by integration; it asks for issues=write or pull_requests=write. Nothing was changed.",
      ]
    `)
    expect(github.comments(7)).toEqual([])
  })

  test('404 tells its two meanings', async () => {
    const error = await failureOf(clientFor(github, token).call(readRoute, {pull_number: 8}))

    expect([error.code, error.details, told(error)]).toMatchInlineSnapshot(`
      [
        "GITHUB_REFUSED",
        {
          "status": 404,
        },
        "GitHub at API, GET /repos/state/replays/pulls/8: HTTP 404, Not Found; it says so of what is not there, and of what the token may not see. Nothing was changed.",
      ]
    `)
  })

  test("422 has GitHub's own words", async () => {
    const client = clientFor(github, token)

    const error = await failureOf(client.call(writeRoute, {issue_number: 7, body: 'x'.repeat(65_537)}))

    expect([error.code, told(error)]).toMatchInlineSnapshot(`
      [
        "GITHUB_REFUSED",
        "GitHub at API, POST /repos/state/replays/issues/7/comments: HTTP 422, Validation Failed: Body is too long (maximum is 65536 characters). Nothing was changed.",
      ]
    `)
  })

  test("GitHub's words become one line, bounded and plain", async () => {
    const message = `Bad\n::error::forged\u202e ghp_abcdefghijklmnop ${'x'.repeat(10_000)}`
    github.fault({route: readRoute, meets: {status: 422, body: {message, errors: [{code: 'custom'}, 7]}}})

    const error = await failureOf(read())

    expect(error.message).not.toMatch(/[\n\u202e]|ghp_abc/)
    expect(error.message.length).toBeLessThan(700)
  })
})
