import {createServer, type IncomingMessage} from 'node:http'
import type {AddressInfo} from 'node:net'

/** A request and its answer. */
export interface Exchange {
  /** Method and path below `/nifi-api`, without the query. */
  readonly line: string
  /** What was sent; null: nothing. */
  readonly sent: unknown
  readonly status: number
  /** Null: no JSON came, which NiFi's refusals are. */
  readonly answer: unknown
}

export interface NifiRecorder {
  readonly address: string
  readonly exchanges: readonly Exchange[]
  close(): Promise<void>
}

/**
 * Stands before a NiFi and keeps what passes.
 * @param alter gives what is answered instead
 */
export async function startNifiRecorder(
  nifi: string,
  alter: (line: string, answer: unknown) => unknown = (_, answer) => answer,
): Promise<NifiRecorder> {
  const exchanges: Exchange[] = []

  const server = createServer((request, response) => {
    pass(nifi, request).then(
      ({line, sent, status, contentType, text}) => {
        const isJson = contentType.startsWith('application/json')
        const answer: unknown = isJson ? alter(line, JSON.parse(text)) : null
        exchanges.push({line, sent, status, answer})
        response.writeHead(status, {'content-type': contentType}).end(isJson ? JSON.stringify(answer) : text)
      },
      () => response.destroy(),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    exchanges,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => {
          resolve()
        })
      }),
  }
}

async function pass(nifi: string, request: IncomingMessage) {
  const parts: Buffer[] = []
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part)
  const body = Buffer.concat(parts).toString('utf8')
  const {method = 'GET', url = '/'} = request
  const answer = await fetch(nifi + url, {
    method,
    headers: {accept: 'application/json', 'content-type': request.headers['content-type'] ?? 'text/plain'},
    ...(body === '' ? {} : {body}),
  })
  return {
    line: `${method} ${new URL(url, nifi).pathname.replace(/^\/nifi-api/, '')}`,
    sent: body === '' ? null : (JSON.parse(body) as unknown),
    status: answer.status,
    contentType: answer.headers.get('content-type') ?? '',
    text: await answer.text(),
  }
}
