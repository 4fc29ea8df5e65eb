import type {IncomingMessage, ServerResponse} from 'node:http'
import type {Fault} from './faults.ts'
import type {Reply} from './routes.ts'

/** What goes over the wire. */
export interface Sent extends Reply {
  readonly headers?: Readonly<Record<string, string>>
}

export async function bodyText(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part)
  return Buffer.concat(parts).toString('utf8')
}

/** 30 of a list, 100 at most, and where the next ones are. */
export function onePage(reply: Reply, url: URL): Sent {
  const items = reply.body as readonly unknown[]
  const size = Math.min(100, Number(url.searchParams.get('per_page') ?? 30))
  const page = Number(url.searchParams.get('page') ?? 1)
  const body = items.slice((page - 1) * size, page * size)
  if (page * size >= items.length) return {...reply, body}
  const following = new URL(url)
  following.searchParams.set('page', String(page + 1))
  return {...reply, body, headers: {link: `<${following.href}>; rel="next"`}}
}

export function send(response: ServerResponse, {status, headers, body}: Sent): void {
  const type = body === undefined ? {} : {'content-type': 'application/json; charset=utf-8'}
  response.writeHead(status, {...type, ...headers})
  response.end(body === undefined ? undefined : JSON.stringify(body))
}

export function meet({meets}: Fault, request: IncomingMessage, response: ServerResponse): void {
  if (meets === 'silence') return
  if (meets === 'cut' || meets === 'lost') request.socket.destroy()
  else if (meets === 'no-json') {
    response.writeHead(200, {'content-type': 'text/html'})
    response.end('<html><title>Sign in to the network of the state</title></html>')
  } else if (meets === 'half') {
    response.writeHead(200, {'content-type': 'application/json', 'content-length': '1000'})
    response.write('[{"id": 1', () => request.socket.destroy())
  } else send(response, {...meets, body: meets.body ?? {message: 'Injected', documentation_url: ''}})
}
