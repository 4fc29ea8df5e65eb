import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {systemClock} from '../../../src/adapters/clock/system-clock.ts'
import type {ClientOptions} from '../../../src/adapters/nifi/client.ts'
import {openNifi} from '../../../src/adapters/nifi/open-nifi.ts'
import {nifiHomes, startNifi, type NifiProcess} from '../../support/nifi-home.ts'
import {nifiLogin} from '../../support/nifi-https.ts'
import {clientOptions} from '../../support/nifi-target.ts'

const signIn = {kind: 'password', ...nifiLogin} as const

const homes = nifiHomes()
if (homes.length === 0) it.skip('no NiFi home was found, so nobody signed in to one', () => undefined)

describe.each(homes)('NiFi $version over https', (home) => {
  if (!home.hasHttps) it.skip('this home lacks the jars of lib/properties, so https was not tried', () => undefined)

  const nifiOf = (server: NifiProcess | undefined, options: Partial<ClientOptions> = {}) => {
    const authority = server?.certificate?.cert ?? null
    // NiFi 2 answers by no address that is a number.
    const shared = {...clientOptions(server?.address ?? ''), authority, serverName: 'localhost'}
    return openNifi({...shared, ...options}, systemClock)
  }

  describe.skipIf(!home.hasHttps)('with client certificates', () => {
    let server: NifiProcess
    beforeAll(async () => {
      server = await startNifi(home, 'certificate')
    }, 300_000)
    afterAll(() => server.stop())
    const clientCertificate = () =>
      server.certificate === null ? null : {certificate: server.certificate.cert, key: server.certificate.key}

    it('knows who comes with one', async () => {
      const nifi = nifiOf(server, {clientCertificate: clientCertificate()})

      expect(await nifi.server.user()).toEqual({identity: 'CN=localhost', isAnonymous: false})
      expect((await nifi.server.about()).version).toBe(home.version)
    })

    it('lets nobody in without one', async () => {
      await expect(nifiOf(server).server.about()).rejects.toMatchObject({
        code: expect.stringMatching(/^NIFI_(SIGN_IN|UNREACHABLE)$/) as string,
      })
    })

    it('says what somebody known may not do', async () => {
      const nifi = nifiOf(server, {clientCertificate: clientCertificate()})

      await expect(nifi.groups.create(await nifi.server.rootGroupId(), {name: 'x'})).rejects.toMatchObject({
        code: 'NIFI_PERMISSION_MISSING',
      })
    })
  })

  describe.skipIf(!home.hasHttps || !home.hasLogin)('with a password', () => {
    let server: NifiProcess
    beforeAll(async () => {
      server = await startNifi(home, 'password')
    }, 300_000)
    afterAll(() => server.stop())

    it('signs in, and does what is asked', async () => {
      const nifi = nifiOf(server, {signIn})

      const group = await nifi.groups.create(await nifi.server.rootGroupId(), {name: 'made by the one user'})

      expect(await nifi.groups.find('made by the one user')).toEqual([group])
      expect(await nifi.server.user()).toEqual({identity: nifiLogin.username, isAnonymous: false})
    })

    it('says that the password is wrong, and not what it was', async () => {
      const wrong = {...signIn, password: 'canary that is wrong'}

      const refused = nifiOf(server, {signIn: wrong}).server.about()

      await expect(refused).rejects.toMatchObject({code: 'NIFI_SIGN_IN'})
      await expect(refused).rejects.not.toThrow('canary')
    })

    it.each(['eyJhbGciOiJIUzI1NiJ9.e30.canary', 'canary'])('takes no token that is none: %s', async (token) => {
      const refused = nifiOf(server, {signIn: {kind: 'token', token}}).server.about()

      await expect(refused).rejects.toMatchObject({code: 'NIFI_SIGN_IN'})
      await expect(refused).rejects.not.toThrow('canary')
    })
  })
})
