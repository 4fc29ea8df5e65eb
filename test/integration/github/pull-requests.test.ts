import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, test} from 'vitest'
import {createPullRequests} from '../../../src/adapters/github/pull-requests.ts'
import type {PullRequests} from '../../../src/ports/pull-requests.ts'
import {createGitRemote, type GitRemote} from '../../support/git-remote.ts'
import {clientFor} from '../../support/github/client-for.ts'
import type {NewToken} from '../../support/github/scene.ts'
import {startGithub, type GithubServer} from '../../support/github/server.ts'

let git: GitRemote
let github: GithubServer
let merged: string

beforeAll(() => {
  git = createGitRemote()
  git.commit({'README.md': 'Requests\n'})
  git.commit({'replay-requests/may.yaml': 'reason: twice\n'}, {branch: 'may'})
  git.commit({'replay-requests/june.yaml': 'reason: twice\n'}, {branch: 'june'})
  git.git(['pull', '-q'], git.checkout)
  git.git(['merge', '-q', '--no-ff', '-m', 'Merge may', 'origin/may'], git.checkout)
  git.git(['push', '-q', 'origin', 'main'], git.checkout)
  merged = git.git(['rev-parse', 'main'])
})
afterAll(() => {
  git.remove()
})
beforeEach(async () => {
  github = await startGithub({git: git.remote, people: {ravi: 'write', anita: 'write', mallory: 'read'}})
  github.pull({author: 'ravi', head: 'may', number: 6, merged})
  github.pull({author: 'mallory', head: 'june', number: 7, headRepository: 'mallory/replays'})
})
afterEach(() => github.close())

const asWorkflow = (of: NewToken = {}): PullRequests => createPullRequests(clientFor(github, github.token(of)))
const asPerson = (login: string): PullRequests =>
  asWorkflow({kind: 'user', as: login, permissions: {contents: 'read', issues: 'write', pull_requests: 'write'}})
const bodies = (): string[] => github.comments(7).map(({by, body}) => `${by ?? 'nobody'}: ${body}`)

const lists = 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments'
const creates = 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments'
const changes = 'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}'
const deletes = 'DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}'
const plan = (text: string, by = 'github-actions[bot]'): string => `${by}: <!-- cqube-replay plan -->\n${text}`

describe('pull requests', () => {
  test('a fork is told from a branch of ours, also when it is gone', async () => {
    github.pull({author: null, head: 'june', number: 8, headRepository: null})
    const pullRequests = asWorkflow()

    expect(await pullRequests.read(7)).toEqual({
      number: 7,
      address: 'https://github.example.org/state/replays/pull/7',
      isOpen: true,
      isFork: true,
      head: {commit: git.git(['rev-parse', 'june']), branch: 'june', repository: 'mallory/replays'},
      base: {commit: merged, branch: 'main'},
    })
    expect(await pullRequests.read(6)).toMatchObject({isOpen: false, isFork: false})
    expect(await pullRequests.read(8)).toMatchObject({isFork: true, head: {repository: null}})
  })

  test('are found by their base, by what they were merged as, and by their last commit', async () => {
    github.pull({author: 'ravi', head: 'june', number: 8, base: 'may'})
    const head = git.git(['rev-parse', 'june'])
    const pullRequests = asWorkflow()

    expect((await pullRequests.open('main')).map(({number}) => number)).toEqual([7])
    expect((await pullRequests.withHead(head)).map(({number}) => number)).toEqual([7, 8])
    expect(await pullRequests.withHead(merged)).toEqual([])
    expect(await pullRequests.mergedWith(merged, 'main')).toEqual([6])
    expect(await pullRequests.mergedWith(merged, 'other')).toEqual([])
    expect(await pullRequests.mergedWith(head, 'main')).toEqual([])
  })

  test('one that comes without its head fails, and is not taken for a fork', async () => {
    github.fault({
      route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}',
      meets: {status: 200, body: {number: 7, state: 'open', html_url: 'https://github.example.org/'}},
    })

    await expect(asWorkflow().read(7)).rejects.toThrowErrorMatchingInlineSnapshot(
      `[ReplayError: GitHub sent a pull request of state/replays without head.sha. Nothing was changed.]`,
    )
  })
})

describe('the one comment of a kind', () => {
  test('is written anew in its place, beside those of other kinds and of people', async () => {
    github.comment({pull: 7, by: 'ravi', body: 'Which districts?'})
    const pullRequests = asWorkflow()

    const first = await pullRequests.putComment(7, 'plan', '1,082 rows')
    const outcome = await pullRequests.putComment(7, 'outcome 20261124T100000Z-ab12', 'Done')
    const again = await pullRequests.putComment(7, 'plan', '1,090 rows')

    expect(bodies()).toEqual([
      'ravi: Which districts?',
      plan('1,090 rows'),
      'github-actions[bot]: <!-- cqube-replay outcome 20261124T100000Z-ab12 -->\nDone',
    ])
    expect(again).toBe(first)
    expect(outcome).not.toBe(first)
  })

  test('is never a comment of a person who wrote our first line', async () => {
    github.comment({pull: 7, by: 'mallory', body: '<!-- cqube-replay plan -->\nForged'})

    await asWorkflow().putComment(7, 'plan', '1,082 rows')

    expect(bodies()).toEqual([plan('Forged', 'mallory'), plan('1,082 rows')])
  })

  test('of a person is theirs alone', async () => {
    await asWorkflow().putComment(7, 'plan', 'of the workflow')

    await asPerson('anita').putComment(7, 'plan', 'of Anita')
    await asPerson('anita').putComment(7, 'plan', 'of Anita, again')

    expect(bodies()).toEqual([plan('of the workflow'), plan('of Anita, again', 'anita')])
  })

  test('stands on its own where the one that is there may not be changed, and stays', async () => {
    const theirs = github.comment({pull: 7, by: 'web-flow', body: '<!-- cqube-replay plan -->\nOld'})
    github.model.people.set('web-flow', {login: 'web-flow', id: 1, type: 'Bot', email: '', role: 'none'})
    for (const status of [403, 404])
      github.fault({
        route: changes,
        meets: {status},
        times: 9,
        where: ({path}) => path['comment_id'] === `${theirs.id}`,
      })
    const pullRequests = asWorkflow()

    await pullRequests.putComment(7, 'plan', '1,082 rows')
    await pullRequests.putComment(7, 'plan', '1,090 rows')

    expect(bodies()).toEqual([plan('Old', 'web-flow'), plan('1,090 rows')])
  })

  test('is that of another job, where that one was made between our look and our writing', async () => {
    const older = {pull: 7, by: 'github-actions[bot]', body: '<!-- cqube-replay plan -->\nof another job'}
    github.fault({route: lists, meets: {status: 200, body: []}, meanwhile: () => github.comment(older)})

    const address = await asWorkflow().putComment(7, 'plan', '1,090 rows')

    expect(bodies()).toEqual([plan('1,090 rows')])
    expect(address).toContain(`#issuecomment-${github.comments(7)[0]?.id ?? 0}`)
    expect(github.requests.map(({route}) => route)).toContain(deletes)
  })

  test('is one whenever five write it', async () => {
    for (let round = 1; round <= 10; round++) {
      github.model.comments.length = 0
      await Promise.all(Array.from({length: 5}, (_, i) => asWorkflow().putComment(7, 'plan', `written by ${i}`)))

      expect(bodies()).toHaveLength(1)
    }
  })

  test('that was left twice is one again with the next', async () => {
    for (const text of ['first', 'second', 'third'])
      github.comment({pull: 7, by: 'github-actions[bot]', body: `<!-- cqube-replay plan -->\n${text}`})
    github.fault({route: deletes, meets: {status: 502}})

    await asWorkflow().putComment(7, 'plan', '1,082 rows')
    const afterOne = bodies()
    await asWorkflow().putComment(7, 'plan', '1,090 rows')

    expect(afterOne).toEqual([plan('1,082 rows'), plan('second')])
    expect(bodies()).toEqual([plan('1,090 rows')])
  })
})

describe('an answer that was lost', () => {
  test.each(['lost', 'cut'] as const)('(%s) of the first comment leaves one', async (meets) => {
    github.fault({route: creates, meets})

    await asWorkflow().putComment(7, 'plan', '1,082 rows')

    expect(bodies()).toEqual([plan('1,082 rows')])
    expect(github.requests.filter(({route}) => route === creates)).toHaveLength(meets === 'lost' ? 1 : 2)
  })

  test.each(['lost', 'cut'] as const)('(%s) of a change leaves the new text', async (meets) => {
    await asWorkflow().putComment(7, 'plan', '1,082 rows')
    github.fault({route: changes, meets})

    await asWorkflow().putComment(7, 'plan', '1,090 rows')

    expect(bodies()).toEqual([plan('1,090 rows')])
  })

  test('again and again fails, with at most one comment', async () => {
    github.fault({route: creates, meets: {status: 502}, times: 9})

    const act = asWorkflow().putComment(7, 'plan', '1,082 rows')

    await expect(act).rejects.toMatchObject({code: 'GITHUB_UNREACHABLE', details: {ambiguous: true}})
    expect(github.requests.filter(({route}) => route === creates)).toHaveLength(2)
    expect(bodies()).toEqual([])
  })
})

test("a fork's token writes nothing, and the failure names what it lacks", async () => {
  const pullRequests = asWorkflow({permissions: {contents: 'read', issues: 'read', pull_requests: 'read'}})

  await expect(pullRequests.putComment(7, 'plan', '1,082 rows')).rejects.toMatchObject({
    code: 'GITHUB_PERMISSION_MISSING',
    message: expect.stringContaining('it asks for issues=write or pull_requests=write. Nothing was changed.') as string,
  })
  expect(bodies()).toEqual([])
})
