import {execFileSync} from 'node:child_process'
import {mkdirSync, writeFileSync} from 'node:fs'
import {request} from 'node:https'
import {dirname, join} from 'node:path'
import {certificate} from './certificate.ts'

/** How a NiFi with https lets somebody in. */
export type Entrance = 'certificate' | 'password'

/** A certificate that is server, client and authority in one, and what NiFi is told of it. */
export interface NifiHttps {
  readonly certificate: ReturnType<typeof certificate>
  readonly properties: Readonly<Record<string, string>>
}

/** Of the entrance `password`; NiFi has it as bcrypt keeps it. */
export const nifiLogin = {username: 'replay', password: 'canary of a test'} as const
const kept = '$2b$10$Oh5yjyslQ2rbHp4hFG8p1eJKXKj9ncgDLZH3Mang0jVEWbITwUIYu'

const storePassword = 'only-for-this-test'

const property = (name: string, value: string): string => `<property name="${name}">${value}</property>`
const part = (kind: string, identifier: string, type: string, ...properties: readonly string[]): string =>
  `<${kind}><identifier>${identifier}</identifier><class>org.apache.nifi.authorization.${type}</class>${properties.join('')}</${kind}>`

const authorizers: Readonly<Record<Entrance, readonly string[]>> = {
  certificate: [
    part(
      'userGroupProvider',
      'users',
      'FileUserGroupProvider',
      property('Users File', './conf/users.xml'),
      property('Initial User Identity 1', 'CN=localhost'),
    ),
    part(
      'accessPolicyProvider',
      'policies',
      'FileAccessPolicyProvider',
      property('User Group Provider', 'users'),
      property('Authorizations File', './conf/authorizations.xml'),
      property('Initial Admin Identity', 'CN=localhost'),
    ),
    part('authorizer', 'test', 'StandardManagedAuthorizer', property('Access Policy Provider', 'policies')),
  ],
  password: [part('authorizer', 'test', 'single.user.SingleUserAuthorizer')],
}

const provider =
  '<provider><identifier>test</identifier>' +
  '<class>org.apache.nifi.authentication.single.user.SingleUserLoginIdentityProvider</class>' +
  `${property('Username', nifiLogin.username)}${property('Password', kept)}</provider>`

/** @param folder in which NiFi runs, with its `conf` */
export function prepareHttps(folder: string, java: string, port: number, entrance: Entrance): NifiHttps {
  const stores = join(folder, 'stores')
  mkdirSync(stores)
  const own = certificate(stores)
  const [pair, keys, trusted] = ['pair.p12', 'keys.jks', 'trusted.jks'].map((name) => join(stores, name)) as [
    string,
    string,
    string,
  ]
  const run = (file: string, args: readonly string[]): void => {
    execFileSync(file, args, {stdio: 'pipe'})
  }
  const keytool = (...args: readonly string[]): void => {
    run(join(dirname(java), 'keytool'), args)
  }
  const pem = ['-inkey', join(stores, 'key.pem'), '-in', own.path]
  run('openssl', ['pkcs12', '-export', ...pem, '-out', pair, '-name', 'nifi', '-passout', `pass:${storePassword}`])
  // NiFi 1.12 reads no PKCS12 file as it is written today.
  const from = ['-srckeystore', pair, '-srcstoretype', 'PKCS12', '-srcstorepass', storePassword]
  const into = ['-destkeystore', keys, '-deststoretype', 'JKS', '-deststorepass', storePassword]
  keytool('-importkeystore', '-noprompt', ...from, ...into)
  const store = ['-keystore', trusted, '-storetype', 'JKS', '-storepass', storePassword]
  keytool('-importcert', '-noprompt', '-alias', 'nifi', '-file', own.path, ...store)
  const head = '<?xml version="1.0" encoding="UTF-8"?>'
  writeFileSync(
    join(folder, 'conf/authorizers.xml'),
    `${head}<authorizers>${authorizers[entrance].join('')}</authorizers>`,
  )
  writeFileSync(
    join(folder, 'conf/login-identity-providers.xml'),
    `${head}<loginIdentityProviders>${entrance === 'password' ? provider : ''}</loginIdentityProviders>`,
  )
  return {certificate: own, properties: propertiesOf(port, keys, trusted, entrance)}
}

const propertiesOf = (port: number, keys: string, trusted: string, entrance: Entrance) => ({
  'nifi.web.http.host': '',
  'nifi.web.http.port': '',
  'nifi.web.https.host': '127.0.0.1',
  'nifi.web.https.port': String(port),
  'nifi.security.keystore': keys,
  'nifi.security.keystoreType': 'JKS',
  'nifi.security.keystorePasswd': storePassword,
  'nifi.security.keyPasswd': storePassword,
  'nifi.security.truststore': trusted,
  'nifi.security.truststoreType': 'JKS',
  'nifi.security.truststorePasswd': storePassword,
  'nifi.security.user.authorizer': 'test',
  'nifi.security.user.login.identity.provider': entrance === 'password' ? 'test' : '',
})

/** Whether NiFi answers at all, be it that it does not know who asks. */
export const answersHttps = (address: string, {certificate: own}: NifiHttps): Promise<boolean> =>
  new Promise((resolve) => {
    const asking = request(
      `${address}/nifi-api/flow/about`,
      {ca: own.cert, cert: own.cert, key: own.key, agent: false, servername: 'localhost'},
      (response) => {
        response.resume()
        resolve((response.statusCode ?? 500) < 500)
      },
    )
    asking.on('error', () => {
      resolve(false)
    })
    asking.end()
  })
