import {createPrivateKey, X509Certificate} from 'node:crypto'
import {readFileSync} from 'node:fs'
import {isAbsolute, join} from 'node:path'
import {ReplayError} from '../../core/replay-error.ts'
import type {NifiSettings} from '../../core/settings/settings.ts'
import type {ExchangeOptions} from './exchange.ts'

/** A file of the settings, absolute or relative to the root of the repository. */
export const pathFrom = (root: string, path: string): string => (isAbsolute(path) ? path : join(root, path))

/**
 * The authority and the client certificate that the settings name, looked at before NiFi is asked: the connection would
 * only say that something is wrong with one of them.
 * @throws {ReplayError} FILE_UNREADABLE
 */
export function pemFilesOf(
  {caFile, signIn, certificateFile, keyFile}: NifiSettings,
  root: string,
): Pick<ExchangeOptions, 'authority' | 'clientCertificate'> {
  const authority = caFile === null ? null : read(root, 'ca_file', caFile, certificateIn)
  if (signIn !== 'certificate' || certificateFile === null || keyFile === null)
    return {authority, clientCertificate: null}
  const certificate = read(root, 'certificate_file', certificateFile, certificateIn)
  const key = read(root, 'key_file', keyFile, (bytes) => {
    if (!certificateIn(certificate).checkPrivateKey(createPrivateKey(bytes))) throw new Error('of another certificate')
  })
  return {authority, clientCertificate: {certificate, key}}
}

const certificateIn = (bytes: Buffer): X509Certificate => new X509Certificate(bytes)

const holds = {
  ca_file: 'no certificate in the form PEM',
  certificate_file: 'no certificate in the form PEM',
  key_file: 'no key in the form PEM without a passphrase, or the key of another certificate',
} as const

function read(root: string, setting: keyof typeof holds, file: string, check: (bytes: Buffer) => unknown): Buffer {
  const path = pathFrom(root, file)
  const named = `${path}, named by \`nifi.${setting}\`,`
  let bytes: Buffer
  try {
    bytes = readFileSync(path)
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException
    throw new ReplayError('FILE_UNREADABLE', `${named} was not read (${code}).`, {path}, error)
  }
  try {
    check(bytes)
    return bytes
  } catch {
    // The cause would quote the file.
    throw new ReplayError('FILE_UNREADABLE', `${named} holds ${holds[setting]}. Nothing was sent.`, {path})
  }
}
