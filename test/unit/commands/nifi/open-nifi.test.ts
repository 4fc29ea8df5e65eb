import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, afterEach, beforeAll, describe, expect, it} from 'vitest'
import {systemClock} from '../../../../src/adapters/clock/system-clock.ts'
import {defaultSettings} from '../../../../src/commands/settings-file.ts'
import {openNifiOf} from '../../../../src/compose-nifi-client.ts'
import type {NifiSettings} from '../../../../src/core/settings/settings.ts'
import {startFakeNifi, type FakeNifi} from '../../../fakes/nifi-server.ts'
import {certificate} from '../../../support/certificate.ts'

const login = {username: 'replay', password: 'canary', takesCertificates: true}
let folder: string
let own: ReturnType<typeof certificate>
let fake: FakeNifi | null = null
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cqube-replay-nifi-'))
  own = certificate(folder)
  writeFileSync(join(folder, 'none.pem'), 'canary: no certificate')
})
afterAll(() => {
  rmSync(folder, {recursive: true})
})
afterEach(async () => {
  await fake?.close()
  fake = null
})

const open = (nifi: Partial<NifiSettings>, environment: Record<string, string> = {}) =>
  openNifiOf(
    {nifi: {...defaultSettings().nifi, address: fake?.address ?? 'https://nifi:1', ...nifi}},
    folder,
    environment,
    systemClock,
    0,
  )
const start = async (): Promise<FakeNifi> => {
  const {key, cert} = own
  return (fake = await startFakeNifi({login, tls: {key, cert, ca: cert, requestCert: true, rejectUnauthorized: false}}))
}

describe('NiFi is opened', () => {
  it.each([
    ['password', {user: 'replay'}, {CQUBE_REPLAY_NIFI_PASSWORD: 'canary'}],
    ['certificate', {certificateFile: 'cert.pem', keyFile: 'key.pem'}, {}],
  ] as const)('by %s, with files reckoned from the root of the repository', async (signIn, more, environment) => {
    await start()

    const nifi = await open({signIn, caFile: 'cert.pem', ...more}, environment)

    expect((await nifi.server.about()).version).toBe('1.12.1')
  })

  it('by a token of the environment or of a file', async () => {
    const {gate} = await start()
    gate.tokens.add('a.b.c')
    writeFileSync(join(folder, 'token'), 'a.b.c\n')
    const token = {signIn: 'token', caFile: own.path} as const

    const named = await open(token, {CQUBE_REPLAY_NIFI_TOKEN: 'a.b.c'})
    const filed = await open({...token, tokenFile: 'token'})

    expect((await named.server.about()).version).toBe('1.12.1')
    expect((await filed.server.about()).version).toBe('1.12.1')
  })

  it('only with what it needs, which is told before anything is sent', async () => {
    const lacking: readonly Partial<NifiSettings>[] = [
      {address: null},
      {signIn: 'password', user: 'replay'},
      {signIn: 'token'},
      {caFile: 'missing.pem'},
      {caFile: 'none.pem'},
      {signIn: 'certificate', certificateFile: 'cert.pem', keyFile: 'none.pem'},
    ]

    const told = await Promise.all(
      lacking.map((nifi) =>
        open(nifi).then(
          () => 'It was opened.',
          (error: unknown) => `${(error as {code: string}).code}: ${(error as Error).message}`,
        ),
      ),
    )

    expect(told.join('\n').replaceAll(folder, '/repository')).toMatchInlineSnapshot(`
      "USAGE: The settings name no NiFi, so nothing was asked. Its address belongs into \`nifi.address\` of cqube-replay.yaml.
      NIFI_SIGN_IN: NiFi asks who we are, and the password of "replay" is missing: the variable CQUBE_REPLAY_NIFI_PASSWORD is not set. Nothing was sent.
      NIFI_SIGN_IN: NiFi asks who we are, and the token is missing: the variable CQUBE_REPLAY_NIFI_TOKEN is not set. Nothing was sent.
      FILE_UNREADABLE: /repository/missing.pem, named by \`nifi.ca_file\`, was not read (ENOENT).
      FILE_UNREADABLE: /repository/none.pem, named by \`nifi.ca_file\`, holds no certificate in the form PEM. Nothing was sent.
      FILE_UNREADABLE: /repository/none.pem, named by \`nifi.key_file\`, holds no key in the form PEM without a passphrase, or the key of another certificate. Nothing was sent."
    `)
  })
})
