import type {ErrorCode} from '../../core/error-catalogue.ts'
import {ReplayError} from '../../core/replay-error.ts'
import type {Answer, Exchange, NoAnswer} from './exchange.ts'
import {textAt} from './lenient-json.ts'
import {plainLine} from './plain-line.ts'

/** What the network says, in words; by the code of the error. */
const words: Readonly<Record<string, string>> = {
  ANSWER_TOO_LARGE: 'its answer is larger than any that is expected',
  NO_ANSWER_IN_TIME: 'it did not answer in time',
  NO_CONNECTION_IN_TIME: 'no connection came about in time',
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was cut',
  EHOSTUNREACH: 'there is no way to this machine',
  ENOTFOUND: 'there is no machine of this name',
  EAI_AGAIN: 'the name of the machine cannot be looked up now',
  EPROTO: 'it does not speak TLS there, or another version of it',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed, and was not named as an authority',
  SELF_SIGNED_CERT_IN_CHAIN: 'the authority of its certificate is not known',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the authority of its certificate is not known',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the authority of its certificate is not known',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name; say which one as the server name',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak https there',
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'it asks for a client certificate',
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: 'it does not take the client certificate',
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: 'it does not know the authority of the client certificate',
}

/** `GET /flow/about`: the query may say what was looked for, so it is left out. */
export const actOf = ({method, path}: Exchange): string => `${method} ${path.split('?')[0] ?? ''}`

/** What a request that was not answered leaves behind. */
function afterwards({method}: Exchange, isUnsent: boolean): string {
  if (isUnsent) return 'Nothing was sent.'
  return method === 'GET' ? 'Nothing was changed.' : 'Whether NiFi did it is not known.'
}

export function unreachable(address: string, exchange: Exchange, {code, isUnsent, cause}: NoAnswer): ReplayError {
  const why = words[code]
  const told = why === undefined ? code : `${why} (${code})`
  return new ReplayError(
    code === 'ANSWER_TOO_LARGE' ? 'NIFI_FAILED' : 'NIFI_UNREACHABLE',
    `NiFi at ${address}, ${actOf(exchange)}: ${told}. ${afterwards(exchange, isUnsent)}`,
    {cause: code},
    cause,
  )
}

export const isStale = ({status, text}: Answer): boolean =>
  status === 400 && /not the most up-to-date revision|Invalid Revision/i.test(text)

/** NiFi is coming up, or a proxy before it waits for it: this passes by itself. */
export const isStarting = ({status, text}: Answer): boolean =>
  [502, 503, 504].includes(status) || (status === 409 && /initializ/i.test(text))

/** Whether waiting may help: a certificate that is wrong stays so. */
export const mayPass = (error: unknown): boolean =>
  error instanceof ReplayError &&
  error.code === 'NIFI_UNREACHABLE' &&
  !/CERT|SIGN|SSL|EPROTO/.test(textAt(error.details, 'cause'))

/** The name under which NiFi was addressed is not one that it answers to. */
const isWrongName = ({status, text}: Answer): boolean =>
  status === 421 || (status >= 400 && /Invalid SNI|invalid host header/i.test(text))

function codeOf(answer: Answer): ErrorCode {
  const {status} = answer
  if (status === 401) return 'NIFI_SIGN_IN'
  if (status === 403) return 'NIFI_PERMISSION_MISSING'
  if (isStarting(answer)) return 'NIFI_UNREACHABLE'
  return status >= 400 && status < 500 ? 'NIFI_REFUSED' : 'NIFI_FAILED'
}

/** What is known of a change that was answered with this status, or in words that nobody understands. */
export function outcome({method}: Exchange, status: number): string {
  if (method === 'GET' || (status >= 300 && status < 500)) return 'Nothing was changed.'
  return 'Whether NiFi did it is not known.'
}

/** An answer that is no success, in NiFi's own words; never those of a redirect, whose address may hold a token. */
export function refusal(address: string, exchange: Exchange, answer: Answer, secrets: readonly string[]): ReplayError {
  const isRedirect = answer.status >= 300 && answer.status < 400
  const text = isRedirect ? 'it sends us elsewhere; name that address in the settings' : plainLine(answer.text, secrets)
  const told = text === '' ? 'it gave no reason' : text.replace(/[.\s]+$/, '')
  const hint = isWrongName(answer) ? ' NiFi answers only to a name that its certificate and its settings hold.' : ''
  return new ReplayError(
    codeOf(answer),
    `NiFi at ${address}, ${actOf(exchange)}: HTTP ${answer.status}, ${told}.${hint} ${outcome(exchange, answer.status)}`,
    {status: answer.status, method: exchange.method, path: exchange.path.split('?')[0], reason: told},
  )
}
