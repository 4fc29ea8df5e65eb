import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, afterEach, beforeAll, describe, expect, it} from 'vitest'
import {systemClock} from '../../../../src/adapters/clock/system-clock.ts'
import type {ClientOptions} from '../../../../src/adapters/nifi/client.ts'
import {openNifi} from '../../../../src/adapters/nifi/open-nifi.ts'
import {startFakeNifi, type FakeNifi, type FakeNifiOptions} from '../../../fakes/nifi-server.ts'
import {certificate} from '../../../support/certificate.ts'
import {clientOptions} from '../../../support/nifi-target.ts'

const password = 'canary & pass=word'
const login = {username: 'replay', password}
const signIn = {kind: 'password', ...login} as const

let folder: string
let own: ReturnType<typeof certificate>
let fake: FakeNifi
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cqube-replay-nifi-'))
  own = certificate(folder)
})
afterAll(() => {
  rmSync(folder, {recursive: true})
})
afterEach(() => fake.close())

async function start(options: FakeNifiOptions = {}): Promise<void> {
  fake = await startFakeNifi({login, tls: {key: own.key, cert: own.cert}, ...options})
}

const nifiWith = (options: Partial<ClientOptions> = {}) =>
  openNifi({...clientOptions(fake.address), authority: own.cert, ...options}, systemClock)

async function failure(act: Promise<unknown>): Promise<{code: string; text: string}> {
  const error = await act.then(
    () => null,
    (thrown: unknown) => thrown as {code: string; message: string; cause?: unknown; details: unknown},
  )
  const text = `${error?.message} ${JSON.stringify(error?.details)} ${String(error?.cause)}`
  return {code: error?.code ?? 'none', text: text.replaceAll(/127\.0\.0\.1:\d+/g, 'HOST')}
}

describe('with user and password', () => {
  it('signs in once for many requests, those at once included', async () => {
    await start()
    const nifi = nifiWith({signIn})

    await Promise.all([nifi.server.about(), nifi.server.user(), nifi.server.rootGroupId()])
    await nifi.server.about()

    expect(fake.requests.filter(({line}) => line === 'POST /access/token')).toHaveLength(1)
  })

  it('signs in again when the token has ended, and does the change that was refused', async () => {
    await start()
    const nifi = nifiWith({signIn})
    const root = await nifi.server.rootGroupId()
    fake.gate.tokens.clear()

    await nifi.groups.create(root, {name: 'made after the end'})

    expect(await nifi.groups.find('made after the end')).toHaveLength(1)
    expect(fake.gate.tokens.size).toBe(1)
  })

  it('signs in one time more and no further when NiFi takes no token at all', async () => {
    await start()
    const unauthorized = {request: /about/, meets: {status: 401, text: 'Unable to validate the access token.'}}
    fake.faults.push(...Array.from({length: 9}, () => unauthorized))

    const {code} = await failure(nifiWith({signIn}).server.about())

    expect(code).toBe('NIFI_SIGN_IN')
    expect(fake.requests.map(({line}) => line)).toEqual([
      'POST /access/token',
      'GET /flow/about',
      'POST /access/token',
      'GET /flow/about',
    ])
  })

  it('says who was not let in, and never the password', async () => {
    await start()
    const wrong = {...signIn, password: 'canary & wrong'}

    const {code, text} = await failure(nifiWith({signIn: wrong}).server.about())

    expect(code).toBe('NIFI_SIGN_IN')
    expect(text).toMatchInlineSnapshot(
      `"NiFi at https://HOST does not let "replay" sign in: HTTP 400, The supplied username and password are not valid. Nothing was changed. {"status":400} undefined"`,
    )
    expect(text).not.toContain('canary')
  })

  it('is not sent over plain http, and neither is a token', async () => {
    fake = await startFakeNifi({login})

    for (const secret of [signIn, {kind: 'token', token: 'canary'}] as const) {
      expect(await failure(nifiWith({signIn: secret}).server.about())).toMatchObject({code: 'NIFI_SIGN_IN'})
    }
    expect(fake.requests).toEqual([])
  })

  it('shows neither token nor password that NiFi puts into a text of its own', async () => {
    await start()
    const nifi = nifiWith({signIn})
    await nifi.server.about()
    const [token = ''] = fake.gate.tokens
    fake.faults.push({request: /about/, meets: {status: 500, text: `Bad token ${token} of ${password}`}})

    const {text} = await failure(nifi.server.about())

    expect(text).toContain('HTTP 500, Bad token *** of ***.')
    expect(text).not.toContain(token)
  })

  it('is refused when it may sign in and nothing more', async () => {
    await start()
    fake.gate.isForbidden = true

    const {code, text} = await failure(nifiWith({signIn}).server.about())

    expect(code).toBe('NIFI_PERMISSION_MISSING')
    expect(text).toContain('HTTP 403, Unable to view the user interface.')
  })
})

describe('with a token', () => {
  it('reads the file again when NiFi no longer takes what it held', async () => {
    await start()
    const path = join(folder, 'token')
    fake.gate.tokens.add('first').add('second')
    writeFileSync(path, 'first\n')
    const nifi = nifiWith({signIn: {kind: 'token file', path}})
    await nifi.server.about()
    fake.gate.tokens.delete('first')
    writeFileSync(path, 'second\n')

    const about = await nifi.server.about()

    expect(about.version).toBe('1.12.1')
  })

  it('asks once more for nothing when the file still holds the old one', async () => {
    await start()
    const path = join(folder, 'old-token')
    writeFileSync(path, 'canary-old')

    const {code, text} = await failure(nifiWith({signIn: {kind: 'token file', path}}).server.about())

    expect(code).toBe('NIFI_SIGN_IN')
    expect(text).not.toContain('canary')
    expect(fake.requests).toHaveLength(1)
  })

  it.each(['', ' \n', 'canary\r\nX-Other: 1', 'canary ü'])(
    'sends nothing with %j, and does not quote it',
    async (token) => {
      await start()

      const {code, text} = await failure(nifiWith({signIn: {kind: 'token', token}}).server.about())

      expect(code).toBe('NIFI_SIGN_IN')
      expect(text).not.toContain('canary')
      expect(fake.requests).toEqual([])
    },
  )

  it('names the file that is not there', async () => {
    await start()
    const path = join(folder, 'none')

    expect(await failure(nifiWith({signIn: {kind: 'token file', path}}).server.about())).toMatchObject({
      code: 'FILE_UNREADABLE',
      text: expect.stringContaining(`${path}, which holds the token for NiFi, was not read (ENOENT).`) as string,
    })
  })
})

describe('over https', () => {
  it('is let in by a client certificate, and by none without it', async () => {
    await start({
      login: {...login, takesCertificates: true},
      tls: {key: own.key, cert: own.cert, ca: own.cert, requestCert: true, rejectUnauthorized: false},
    })
    const clientCertificate = {certificate: own.cert, key: own.key}

    const about = await nifiWith({clientCertificate}).server.about()

    expect(about.version).toBe('1.12.1')
    expect(await failure(nifiWith().server.about())).toMatchObject({code: 'NIFI_SIGN_IN'})
  })

  it('refuses a server whose authority it was not told, before anything is sent', async () => {
    await start()

    const {code, text} = await failure(nifiWith({signIn, authority: null, patienceMs: 600_000}).server.about())

    expect(code).toBe('NIFI_UNREACHABLE')
    // Node.js adds advice of its own from version 24 on.
    expect(text.replace(/; if the root CA.*/, '')).toMatchInlineSnapshot(
      `"NiFi at https://HOST, POST /access/token: its certificate is self-signed, and was not named as an authority (DEPTH_ZERO_SELF_SIGNED_CERT). Nothing was sent. {"cause":"DEPTH_ZERO_SELF_SIGNED_CERT"} Error: self-signed certificate"`,
    )
    expect(fake.requests).toEqual([])
  })

  it('takes the certificate of another name only where that name is given, and asks for it', async () => {
    const other = certificate(folder, 'DNS:nifi.example')
    await start({tls: {key: other.key, cert: other.cert}})
    const options = {signIn, authority: readFileSync(other.path)}

    const refused = await failure(nifiWith(options).server.about())
    const about = await nifiWith({...options, serverName: 'nifi.example'}).server.about()

    expect(refused.text).toContain('its certificate is for another name')
    expect(about.version).toBe('1.12.1')
  })
})
