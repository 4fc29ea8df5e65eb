import {afterAll, beforeAll, beforeEach, describe, expect, test} from 'vitest'
import type {Fault} from '../../support/github/faults.ts'
import {came} from '../../support/asked-rows.ts'
import {openReviewDesk, type ReviewDesk} from '../../support/review-desk.ts'

let desk: ReviewDesk
beforeAll(async () => {
  desk = await openReviewDesk()
})
beforeEach(() => {
  desk.reset()
  came(desk)
  // Of a team, so that every route is asked.
  desk.github.review({pull: 7, by: 'tara'})
})
afterAll(() => desk.close())

const pulls = 'GET /repos/{owner}/{repo}/pulls/{pull_number}'
const tree = 'GET /repos/{owner}/{repo}/git/trees/{tree_sha}'
const membership = 'GET /orgs/{org}/teams/{team_slug}/memberships/{username}'
const routes = [
  'GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls',
  pulls,
  `${pulls}/commits`,
  `${pulls}/reviews`,
  tree,
  'GET /repos/{owner}/{repo}/collaborators/{username}/permission',
  membership,
]

const status = (code: number, headers = {}, message = 'Injected') => ({
  status: code,
  headers,
  body: {message, documentation_url: 'https://docs.github.com/rest'},
})

const faults: readonly (readonly [fault: string, meets: Fault['meets'], told: string])[] = [
  [
    'no right (403)',
    status(403, {}, 'Resource not accessible by integration'),
    'Resource not accessible by integration',
  ],
  ['no sign-in (401)', status(401, {}, 'Bad credentials'), 'Bad credentials'],
  ['too many requests (429)', status(429, {'retry-after': '3600'}), 'it answers no more until'],
  [
    'a second limit (403)',
    status(403, {'retry-after': '3600'}, 'You have exceeded a secondary rate limit'),
    'no more until',
  ],
  ['an error of its own (500)', status(500), 'HTTP 500'],
  ['a gateway (502)', status(502), 'HTTP 502'],
  ['gone (410)', status(410, {}, 'Gone'), 'HTTP 410, Gone'],
  ['a page of a proxy', 'no-json', 'the answer is no JSON'],
  ['half an answer', 'half', 'the connection was cut'],
  ['a connection that is cut', 'cut', 'the connection was cut'],
]

/** By the client, before it gives up. */
const isAskedAgain = (meets: Fault['meets']): boolean =>
  typeof meets === 'object' ? meets.status >= 500 : meets !== 'no-json'

describe('is not approved, and the text says why, when GitHub answers any question with', () => {
  test.each(faults)('%s', async (_, meets, told) => {
    const question = await desk.question()
    for (const route of routes) {
      desk.github.fault({
        route,
        meets,
        times: isAskedAgain(meets) ? 3 : 1,
      })
      const approvals = await desk.approvals()

      const answer = await approvals.judge(question)

      expect({route, answer}).toEqual({
        route,
        answer: {reason: 'APPROVAL_UNKNOWN', message: expect.stringContaining(told) as string},
      })
    }
    expect(await desk.ask()).toHaveProperty('evidence')
  })

  test('silence', async () => {
    desk.github.fault({route: pulls, meets: 'silence', times: 3})

    const answer = await desk.ask({timeoutSeconds: 1})

    expect(answer).toMatchObject({
      reason: 'APPROVAL_UNKNOWN',
      message: expect.stringContaining('no answer came in time') as string,
    })
  }, 20_000)

  test.each(routes.filter((route) => ![tree, membership].includes(route)))('not found (404): %s', async (route) => {
    desk.github.fault({route, meets: status(404, {}, 'Not Found')})

    const answer = await desk.ask()

    expect(answer).toMatchObject({
      reason: 'APPROVAL_UNKNOWN',
      message: expect.stringContaining('HTTP 404, Not Found') as string,
    })
  })

  test('something that is no such answer at all', async () => {
    desk.github.fault({route: pulls, meets: {status: 200, body: {number: 7}}})

    const answer = await desk.ask()

    expect(answer).toMatchObject({reason: 'APPROVAL_UNKNOWN'})
  })
})

test('a commit whose tree is not found is one that GitHub does not show', async () => {
  desk.github.fault({route: tree, meets: status(404, {}, 'Not Found')})

  const answer = await desk.ask()

  expect(answer).toMatchObject({
    reason: 'APPROVAL_MISSING',
    message: expect.stringContaining('which GitHub does not show') as string,
  })
})

test('a commit that GitHub does not have is not known to be approved', async () => {
  const question = await desk.question()
  const introduction = question.introduction === null ? null : {...question.introduction, commit: 'f'.repeat(40)}

  const answer = await (await desk.approvals()).judge({...question, introduction})

  expect(answer).toMatchObject({
    reason: 'APPROVAL_UNKNOWN',
    message: expect.stringContaining('No commit found for SHA') as string,
  })
})

test('after a limit nothing more is asked in this pass, and the next pass asks again', async () => {
  const [route = ''] = routes
  desk.github.fault({route, meets: status(429, {'retry-after': '3600'})})
  const approvals = await desk.approvals()
  const question = await desk.question()
  const first = await approvals.judge(question)
  const asked = desk.github.requests.length

  const second = await approvals.judge({...question, file: {...question.file, path: 'replay-requests/june.yaml'}})

  expect(second).toMatchObject({reason: 'APPROVAL_UNKNOWN', message: expect.stringContaining('june.yaml') as string})
  expect(first).toMatchObject({reason: 'APPROVAL_UNKNOWN'})
  expect(desk.github.requests).toHaveLength(asked)
  expect(await desk.ask()).toHaveProperty('evidence')
})

test('after two silences nothing more is asked in this pass', async () => {
  const [route = ''] = routes
  desk.github.fault({route, meets: status(502), times: 6})
  const approvals = await desk.approvals()
  const question = await desk.question()
  const other = (commit: string) => ({...question, introduction: {commit, author: '', committedAt: ''}})
  await approvals.judge(other('a'.repeat(40)))
  await approvals.judge(other('b'.repeat(40)))
  const asked = desk.github.requests.length

  const third = await approvals.judge(question)

  expect(third).toMatchObject({reason: 'APPROVAL_UNKNOWN'})
  expect(desk.github.requests).toHaveLength(asked)
})

test("tells GitHub's own words, and what helps", async () => {
  const [route = ''] = routes
  const needs = {'x-accepted-github-permissions': 'pull_requests=read'}
  desk.github.fault({route, meets: status(403, needs, 'Resource not accessible by integration')})

  const answer = await desk.ask()

  const message = 'message' in answer ? answer.message.replace(/:\d+/, ':PORT').replace(/[0-9a-f]{40}/, 'SHA') : ''
  expect(message).toMatchInlineSnapshot(
    `"Whether replay-requests/may.yaml was approved could not be found out, so it is not: the next run asks again. GitHub at http://127.0.0.1:PORT, GET /repos/state/replays/commits/SHA/pulls: HTTP 403, Resource not accessible by integration; it asks for pull_requests=read. Nothing was changed. Give the token the permission named above (docs/github-action.md, Permissions)."`,
  )
})

test('no token is no approval', async () => {
  const answer = await desk.ask({permissions: {}})

  expect(answer).toMatchObject({reason: 'APPROVAL_UNKNOWN'})
})
