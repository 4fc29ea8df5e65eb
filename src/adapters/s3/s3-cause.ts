import {S3ServiceException} from '@aws-sdk/client-s3'

/** What S3 and the network say, in words; by the code of the error. */
const words: Readonly<Record<string, string>> = {
  AccessDenied: 'these credentials have no right to it',
  CredentialsProviderError: 'no credentials were found: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a profile',
  ExpiredToken: 'the credentials have expired',
  InvalidAccessKeyId: 'the server does not know this access key',
  ListingBroken: 'the server says that more objects follow, and not where',
  NoSuchBucket: 'there is no such bucket',
  NotImplemented: 'the server does not know this kind of request',
  PermanentRedirect: 'the bucket is in another region',
  AuthorizationHeaderMalformed: 'the region is another one',
  RequestTimeTooSkewed: 'the clock of this machine is too far from that of the server',
  SignatureDoesNotMatch: 'the secret key does not belong to the access key',
  SlowDown: 'the server asks for fewer requests',
  TimeoutError: 'the server did not answer in time',
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was cut',
  ENOTFOUND: 'there is no machine of this name',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed; name its file as `s3.ca_file`',
  SELF_SIGNED_CERT_IN_CHAIN: 'its authority is not known; name its file as `s3.ca_file`',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its authority is not known; name its file as `s3.ca_file`',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
}

/** An object was not seen where it was to be created. */
export class CreationFailed extends Error {
  /** Whether an attempt may have landed all the same, or may still. */
  readonly mayBeThere: boolean

  constructor(cause: unknown, mayBeThere: boolean) {
    super('The object was not created safely.', {cause})
    this.mayBeThere = mayBeThere
  }
}

/** A page of a listing says that more follows, and not where. */
export class ListingBroken extends Error {
  override readonly name = 'ListingBroken'
}

/** HTTP status of an answer; null when none came. */
export const statusOf = (error: unknown): number | null =>
  (error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined) ?? null

/** The code that S3 or the network gave. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const {code} = error as NodeJS.ErrnoException
  if (typeof code === 'string') return code
  return /^[A-Za-z][\w.]*$/.test(error.name) ? error.name : 'unknown'
}

/** Never the message of the error: a server may quote what was sent. */
export function because(error: unknown): string {
  if (error instanceof CreationFailed) return because(error.cause)
  const [code, status] = [codeOf(error), statusOf(error)]
  const found = words[code]
  const told = status === null ? code : `${code}, HTTP ${status}`
  return found === undefined ? told : `${found} (${told})`
}

/** Said by S3 itself: the 404 of a proxy tells nothing of the object. */
export const isMissing = (error: unknown): boolean => codeOf(error) === 'NoSuchKey'

/** The connection was not made, so nothing can have reached the server. */
export const isUnsent = (error: unknown): boolean =>
  ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'].includes(codeOf(error)) || /CERT|SIGNATURE$/.test(codeOf(error))

/** The condition of the request does not hold. */
export const isTaken = (error: unknown): boolean => statusOf(error) === 412

/** A server that does not know the condition of a put may say so. */
export const isUnknownRequest = (error: unknown): boolean => statusOf(error) === 501

/** The server has understood the request and does not do it, now or later. Nothing was changed. */
export function isRefused(error: unknown): boolean {
  const status = statusOf(error)
  if (codeOf(error) === 'CredentialsProviderError' || status === 501) return true
  // 409: another writer is at it; 429: too many requests. Both may pass.
  return status !== null && status >= 400 && status < 500 && ![408, 409, 412, 429].includes(status)
}
