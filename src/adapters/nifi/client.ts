import {randomUUID} from 'node:crypto'
import {ReplayError} from '../../core/replay-error.ts'
import type {Clock} from '../../ports.ts'
import {NoAnswer, openExchange, type Answer, type Exchange, type ExchangeOptions} from './exchange.ts'
import {numberAt, partAt, partOf, textAt, type Part} from './lenient-json.ts'
import {actOf, isStale, isStarting, mayPass, outcome, refusal, unreachable} from './nifi-failure.ts'
import {openSession, type SignIn} from './session.ts'

export interface ClientOptions extends Omit<ExchangeOptions, 'mostBytes'> {
  readonly signIn: SignIn
  /** How long a read waits for a NiFi that is away or coming up; 0: not at all. */
  readonly patienceMs: number
  readonly mostBytes?: number
}

export interface Revision {
  readonly version: number
  readonly clientId: string
}

/** Requests to one NiFi. Paths are below `/nifi-api`. Throws what the port says. */
export interface Client {
  /** As the settings name it, without a password. */
  readonly address: string
  readonly clock: Pick<Clock, 'now' | 'sleep'>
  /** Sent again while NiFi is away, for as long as the patience lasts. */
  get(path: string): Promise<Part>
  /** @returns null for what is not there */
  find(path: string): Promise<Part | null>
  post(path: string, body: Part | null): Promise<Part>
  put(path: string, body: Part): Promise<Part>
  /** What is not there was removed already. */
  delete(path: string): Promise<void>
  /**
   * Reads an entity and changes it on its revision, again from the start when somebody else was quicker.
   * @param act gets what was read just now; judge it anew each time
   */
  change<T>(path: string, act: (entity: Part, revision: Revision) => Promise<T>): Promise<T>
  /** Of a component that is to be created. */
  readonly newRevision: Revision
  /** Texts that are shown to nobody. */
  secrets(): readonly string[]
}

const retryEveryMs = 500
const mostStale = 5
/** The status of a NiFi with thousands of components is some MB. */
const defaultMostBytes = 64 * 1024 * 1024

export function openClient(options: ClientOptions, clock: Pick<Clock, 'now' | 'sleep'>): Client {
  const address = new URL(options.address).origin
  const send = openExchange({...options, mostBytes: options.mostBytes ?? defaultMostBytes})
  const session = openSession(send, address, options.signIn)
  // NiFi lets a client pass whose own change was the last one.
  const clientId = randomUUID()

  const sendOnce = async (exchange: Exchange): Promise<Answer> => {
    try {
      return await send(exchange)
    } catch (error) {
      throw error instanceof NoAnswer ? unreachable(address, exchange, error) : error
    }
  }

  /** Signs in once more when the token has ended; a request that got 401 was not done. */
  async function ask(method: Exchange['method'], path: string, body: Part | null): Promise<[Exchange, Answer]> {
    const json = body === null ? {} : {'content-type': 'application/json'}
    const exchangeWith = (token: string): Exchange => ({
      method,
      path,
      headers: {accept: 'application/json', ...json, ...(token === '' ? {} : {authorization: `Bearer ${token}`})},
      body: body === null ? null : JSON.stringify(body),
    })
    const token = await session.token()
    const exchange = exchangeWith(token)
    const answer = await sendOnce(exchange)
    if (answer.status !== 401 || !(await session.renew(token))) return [exchange, answer]
    const again = exchangeWith(await session.token())
    return [again, await sendOnce(again)]
  }

  const read = (exchange: Exchange, answer: Answer): Part => {
    if (answer.status >= 200 && answer.status < 300) return parsed(address, exchange, answer)
    throw refusal(address, exchange, answer, session.secrets())
  }

  async function patiently(path: string): Promise<[Exchange, Answer]> {
    const end = clock.now().getTime() + options.patienceMs
    for (;;) {
      const isOver = clock.now().getTime() >= end
      try {
        const [exchange, answer] = await ask('GET', path, null)
        if (!isStarting(answer) || isOver) return [exchange, answer]
      } catch (error) {
        if (isOver || !mayPass(error)) throw error
      }
      await clock.sleep(retryEveryMs)
    }
  }

  async function change<T>(path: string, act: (entity: Part, revision: Revision) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      const entity = await client.get(path)
      try {
        return await act(entity, {version: numberAt(entity, 'revision', 'version'), clientId})
      } catch (error) {
        if (!isStaleError(error) || attempt === mostStale) throw error
        await clock.sleep(50 * attempt)
      }
    }
  }

  const client: Client = {
    address,
    clock,
    get: async (path) => read(...(await patiently(path))),
    find: async (path) => {
      const [exchange, answer] = await patiently(path)
      return answer.status === 404 ? null : read(exchange, answer)
    },
    post: async (path, body) => read(...(await ask('POST', path, body))),
    put: async (path, body) => read(...(await ask('PUT', path, body))),
    delete: async (path) => {
      const [exchange, answer] = await ask('DELETE', path, null)
      if (answer.status !== 404) read(exchange, answer)
    },
    change,
    newRevision: {version: 0, clientId},
    secrets: () => session.secrets(),
  }
  return client
}

/** Whether NiFi said that a revision is an old one. */
const isStaleError = (error: unknown): boolean =>
  error instanceof ReplayError &&
  isStale({status: numberAt(error.details, 'status'), text: reasonOf(error), contentType: ''})

/** Whether NiFi said that the state of something is not one in which this can be done. */
export const isConflict = (error: unknown): error is ReplayError =>
  error instanceof ReplayError && error.code === 'NIFI_REFUSED' && error.details['status'] === 409

/** Whether NiFi does not know what a request names. */
export const isGone = (error: unknown): boolean => error instanceof ReplayError && error.details['status'] === 404

/** NiFi's own words of a refusal. */
export const reasonOf = (error: ReplayError): string => textAt(error.details, 'reason')

function parsed(address: string, exchange: Exchange, {text, contentType}: Answer): Part {
  if (text === '') return {}
  try {
    return partOf(JSON.parse(text))
  } catch {
    // The text itself is not shown: it may be anything, a token as well.
    const kind = contentType === '' ? 'without a type' : contentType.split(';')[0]
    throw new ReplayError(
      'NIFI_FAILED',
      `NiFi at ${address}, ${actOf(exchange)}: the answer is no JSON (${kind}, ${text.length} characters); is the ` +
        `address that of NiFi itself? ${outcome(exchange, 200)}`,
    )
  }
}

export const componentOf = (entity: unknown): Part => partAt(entity, 'component')
