import type {ErrorCode} from '../../core/error-catalogue.ts'
import {ReplayError} from '../../core/replay-error.ts'
import type {Answer, NoAnswer} from './exchange.ts'
import {githubWords} from './plain-words.ts'

/** What was asked of GitHub, for people and for the state that it left. */
export interface Asked {
  readonly apiUrl: string
  readonly method: string
  /** Below `apiUrl`, without its query. */
  readonly path: string
  /** Whether it changes nothing, or the same when it is done twice. */
  readonly isRepeatable: boolean
}

/** What the network says, in words; by the code of the error. */
const words: Readonly<Record<string, string>> = {
  NO_ANSWER_IN_TIME: 'no answer came in time',
  UND_ERR_CONNECT_TIMEOUT: 'no connection came about in time',
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was cut',
  UND_ERR_SOCKET: 'the connection was cut',
  ENOTFOUND: 'there is no machine of this name',
  EAI_AGAIN: 'the name cannot be looked up at present',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed; NODE_EXTRA_CA_CERTS names the file of one to trust',
  SELF_SIGNED_CERT_IN_CHAIN: 'its authority is not known; NODE_EXTRA_CA_CERTS names its file',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its authority is not known; NODE_EXTRA_CA_CERTS names its file',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its authority is not known; NODE_EXTRA_CA_CERTS names its file',
}

const times = ['', '', ', twice', ', three times']

/** @param isUnknown whether it may have been done all the same */
export function failure(code: ErrorCode, asked: Asked, why: string, isUnknown = false, details = {}): ReplayError {
  const state = isUnknown ? 'It is not known whether this was done.' : 'Nothing was changed.'
  return new ReplayError(code, `GitHub at ${asked.apiUrl}, ${asked.method} ${asked.path}: ${why}. ${state}`, {
    ...details,
    ...(isUnknown ? {ambiguous: true} : {}),
  })
}

export function noAnswerFailure(asked: Asked, {code, isUnsent}: NoAnswer, attempts: number): ReplayError {
  const isUnknown = !asked.isRepeatable && !isUnsent
  if (code === 'ANSWER_TOO_LARGE') return failure('GITHUB_FAILED', asked, 'the answer is larger than 20 MB', isUnknown)
  const found = words[code]
  const told = found === undefined ? `no answer came (${code})` : `${found} (${code})`
  return failure('GITHUB_UNREACHABLE', asked, `${told}${times[attempts] ?? ''}`, isUnknown)
}

export function limitedFailure(asked: Asked, {status}: Answer, until: Date): ReplayError {
  const when = `${until.toISOString().slice(0, 19).replace('T', ' ')} UTC`
  return failure('GITHUB_LIMITED', asked, `HTTP ${status}, and it answers no more until ${when}`, false, {
    status,
    until: until.toISOString(),
  })
}

/** Of GitHub: `;` between those of which one is enough, `,` between those that are needed together. */
const permissionsTold = (header: string | null): string =>
  header === null || !/^[a-z_]{1,40}=(read|write|admin)([;,] ?[a-z_]{1,40}=(read|write|admin)){0,9}$/.test(header)
    ? ''
    : `; it asks for ${header.replaceAll(/; */g, ' or ').replaceAll(/, */g, ' and ')}`

/** @param secrets that GitHub's own words could quote */
export function answerFailure(asked: Asked, answer: Answer, attempts: number, secrets: readonly string[]): ReplayError {
  const {status, headers} = answer
  const own = githubWords(answer.text, secrets)
  const said = `HTTP ${status}${own === '' ? '' : `, ${own.replace(/\.$/, '')}`}`
  if (status >= 500)
    return failure('GITHUB_UNREACHABLE', asked, `${said}${times[attempts] ?? ''}`, !asked.isRepeatable, {status})
  if (status === 401 || status === 403) {
    const needed = permissionsTold(headers.get('x-accepted-github-permissions'))
    return failure('GITHUB_PERMISSION_MISSING', asked, said + needed, false, {status})
  }
  if (status === 404) {
    const both = '; it says so of what is not there, and of what the token may not see'
    return failure('GITHUB_REFUSED', asked, said + both, false, {status})
  }
  return failure('GITHUB_REFUSED', asked, said, false, {status})
}
