import {execFileSync} from 'node:child_process'
import {readFileSync} from 'node:fs'
import {join} from 'node:path'

/** One that is its own authority, in files of the folder. @param names as openssl has them */
export function certificate(
  folder: string,
  names = 'DNS:localhost,IP:127.0.0.1',
): {readonly key: Buffer; readonly cert: Buffer; readonly path: string} {
  const [keyPath, path] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
  const subject = ['-subj', '/CN=localhost', '-addext', `subjectAltName=${names}`]
  execFileSync('openssl', [...request, ...subject, '-keyout', keyPath, '-out', path], {stdio: 'pipe'})
  return {key: readFileSync(keyPath), cert: readFileSync(path), path}
}
