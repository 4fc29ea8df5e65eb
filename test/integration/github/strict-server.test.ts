import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {createGitRemote, type GitRemote} from '../../support/git-remote.ts'
import {openContract} from '../../support/github/contract.ts'
import {startGithub, type GithubServer} from '../../support/github/server.ts'

let git: GitRemote
let github: GithubServer
let token: string

beforeEach(async () => {
  git = createGitRemote()
  git.commit({'README.md': 'Requests\n'})
  git.commit({'replay-requests/may.yaml': 'reason: twice\n'}, {branch: 'may'})
  github = await startGithub({git: git.remote, people: {anita: 'write', ravi: 'admin'}})
  token = github.token({permissions: {contents: 'read', issues: 'write', pull_requests: 'write', members: 'read'}})
})
afterEach(() => {
  git.remove()
})

const ask = async (
  path: string,
  init: RequestInit = {},
): Promise<{status: number; body: unknown; link: string | null}> => {
  const response = await fetch(github.apiUrl + path, {
    ...init,
    headers: {authorization: `Bearer ${token}`, 'content-type': 'application/json'},
  })
  const text = await response.text()
  return {
    status: response.status,
    body: text === '' ? null : (JSON.parse(text) as unknown),
    link: response.headers.get('link'),
  }
}
const repository = '/repos/state/replays'

test('every route answers as GitHub describes it', async () => {
  github.team('state/data-owners', ['anita'])
  const pull = github.pull({author: 'ravi', head: 'may', number: 7})
  github.review({pull: 7, by: 'anita'})
  github.comment({pull: 7, by: null, body: 'Which districts?'})
  const main = git.git(['rev-parse', 'main'], git.remote).trim()
  const blob = git.git(['rev-parse', 'may:replay-requests/may.yaml'], git.remote).trim()

  const paths = [
    `${repository}/pulls?state=all&base=main&per_page=100`,
    `${repository}/pulls/7`,
    `${repository}/pulls/7/reviews`,
    `${repository}/pulls/7/commits`,
    `${repository}/pulls/7/files`,
    `${repository}/commits/${pull.head.commit}/pulls`,
    `${repository}/commits/${main}`,
    `${repository}/contents/replay-requests/may.yaml?ref=may`,
    `${repository}/git/trees/${pull.head.commit}?recursive=1`,
    `${repository}/git/commits/${main}`,
    `${repository}/git/ref/heads%2Fmain`,
    `${repository}/git/blobs/${blob}`,
    `${repository}/collaborators/anita/permission`,
    '/orgs/state/teams/data-owners/memberships/anita',
    `${repository}/issues/7/comments`,
    `${repository}/issues/comments/${github.comments(7)[0]?.id ?? 0}`,
  ]
  const answers = await Promise.all(paths.map((path) => ask(path)))
  const made = await ask(`${repository}/issues/7/comments`, {method: 'POST', body: '{"body":"Plan"}'})
  const id = github.comments(7).at(-1)?.id ?? 0
  const changed = await ask(`${repository}/issues/comments/${id}`, {method: 'PATCH', body: '{"body":"Plan 2"}'})
  const deleted = await ask(`${repository}/issues/comments/${id}`, {method: 'DELETE'})

  expect(answers.map(({status}) => status)).toEqual(paths.map(() => 200))
  expect([made.status, changed.status, deleted.status]).toEqual([201, 200, 204])
  expect(github.mismatches).toEqual([])
  expect(answers[1]?.body).toMatchObject({
    number: 7,
    merged: false,
    head: {sha: pull.head.commit},
    user: {login: 'ravi'},
  })
  expect(answers[5]?.body).toMatchObject([{number: 7}])
  expect(answers[13]?.body).toMatchObject({state: 'active'})
  await github.close()
})

describe('is strict', () => {
  test.each([
    [`${repository}/pulls?state=merged`, {}, /state=merged/],
    [`${repository}/pulls?stat=open`, {}, /no parameter stat/],
    [`${repository}/pulls/seven`, {}, /pull_number=seven/],
    [`${repository}/pulls/7/approvals`, {}, /no such route/],
    [
      `${repository}/issues/7/comments`,
      {method: 'POST', body: '{"text":"Plan"}'},
      /must have required property 'body'/,
    ],
    [`${repository}/issues/7/comments`, {method: 'POST', body: '{"body":7}'}, /must be string/],
    [`${repository}/issues/7/comments`, {method: 'POST', body: '{"body":"Plan","kind":"plan"}'}, /has no kind/],
    [`${repository}/issues/7/comments`, {method: 'POST'}, /body is missing/],
  ])('about the request %s %o', async (path, init, objection) => {
    await ask(path, init)

    await expect(github.close()).rejects.toThrow(objection)
  })

  test('about its own answers', async () => {
    const contract = openContract()
    const route = 'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews'

    const [review] = contract.complete(route, 200, [{id: 1}]) as [object]

    expect(contract.answer(route, 200, [review])).toEqual([])
    expect(contract.answer(route, 200, [{...review, id: 'one'}])).toEqual([
      `${route}: answer 200 /0/id must be integer`,
    ])
    expect(contract.answer(route, 200, [{...review, state: undefined}]).join()).toMatch(/property 'state'/)
    expect(contract.answer(route, 201, []).join()).toMatch(/does not answer with 201/)
    expect(() => contract.complete(route, 200, [{id: 1, comit_id: 'a'}])).toThrow(/has no .*\/0\/comit_id/)
    await github.close()
  })

  test('when a handler says what GitHub never says', async () => {
    github.pull({author: 'ravi', head: 'may', number: 7})
    github.model.comments.push({id: 9, issue: 7, by: 'anita', body: 7 as unknown as string, createdAt: 'today'})
    await ask(`${repository}/issues/7/comments`)

    await expect(github.close()).rejects.toThrow(/\/0\/body must be string.*\/0\/created_at must match format/)
  })
})

test('cuts lists into pages and says where the next is', async () => {
  github.pull({author: 'ravi', head: 'may', number: 7})
  for (let i = 1; i <= 31; i++) github.comment({pull: 7, by: 'anita', body: `Comment ${i}`})

  const first = await ask(`${repository}/issues/7/comments`)
  const second = await ask(`${repository}/issues/7/comments?page=2`)

  expect(first.body).toHaveLength(30)
  expect(first.link).toBe(`<${github.apiUrl}${repository}/issues/7/comments?page=2>; rel="next"`)
  expect([second.body, second.link]).toEqual([[expect.objectContaining({body: 'Comment 31'})], null])
  await github.close()
})

test.each([
  ['no token', 'ghs_unknown', 401],
  ['a token without the right', 'reader', 403],
  ['a token that may not see it', 'blind', 404],
])('%s is answered with %s: %i', async (_, which, status) => {
  github.team('state/data-owners', ['anita'])
  token = which === 'ghs_unknown' ? which : github.token({permissions: {}, hides: which === 'blind'})

  const answer = await ask('/orgs/state/teams/data-owners/memberships/anita')

  expect(answer.status).toBe(status)
  await github.close()
})
