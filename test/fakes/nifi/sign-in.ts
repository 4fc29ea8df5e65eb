import {randomBytes} from 'node:crypto'
import type {IncomingMessage} from 'node:http'
import type {Reply} from './routes.ts'

export interface Login {
  readonly username: string
  readonly password: string
  /** Whether a client certificate that the server's own authority signed will do as well. */
  readonly takesCertificates?: boolean
}

export interface Gate {
  /** Tokens that are good now. */
  readonly tokens: Set<string>
  /** Users who may sign in, and do nothing. */
  isForbidden: boolean
  /** @returns null when the request may pass */
  answer(line: string, request: IncomingMessage, text: string): Reply | null
}

/** How NiFi lets somebody in: by a token for user and password, by a certificate, or everybody. */
export function openGate(login: Login | undefined, isSecure: boolean): Gate {
  const tokens = new Set<string>()

  function token(text: string): Reply {
    if (!isSecure) return {status: 409, body: 'Access tokens are only issued over HTTPS.'}
    const given = new URLSearchParams(text)
    if (given.get('username') !== login?.username || given.get('password') !== login.password)
      return {status: 400, body: 'The supplied username and password are not valid.'}
    const made = `eyJhbGciOiJIUzI1NiJ9.${randomBytes(12).toString('base64url')}.${randomBytes(12).toString('base64url')}`
    tokens.add(made)
    return {status: 201, body: made}
  }

  function isKnown(request: IncomingMessage): boolean {
    const [, given = ''] = /^Bearer (.*)$/.exec(request.headers.authorization ?? '') ?? []
    if (tokens.has(given)) return true
    return login?.takesCertificates === true && 'authorized' in request.socket && request.socket.authorized === true
  }

  const gate: Gate = {
    tokens,
    isForbidden: false,
    answer: (line, request, text) => {
      if (line === 'POST /access/token') return token(text)
      if (login !== undefined && !isKnown(request))
        return {status: 401, body: 'Unable to validate the access token. Contact the system administrator.'}
      if (gate.isForbidden)
        return {status: 403, body: 'Unable to view the user interface. Contact the system administrator.'}
      return null
    },
  }
  return gate
}
