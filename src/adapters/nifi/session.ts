import {readFile} from 'node:fs/promises'
import {ReplayError} from '../../core/replay-error.ts'
import {NoAnswer, type Answer, type Exchange, type Send} from './exchange.ts'
import {isStarting, refusal, unreachable} from './nifi-failure.ts'
import {plainLine} from './plain-line.ts'

/** How we say who we are. A client certificate is shown by the connection itself, so it is `none` here. */
export type SignIn =
  | {readonly kind: 'none'}
  | {readonly kind: 'password'; readonly username: string; readonly password: string}
  | {readonly kind: 'token'; readonly token: string}
  /** Read again when NiFi no longer takes the token: somebody else renews it. */
  | {readonly kind: 'token file'; readonly path: string}

/** The token of one client, kept in memory only. */
export interface Session {
  /** Signs in first where that is due; empty: nothing to show. @throws {ReplayError} NIFI_SIGN_IN, NIFI_UNREACHABLE */
  token(): Promise<string>
  /** @param refused what NiFi no longer takes. @returns whether there is another one to try */
  renew(refused: string): Promise<boolean>
  /** Texts that are shown to nobody. */
  secrets(): readonly string[]
}

export function openSession(send: Send, address: string, signIn: SignIn): Session {
  const known = new Set<string>(signIn.kind === 'password' ? [signIn.password] : [])
  /** One sign-in at a time: NiFi counts them. */
  let pending: Promise<string> | null = null

  async function obtain(): Promise<string> {
    if (signIn.kind !== 'none' && !address.startsWith('https:')) {
      throw new ReplayError(
        'NIFI_SIGN_IN',
        `NiFi at ${address} is asked by plain http, where everybody on the way can read a password or a token, and where ` +
          'NiFi takes none. Nothing was sent.',
      )
    }
    const token = await sign()
    known.add(token)
    return token
  }

  async function sign(): Promise<string> {
    switch (signIn.kind) {
      case 'none':
        return ''
      case 'token':
        return headerValue(signIn.token, 'The token for NiFi')
      case 'token file':
        return readToken(signIn.path)
      case 'password':
        return login(signIn.username, signIn.password)
    }
  }

  async function login(username: string, password: string): Promise<string> {
    const exchange: Exchange = {
      method: 'POST',
      path: '/access/token',
      headers: {'content-type': 'application/x-www-form-urlencoded; charset=UTF-8', accept: 'text/plain'},
      body: new URLSearchParams({username, password}).toString(),
    }
    const answer = await send(exchange).catch((error: unknown) => {
      throw error instanceof NoAnswer ? unreachable(address, exchange, error) : error
    })
    if (answer.status === 200 || answer.status === 201) return headerValue(answer.text, "NiFi's answer to the sign-in")
    if (isStarting(answer) || answer.status >= 500) throw refusal(address, exchange, answer, [...known])
    throw notSignedIn(address, username, answer, [...known])
  }

  const current = (): Promise<string> => {
    pending ??= obtain().catch((error: unknown) => {
      pending = null
      throw error
    })
    return pending
  }

  return {
    token: current,
    renew: async (refused) => {
      if (signIn.kind === 'none' || signIn.kind === 'token') return false
      // Another request may have renewed it meanwhile.
      if ((await current()) === refused) pending = null
      return (await current()) !== refused
    },
    secrets: () => [...known],
  }
}

async function readToken(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    const {code} = error as NodeJS.ErrnoException
    throw new ReplayError('FILE_UNREADABLE', `${path}, which holds the token for NiFi, was not read (${code}).`, {path})
  })
  return headerValue(text, `The token in ${path}`)
}

/** What goes into a header has no spaces and line ends: Node.js would refuse them, and quote the whole. */
function headerValue(text: string, what: string): string {
  const token = text.trim()
  if (/^[\x21-\x7e]+$/.test(token)) return token
  const why = token === '' ? 'is empty' : 'is none: it holds spaces, or characters that no token has'
  throw new ReplayError('NIFI_SIGN_IN', `${what} ${why}. Nothing was asked for with it.`)
}

function notSignedIn(address: string, username: string, answer: Answer, secrets: readonly string[]): ReplayError {
  const text = plainLine(answer.text, secrets).replace(/\.$/, '')
  const told = answer.status < 300 || answer.status >= 400 ? text : 'it sends us elsewhere'
  return new ReplayError(
    'NIFI_SIGN_IN',
    `NiFi at ${address} does not let "${username}" sign in: HTTP ${answer.status}, ` +
      `${told === '' ? 'it gave no reason' : told}. Nothing was changed.`,
    {status: answer.status},
  )
}
