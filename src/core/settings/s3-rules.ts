import {oneOf, textThat} from '../document/scalar-rules.ts'
import {quote, type Rule} from '../document/section.ts'
import type {Storage} from './settings.ts'

/** `local`: a directory, as in cQube's own local mode; `s3`: a bucket. */
export const storage: Rule<Storage> = oneOf('SETTINGS_NOT_ONE_OF', ['local', 's3'] as const)

/** The name of a bucket, by Amazon's rules; `none`: none. */
export const bucketName: Rule<string | null> = (text) => (text === 'none' ? {value: null} : plainBucketName(text))

const plainBucketName = textThat(
  (text) => /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(text) && !text.includes('..'),
  'SETTINGS_BUCKET_INVALID',
  'which is not the name of a bucket: 3 to 63 lower-case letters, digits, `-` and `.`, nothing else',
)

const isPlainAddress = (text: string): boolean => {
  if (!/^https?:\/\/[^/?#@\s]+\/?$/.test(text) || !URL.canParse(text)) return false
  const {pathname, username, password, search, hash} = new URL(text)
  return pathname === '/' && [username, password, search, hash].every((part) => part === '')
}

/** The address of an S3 server; `none`: Amazon's own. */
export const endpoint: Rule<string | null> = (text) => {
  if (text === 'none') return {value: null}
  if (isPlainAddress(text)) return {value: new URL(text).origin}
  return {
    code: 'SETTINGS_ENDPOINT_INVALID',
    what: (key) =>
      `\`${key}\` is ${quote(text)}, which is not the plain address of a server: http or https, a host, perhaps a port.`,
  }
}

export const region: Rule<string> = textThat(
  (text) => /^[a-z][a-z0-9-]{1,40}$/.test(text),
  'SETTINGS_REGION_INVALID',
  'which is not the name of a region',
)

/** A file of this machine; `none`: the authorities that Node.js knows. */
export const caFile: Rule<string | null> = (text) => {
  if (text === 'none') return {value: null}
  if (text !== '' && !text.endsWith('/') && !text.includes('://')) return {value: text}
  return {
    code: 'SETTINGS_CA_FILE_INVALID',
    what: (key) => `\`${key}\` is ${quote(text)}, which is not the path of a file.`,
  }
}
