import {describe, expect, it} from 'vitest'
import {waitMs, type Site} from './site.ts'

export function watchSuite(site: Site): void {
  it('says its version, that it stands alone, and who we are', async () => {
    const [about, user] = [await site.nifi.server.about(), await site.nifi.server.user()]

    expect(about).toEqual({version: expect.stringMatching(/^\d+\.\d+\.\d+/) as string, cluster: null})
    expect(user).toEqual({identity: 'anonymous', isAnonymous: true})
  })

  it('says that we may do what nobody is asked for', async () => {
    expect(await site.nifi.server.rights()).toEqual({changeRoot: true, changeContexts: true, readFiles: true})
    expect((await site.newGroup()).isWritable).toBe(true)
  })

  it('shows what waits in a queue, with its attributes', async () => {
    const group = await site.installed()
    await site.generateOne(group.id)
    const [queue] = (await site.nifi.watch.health(group.id)).queues

    const waiting = await site.nifi.watch.queue(queue?.id ?? '', 10)

    const made = (await site.processorsOf(group.id))['Generate']
    expect(made?.passedOn).toBe(1)
    expect(queue).toEqual({
      id: queue?.id,
      groupId: group.id,
      name: 'to hold',
      from: 'Generate',
      to: 'Hold',
      queued: 1,
    })
    expect(waiting).toMatchObject([{bytes: 5, isPenalized: false, attributes: {note: 'made by Generate'}}])
    expect(await site.nifi.watch.queue(queue?.id ?? '', 0)).toEqual([])
  })

  it('finds what holds a text', async () => {
    const group = await site.installed()

    const found = await site.nifi.server.search('NoDriver')

    expect(found.filter(({groupId}) => groupId === group.id)).toMatchObject([{kind: 'controllerService', name: 'Pool'}])
  })

  describe('services', () => {
    it('are enabled but for one whose start fails, which stays ENABLING and tells in bulletins why', async () => {
      const group = await site.installed()

      const left = await site.nifi.services.enable(group.id, 3_000)

      const {Credentials, Pool} = await site.servicesOf(group.id)
      expect(Credentials?.state).toBe('ENABLED')
      expect(left).toEqual([{id: Pool?.id, name: 'Pool', why: 'NiFi leaves it ENABLING; its bulletins say why'}])
      expect(Pool).toMatchObject({state: 'ENABLING', validation: 'VALID', problems: []})
      const bulletins = (await site.nifi.watch.bulletins(group.id)).filter(({sourceId}) => sourceId === Pool?.id)
      expect(bulletins.at(-1)).toMatchObject({level: 'ERROR', source: 'Pool', groupId: group.id})
      expect(bulletins.at(-1)?.message).toMatch(/^Failed to .*Driver/)
    })

    it('are all disabled again, the one that is ENABLING as well', async () => {
      const group = await site.installed()
      await site.nifi.services.enable(group.id, 1_000)

      const left = await site.nifi.services.disable(group.id, waitMs)

      expect(left).toEqual([])
      expect(new Set((await site.nifi.services.list(group.id)).map(({state}) => state))).toEqual(new Set(['DISABLED']))
    })
  })
}
