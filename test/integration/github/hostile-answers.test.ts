import {createServer} from 'node:https'
import type {AddressInfo} from 'node:net'
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, test} from 'vitest'
import type {ReplayError} from '../../../src/core/replay-error.ts'
import {certificate} from '../../support/certificate.ts'
import {createGitRemote, type GitRemote} from '../../support/git-remote.ts'
import {clientFor} from '../../support/github/client-for.ts'
import {failureOf} from '../../support/github/failure-of.ts'
import {startGithub, type GithubServer} from '../../support/github/server.ts'

let git: GitRemote
let github: GithubServer
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
})
afterEach(() => github.close())

const readRoute = 'GET /repos/{owner}/{repo}/pulls/{pull_number}'
const writeRoute = 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments'

/** Without the port, which is another one each time. */
const told = ({message}: ReplayError): string => message.replace(github.apiUrl, 'API')
const read = () => clientFor(github, token).call(readRoute, {pull_number: 7})
const write = () => clientFor(github, token).call(writeRoute, {issue_number: 7, body: 'Plan'})

describe('what GitHub does not say', () => {
  test('no JSON', async () => {
    github.fault({route: readRoute, meets: 'no-json'})
    github.fault({route: writeRoute, meets: 'no-json'})

    const [reading, writing] = [await failureOf(read()), await failureOf(write())]

    expect([reading.code, told(reading)]).toMatchInlineSnapshot(`
      [
        "GITHUB_FAILED",
        "GitHub at API, GET /repos/state/replays/pulls/7: the answer is no JSON. Nothing was changed.",
      ]
    `)
    expect([writing.code, writing.details['ambiguous'], told(writing)]).toMatchInlineSnapshot(`
      [
        "GITHUB_FAILED",
        true,
        "GitHub at API, POST /repos/state/replays/issues/7/comments: the answer is no JSON. It is not known whether this was done.",
      ]
    `)
  })

  test('an object where a list is, a number where an object is', async () => {
    const list = 'GET /repos/{owner}/{repo}/pulls'
    github.fault({route: list, meets: {status: 200, body: {message: 'moved'}}})
    github.fault({route: readRoute, meets: {status: 200, body: 7}})

    const notList = await failureOf(clientFor(github, token).all(list, {state: 'open'}))
    const notObject = await failureOf(read())

    expect([notList.code, notObject.code]).toEqual(['GITHUB_FAILED', 'GITHUB_FAILED'])
  })

  test('an answer without an end', async () => {
    github.fault({route: readRoute, meets: {status: 200, body: {message: 'x'.repeat(20_000_001)}}})

    const error = await failureOf(read())

    expect([error.code, told(error)]).toMatchInlineSnapshot(`
      [
        "GITHUB_FAILED",
        "GitHub at API, GET /repos/state/replays/pulls/7: the answer is larger than 20 MB. Nothing was changed.",
      ]
    `)
    expect(github.requests).toHaveLength(1)
  })

  test('a list without an end is refused, never cut', async () => {
    const link = `<${github.apiUrl}/repos/state/replays/pulls?page=2>; rel="next"`
    github.fault({
      route: 'GET /repos/{owner}/{repo}/pulls',
      meets: {status: 200, body: [], headers: {link}},
      times: 999,
    })

    const error = await failureOf(clientFor(github, token).all('GET /repos/{owner}/{repo}/pulls', {state: 'open'}))

    expect([error.code, told(error)]).toMatchInlineSnapshot(`
      [
        "GITHUB_REFUSED",
        "GitHub at API, GET /repos/state/replays/pulls: the list has more than 100 pages, and a part of it is none. Nothing was changed.",
      ]
    `)
    expect(github.requests).toHaveLength(100)
  })
})

describe('the token stays with GitHub', () => {
  test('whose certificate nobody vouches for gets nothing, and is asked once', async () => {
    const {key, cert} = certificate(git.root)
    let asked = 0
    const server = createServer({key, cert}).on('connection', () => asked++)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const apiUrl = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
    const client = clientFor({apiUrl, repository: 'state/replays'}, token)

    const error = await failureOf(client.call(writeRoute, {issue_number: 7, body: 'Plan'}))

    server.close()
    expect(asked).toBe(1)
    expect([error.code, error.message.replace(apiUrl, 'API')]).toMatchInlineSnapshot(`
      [
        "GITHUB_UNREACHABLE",
        "GitHub at API, POST /repos/state/replays/issues/7/comments: its certificate is self-signed; NODE_EXTRA_CA_CERTS names the file of one to trust (DEPTH_ZERO_SELF_SIGNED_CERT). Nothing was changed.",
      ]
    `)
  })

  test.each([301, 302, 307, 308])('a question follows %i within the server, and not to another one', async (status) => {
    const here = {location: `${github.apiUrl}/repos/state/replays/pulls/7`}
    github.fault({route: readRoute, meets: {status, headers: here}})
    github.fault({route: readRoute, meets: {status, headers: {location: 'https://mallory.example/'}}})

    const error = await failureOf(read().then(() => read()))

    expect(error.code).toBe('GITHUB_REFUSED')
    expect(told(error)).toContain('it sends the request to mallory.example, which does not get the token. Nothing')
  })

  test.each([301, 302, 307, 308])('a write follows no %i', async (status) => {
    const location = `${github.apiUrl}/repos/state/replays/issues/7/comments`
    github.fault({route: writeRoute, meets: {status, headers: {location}}})

    const error = await failureOf(write())

    expect(told(error)).toContain('the repository may have another name by now. Nothing was changed.')
    expect(github.comments(7)).toEqual([])
  })

  test('a list does not go on at another server', async () => {
    const link = '<https://mallory.example/?page=2>; rel="next"'
    github.fault({route: 'GET /repos/{owner}/{repo}/pulls', meets: {status: 200, body: [], headers: {link}}})

    const error = await failureOf(clientFor(github, token).all('GET /repos/{owner}/{repo}/pulls', {state: 'open'}))

    expect(error.code).toBe('GITHUB_FAILED')
  })
})
