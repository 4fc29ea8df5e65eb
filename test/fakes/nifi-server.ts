import {createServer, type IncomingMessage, type ServerResponse} from 'node:http'
import {createServer as createTlsServer, type ServerOptions} from 'node:https'
import type {AddressInfo} from 'node:net'
import {contextRoutes} from './nifi/context-routes.ts'
import {groupRoutes} from './nifi/group-routes.ts'
import {addBulletin, newModel, type FakePart, type FakeProcessor, type FakeService, type Model} from './nifi/model.ts'
import {profiles, unknownField, type Profile} from './nifi/profile.ts'
import {Refusal} from './nifi/refusal.ts'
import {newRequests} from './nifi/requests.ts'
import type {Body, Reply, Route} from './nifi/routes.ts'
import {serverRoutes} from './nifi/server-routes.ts'
import {openGate, type Gate, type Login} from './nifi/sign-in.ts'

/** What the next request of a kind meets. */
export interface Fault {
  /** Method and path below `/nifi-api`, such as `PUT /process-groups/`. */
  readonly request: RegExp
  /** Absent: done as usual. `lost`: done, and the connection is cut before the answer. `cut`, or an answer: not done. */
  readonly meets?:
    | 'lost'
    | 'cut'
    | 'silence'
    | {readonly status: number; readonly text: string; readonly headers?: Record<string, string>}
  /** Runs before the fault: what somebody else does in that moment. */
  readonly meanwhile?: () => void
}

export interface FakeNifi {
  readonly address: string
  readonly model: Model
  readonly gate: Gate
  readonly faults: Fault[]
  /** `PUT /process-groups/…` and what was sent, as they came; no headers. */
  readonly requests: {readonly line: string; readonly body: string}[]
  processor(name: string): FakeProcessor
  service(name: string): FakeService
  bulletin(of: FakePart, level: string, message: string): void
  /** NiFi forgets revisions, bulletins and requests; flow, states and queues stay. */
  restart(): void
  close(): Promise<void>
}

export interface FakeNifiOptions {
  readonly version?: keyof typeof profiles
  /** Absent: everybody may do everything. */
  readonly login?: Login
  /** Absent: plain http. */
  readonly tls?: ServerOptions
}

const routes: readonly Route[] = [...groupRoutes, ...contextRoutes, ...serverRoutes]
const patterns = routes.map(([pattern, answer]) => ({
  expression: new RegExp(`^${pattern.replaceAll('/:', '/([^/]+)')}$`),
  answer,
}))

/** A NiFi in this process that answers as real ones do; the contract suite holds it to them. */
export async function startFakeNifi({version = '1.12.1', login, tls}: FakeNifiOptions = {}): Promise<FakeNifi> {
  const profile: Profile = profiles[version]
  const model = newModel()
  const works = newRequests()
  const gate = openGate(login, tls !== undefined)
  const faults: Fault[] = []
  const requests: {line: string; body: string}[] = []

  function route(line: string, query: URLSearchParams, body: Body): Reply {
    if (profile.refusesUnknownFields && unknownField(body) !== null)
      throw new Refusal(400, 'Message body is malformed. Unable to map into expected format.')
    for (const {expression, answer} of patterns) {
      const match = expression.exec(line)
      if (match !== null) return answer({model, profile, requests: works, ids: match.slice(1), query, body})
    }
    throw new Refusal(404, 'The specified resource could not be found.')
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://fake')
    const line = `${request.method ?? ''} ${url.pathname.replace(/^\/nifi-api/, '')}`
    const text = await textOf(request)
    requests.push({line, body: text})
    const index = faults.findIndex((fault) => fault.request.test(line))
    const [fault] = index < 0 ? [] : faults.splice(index, 1)
    fault?.meanwhile?.()
    if (fault?.meets === 'silence') return
    if (fault?.meets === 'cut') request.socket.destroy()
    else if (typeof fault?.meets === 'object') {
      response
        .writeHead(fault.meets.status, {'content-type': 'text/plain', ...fault.meets.headers})
        .end(fault.meets.text)
    } else {
      const reply = replyOf(() => gate.answer(line, request, text) ?? route(line, url.searchParams, parsed(text)))
      if (fault?.meets === 'lost') request.socket.destroy()
      else send(response, reply)
    }
  }

  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    answer(request, response).catch(() => response.destroy())
  }
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const named = <T extends FakePart>(parts: Map<string, T>, name: string): T => {
    const part = [...parts.values()].find((candidate) => candidate.name === name)
    if (part === undefined) throw new Error(`The fake has no ${name}.`)
    return part
  }
  return {
    address: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    model,
    gate,
    faults,
    requests,
    processor: (name) => named(model.processors, name),
    service: (name) => named(model.services, name),
    bulletin: (of, level, message) => {
      addBulletin(model, of, level, message)
    },
    restart: () => {
      works.forget()
      model.bulletins.splice(0)
      const parts = [model.groups, model.processors, model.services, model.connections, model.contexts]
      for (const {revision} of parts.flatMap((map) => [...map.values()])) {
        revision.version = 0
        revision.clientId = undefined
      }
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => {
          resolve()
        })
      }),
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}

const parsed = (text: string): Body => (text.startsWith('{') ? (JSON.parse(text) as Body) : {})

function replyOf(act: () => Reply): Reply {
  try {
    return act()
  } catch (error) {
    if (error instanceof Refusal) return {status: error.status, body: error.message}
    throw error
  }
}

function send(response: ServerResponse, {status, body}: Reply): void {
  const isText = typeof body === 'string'
  response.writeHead(status, {'content-type': isText ? 'text/plain' : 'application/json'})
  response.end(isText ? body : JSON.stringify(body))
}
