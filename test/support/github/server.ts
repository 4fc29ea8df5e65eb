import {createServer, type IncomingMessage, type ServerResponse} from 'node:http'
import type {AddressInfo} from 'node:net'
import {appRoutes} from './app-routes.ts'
import {openBareRepository} from './bare-repository.ts'
import {commentRoutes} from './comment-routes.ts'
import type {Json} from './complete.ts'
import {openContract} from './contract.ts'
import {openFaults, type Fault} from './faults.ts'
import {admitted} from './gate.ts'
import {gitRoutes} from './git-routes.ts'
import {addPerson, type Model, type Role} from './model.ts'
import {peopleRoutes} from './people-routes.ts'
import {pullRoutes} from './pull-routes.ts'
import {notFound, refusal, type Route} from './routes.ts'
import {sceneOf, type Scene} from './scene.ts'
import {bodyText, meet, onePage, send, type Sent} from './wire.ts'

/**
 * A GitHub of the test's own. How to set one up:
 *
 *     const git = createGitRemote()                       // commits and trees come from here
 *     git.commit({'replay-requests/may.yaml': '…'}, {branch: 'may'})
 *     const github = await startGithub({git: git.remote, people: {anita: 'write', ravi: 'admin', mallory: 'read'}})
 *     github.team('state/data-owners', ['anita'])
 *     const {number} = github.pull({author: 'ravi', head: 'may'})     // `merged: COMMIT` once it is in main
 *     github.review({pull: number, by: 'anita'})                      // APPROVED, of the head
 *     const token = github.token()                                    // a workflow's; {permissions: forkPermissions}
 *     github.fault({route: 'GET /user', meets: {status: 502}, times: 2})
 *     const environment = github.environment(token)                   // GITHUB_API_URL, GITHUB_REPOSITORY, the token
 *     await github.close()                                            // throws what GitHub's description objects to
 *
 * An author or committer `LOGIN@example.org` of a commit is that person to GitHub. People are named before they act; the
 * bots `github-actions[bot]` and `web-flow` are there.
 */
export interface GithubServer extends Scene {
  /** Without a slash at its end. */
  readonly apiUrl: string
  readonly repository: string
  readonly model: Model
  /** What came, in order: route, path and query as sent, body; never a token. */
  readonly requests: readonly ServedRequest[]
  /** What GitHub's description objects to so far. */
  readonly mismatches: readonly string[]
  fault(fault: Fault): void
  environment(token: string): Record<string, string>
  /** @throws {Error} when a request or an answer was not as GitHub describes it */
  close(): Promise<void>
}

export interface ServedRequest {
  readonly route: string
  readonly url: string
  readonly body: unknown
  readonly status: number
}

export interface GithubServerOptions {
  /** A bare repository. */
  readonly git: string
  /** `owner/name` */
  readonly repository?: string
  /** `/api/v3` is that of GitHub Enterprise Server. */
  readonly basePath?: '' | '/api/v3'
  readonly people?: Readonly<Record<string, Role>>
  readonly defaultBranch?: string
}

const allRoutes: Readonly<Record<string, Route>> = {
  ...pullRoutes,
  ...gitRoutes,
  ...peopleRoutes,
  ...commentRoutes,
  ...appRoutes,
}

interface Found {
  readonly name: string
  readonly route: Route
  readonly path: Readonly<Record<string, string>>
}

export async function startGithub(options: GithubServerOptions): Promise<GithubServer> {
  const contract = openContract()
  const git = openBareRepository(options.git)
  const [owner = '', name = ''] = (options.repository ?? 'state/replays').split('/')
  const model = newModel(owner, name, options)
  const faults = openFaults()
  const requests: ServedRequest[] = []
  const mismatches: string[] = []
  const base = options.basePath ?? ''
  const patterns = Object.entries(allRoutes).map(([line, route]) => ({line, route, ...patternOf(line, contract)}))

  const find = (method: string, path: string): Found | null => {
    for (const {line, route, method: of, expression} of patterns) {
      const match = method === of ? expression.exec(path) : null
      if (match === null) continue
      const parameters = Object.entries(match.groups ?? {}).map(([key, value]) => [key, decodeURIComponent(value)])
      return {name: line, route, path: Object.fromEntries(parameters) as Record<string, string>}
    }
    return null
  }

  const replyTo = (found: Found, request: IncomingMessage, url: URL, body: unknown): Sent => {
    const {name: line, route, path} = found
    const query = Object.fromEntries(url.searchParams)
    const objections = contract.request(line, {path, query, body})
    if (request.headers['user-agent'] === undefined) objections.push(`${line}: GitHub asks for a User-Agent`)
    mismatches.push(...objections)
    if (objections.length > 0) return refusal(400, objections.join('; '))
    const token = admitted(model, line, route, request.headers.authorization)
    if ('refused' in token) return {...token.refused, ...(token.headers === undefined ? {} : {headers: token.headers})}
    if ('owner' in path && `${path['owner']}/${path['repo'] ?? ''}`.toLowerCase() !== `${owner}/${name}`.toLowerCase())
      return notFound
    const reply = route.answer({model, git, token, path, query, body: (body ?? {}) as Json})
    return Array.isArray(reply.body) ? onePage(reply, url) : reply
  }

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host ?? 'localhost'}`)
    const text = await bodyText(request)
    const method = request.method ?? ''
    const found = url.pathname.startsWith(base) ? find(method, url.pathname.slice(base.length)) : null
    if (found === null) {
      mismatches.push(`${method} ${url.pathname}: the server of the tests has no such route`)
      send(response, notFound)
      return
    }
    const body: unknown = text === '' ? undefined : JSON.parse(text)
    const log = (status: number): void => {
      requests.push({route: found.name, url: url.pathname + url.search, body, status})
    }
    const fault = faults.take(found.name, {
      path: found.path,
      query: Object.fromEntries(url.searchParams),
      body: (body ?? {}) as Json,
    })
    fault?.meanwhile?.()
    if (fault !== null && fault.meets !== 'lost') {
      log(typeof fault.meets === 'object' ? fault.meets.status : 0)
      meet(fault, request, response)
      return
    }
    const reply = replyTo(found, request, url, body)
    log(reply.status)
    if (fault === null) send(response, checked(found.name, reply))
    else request.socket.destroy()
  }

  const checked = (line: string, reply: Sent): Sent => {
    try {
      const whole = contract.complete(line, reply.status, reply.body)
      mismatches.push(...contract.answer(line, reply.status, whole))
      return {...reply, body: whole}
    } catch (error) {
      mismatches.push(String(error))
      return reply
    }
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      mismatches.push(`The server of the tests failed: ${String(error)}`)
      send(response, refusal(500, String(error)))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}${base}`
  return {
    ...sceneOf(model, git),
    apiUrl,
    repository: `${owner}/${name}`,
    model,
    requests,
    mismatches,
    fault: (fault) => {
      faults.add(fault)
    },
    environment: (token) => ({
      GITHUB_API_URL: apiUrl,
      GITHUB_REPOSITORY: `${owner}/${name}`,
      CQUBE_REPLAY_GITHUB_TOKEN: token,
    }),
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      if (mismatches.length > 0) throw new Error(`Not as GitHub describes it:\n${[...new Set(mismatches)].join('\n')}`)
    },
  }
}

function newModel(owner: string, name: string, {git, people = {}, defaultBranch = 'main'}: GithubServerOptions): Model {
  const model: Model = {
    owner,
    name,
    defaultBranch,
    git,
    people: new Map(),
    teams: new Map(),
    pulls: new Map(),
    reviews: [],
    comments: [],
    tokens: new Map(),
    app: null,
    mostTreeEntries: 100_000,
    associated: new Map(),
    nextId: 1,
  }
  addPerson(model, 'github-actions[bot]', 'none')
  addPerson(model, 'web-flow', 'none')
  for (const [login, role] of Object.entries(people)) addPerson(model, login, role)
  return model
}

function patternOf(line: string, contract: ReturnType<typeof openContract>) {
  const [method = '', template = ''] = line.split(' ')
  const source = template.replaceAll(/\{(\w+)\}/g, (_, parameter: string) =>
    contract.isMultiSegment(line, parameter) ? `(?<${parameter}>.+)` : `(?<${parameter}>[^/]+)`,
  )
  return {method, expression: new RegExp(`^${source}$`)}
}
