export interface Exchange {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** JSON; null: none. */
  readonly body: string | null
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/** One request and its answer, sent once; a redirect is an answer. @throws {NoAnswer} */
export type Send = (exchange: Exchange) => Promise<Answer>

/** No answer came, or not all of it. It says nothing of what was sent: that holds the token. */
export class NoAnswer extends Error {
  /** Of Node.js, such as ECONNREFUSED, or one of our own: NO_ANSWER_IN_TIME, ANSWER_TOO_LARGE. */
  readonly code: string
  /** Whether it is certain that GitHub has not got the request. */
  readonly isUnsent: boolean
  /** Whether another attempt may end otherwise. */
  readonly mayPass: boolean

  constructor(code: string) {
    super(`No answer came (${code}).`)
    this.code = code
    this.isUnsent = unsent.test(code) || certificate.test(code)
    this.mayPass = !certificate.test(code) && code !== 'ANSWER_TOO_LARGE'
  }
}

const unsent = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT)$/
const certificate = /CERT|SIGNATURE/

export interface ExchangeOptions {
  /** For the whole of an exchange. */
  readonly timeoutMs: number
  readonly mostBytes: number
}

/** By fetch, which takes certificates and proxies from where Node.js is told of them. */
export const openExchange =
  ({timeoutMs, mostBytes}: ExchangeOptions): Send =>
  async ({method, url, headers, body}) => {
    try {
      const signal = AbortSignal.timeout(timeoutMs)
      // The token is for this address alone, so nothing is followed here.
      const response = await fetch(url, {method, headers, body, signal, redirect: 'manual'})
      return {status: response.status, headers: response.headers, text: await readText(response, mostBytes)}
    } catch (error) {
      throw error instanceof NoAnswer ? error : new NoAnswer(codeOf(error))
    }
  }

async function readText(response: Response, mostBytes: number): Promise<string> {
  if (response.body === null) return ''
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of response.body as AsyncIterable<Uint8Array>) {
    length += part.length
    if (length > mostBytes) throw new NoAnswer('ANSWER_TOO_LARGE')
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return 'NO_ANSWER_IN_TIME'
  const {code} = error as NodeJS.ErrnoException
  if (typeof code === 'string') return code
  return error.cause === undefined ? 'unknown' : codeOf(error.cause)
}
