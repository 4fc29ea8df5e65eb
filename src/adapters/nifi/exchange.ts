import {request as plainRequest, type IncomingMessage, type RequestOptions} from 'node:http'
import {request as tlsRequest} from 'node:https'

export interface Exchange {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Below the address, with its query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
}

export interface Answer {
  readonly status: number
  readonly contentType: string
  readonly text: string
}

/** One request and its answer, sent once. @throws {NoAnswer} */
export type Send = (exchange: Exchange) => Promise<Answer>

/** No answer came, or not all of it. */
export class NoAnswer extends Error {
  /** Of Node.js, such as ECONNREFUSED, or one of our own: NO_ANSWER_IN_TIME, ANSWER_TOO_LARGE. */
  readonly code: string
  /** Whether it is certain that NiFi has not got the request. */
  readonly isUnsent: boolean

  constructor(code: string, isUnsent: boolean, cause?: unknown) {
    super(`No answer came (${code}).`, cause === undefined ? undefined : {cause})
    this.code = code
    this.isUnsent = isUnsent
  }
}

export interface ExchangeOptions {
  /** Of NiFi, its canvas (`…/nifi`) or its interface (`…/nifi-api`). */
  readonly address: string
  /** For a connection, and for a server that sends nothing; an answer as a whole may take ten times as long. */
  readonly timeoutMs: number
  readonly mostBytes: number
  /** PEM of the authority of the server's certificate; null: those that Node.js knows. */
  readonly authority: Buffer | null
  /** The name that the server's certificate holds and that the server expects, where the address is another one. */
  readonly serverName: string | null
  /** PEM. */
  readonly clientCertificate: {readonly certificate: Buffer; readonly key: Buffer; readonly passphrase?: string} | null
}

/**
 * Plain node:https, since fetch takes neither an authority nor a client certificate. A new connection for each request:
 * one that is kept may be closed by NiFi while a change is on its way, and nobody knows then whether it arrived. Redirects
 * are not followed, cookies not kept: NiFi asks a client that sends its cookie for a second token.
 */
export function openExchange(options: ExchangeOptions): Send {
  const base = new URL(options.address)
  const root = `${base.pathname.replace(/(\/nifi(-api)?)?\/*$/, '')}/nifi-api`
  const isSecure = base.protocol === 'https:'
  const port = base.port === '' ? (isSecure ? '443' : '80') : base.port
  const shared: RequestOptions = {
    host: base.hostname.replace(/^\[(.*)\]$/, '$1'),
    port,
    agent: false,
  }
  const host: Readonly<Record<string, string>> =
    options.serverName === null ? {} : {host: `${options.serverName}:${port}`}
  const tls = {
    ...(options.authority === null ? {} : {ca: options.authority}),
    ...(options.serverName === null ? {} : {servername: options.serverName}),
    ...(options.clientCertificate === null ? {} : clientTls(options.clientCertificate)),
  }

  return ({method, path, headers, body}) =>
    new Promise((resolve, reject) => {
      let isConnected = false
      const bytes = body === null ? null : Buffer.from(body)
      const length = bytes === null ? {} : {'content-length': String(bytes.length)}
      const all = {...shared, method, path: root + path, headers: {...host, ...headers, ...length}}
      const request = isSecure ? tlsRequest({...all, ...tls}) : plainRequest(all)

      const fail = (code: string, cause?: unknown): void => {
        clearTimeout(connecting)
        clearTimeout(whole)
        reject(new NoAnswer(code, !isConnected, cause))
        request.destroy()
      }
      const connecting = setTimeout(() => {
        fail('NO_CONNECTION_IN_TIME')
      }, options.timeoutMs)
      const whole = setTimeout(() => {
        fail('NO_ANSWER_IN_TIME')
      }, options.timeoutMs * 10)
      request.setTimeout(options.timeoutMs, () => {
        fail(isConnected ? 'NO_ANSWER_IN_TIME' : 'NO_CONNECTION_IN_TIME')
      })
      request.once('socket', (socket) => {
        socket.once(isSecure ? 'secureConnect' : 'connect', () => {
          isConnected = true
          clearTimeout(connecting)
        })
      })
      request.once('error', (error: NodeJS.ErrnoException) => {
        fail(error.code ?? 'unknown', error)
      })
      request.once('response', (response) => {
        readBody(response, options.mostBytes).then(
          (text) => {
            clearTimeout(whole)
            resolve({
              status: response.statusCode ?? 0,
              contentType: response.headers['content-type'] ?? '',
              text,
            })
          },
          (error: unknown) => {
            fail((error as NodeJS.ErrnoException).code ?? 'unknown', error)
          },
        )
      })
      request.end(bytes ?? undefined)
    })
}

const clientTls = ({certificate, key, passphrase}: NonNullable<ExchangeOptions['clientCertificate']>) => ({
  cert: certificate,
  key,
  ...(passphrase === undefined ? {} : {passphrase}),
})

async function readBody(response: IncomingMessage, mostBytes: number): Promise<string> {
  const parts: Buffer[] = []
  let length = 0
  for await (const part of response as AsyncIterable<Buffer>) {
    length += part.length
    if (length > mostBytes) throw new NoAnswer('ANSWER_TOO_LARGE', false)
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}
