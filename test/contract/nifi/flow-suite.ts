import {describe, expect, it} from 'vitest'
import {digestOf} from '../../../src/core/nifi/flow-mark.ts'
import {handEdits} from '../../../src/core/nifi/hand-edits.ts'
import {waitMs, type Site} from './site.ts'
import {smallFlow} from './small-flow.ts'

export function flowSuite(site: Site): void {
  describe('a flow', () => {
    it('is there after an installation, stopped, its services disabled, with the bundles of this NiFi', async () => {
      const group = await site.installed()

      const [processors, services] = [await site.processorsOf(group.id), await site.servicesOf(group.id)]

      expect(Object.keys(processors).sort()).toEqual(['Generate', 'Hold', 'Unfinished'])
      expect(new Set(Object.values(processors).map(({state}) => state))).toEqual(new Set(['STOPPED']))
      expect(Object.keys(services).sort()).toEqual(['Credentials', 'Pool'])
      expect(new Set(Object.values(services).map(({state}) => state))).toEqual(new Set(['DISABLED']))
      expect(await site.nifi.parameters.find(group.name)).toMatchObject({
        boundGroupIds: [group.id],
        parameters: [{name: 'greeting', value: 'hello', isSensitive: false}],
      })
      expect((await site.nifi.groups.read(group.id))?.name).toBe(group.name)
    })

    it('is the same after a second installation, with the same ids and what was queued', async () => {
      const group = await site.installed()
      await site.generateOne(group.id)
      const before = await site.nifi.watch.health(group.id)

      await site.nifi.flow.replace(group.id, smallFlow({contextName: group.name}))

      const after = await site.nifi.watch.health(group.id)
      expect(after.queues).toEqual(before.queues)
      expect(after.processors.map(({id}) => id).sort()).toEqual(before.processors.map(({id}) => id).sort())
      expect(after.queued).toBe(1)
    })

    it('comes out as it is, the same after a second installation, and another one after a change', async () => {
      const group = await site.installed()
      const given = smallFlow({contextName: group.name})
      const read = async () => site.nifi.flow.read(group.id)
      const first = await read()

      await site.nifi.flow.replace(group.id, given)
      const second = await read()
      await site.nifi.flow.replace(group.id, smallFlow({contextName: group.name, hasHold: false}))
      const third = await read()

      const named = ({flowContents}: typeof first) => flowContents.processors.map((part) => part['name']).sort()
      expect(named(first)).toEqual(['Generate', 'Hold', 'Unfinished'])
      expect(named(third)).toEqual(['Generate', 'Unfinished'])
      expect(handEdits(first, given)).toEqual([])
      expect(digestOf(second)).toBe(digestOf(first))
      expect(digestOf(third)).not.toBe(digestOf(first))
    })

    it('is not replaced by one without the connection that holds data', async () => {
      const group = await site.installed()
      await site.generateOne(group.id)

      const replaced = site.nifi.flow.replace(group.id, smallFlow({contextName: group.name, hasHold: false}))

      await expect(replaced).rejects.toMatchObject({code: 'NIFI_REFUSED'})
      expect(await site.nifi.watch.health(group.id)).toMatchObject({queued: 1, queues: [{name: 'to hold', queued: 1}]})
    })

    it('is not installed where a processor is missing', async () => {
      const group = await site.newGroup()
      const flow = smallFlow({contextName: group.name, unfinishedType: 'org.example.NoProcessor'})

      await expect(site.nifi.flow.replace(group.id, flow)).rejects.toMatchObject({
        code: 'NIFI_COMPONENT_MISSING',
        message: expect.stringContaining('lacks org.example.NoProcessor (nifi-update-attribute-nar).') as string,
      })
      expect((await site.nifi.watch.health(group.id)).processors).toEqual([])
    })

    it('runs after a start but for what is invalid, which is named with the reason', async () => {
      const group = await site.installed()

      const left = await site.nifi.flow.start(group.id, waitMs)

      const {Generate, Hold, Unfinished} = await site.processorsOf(group.id)
      expect([Generate?.state, Hold?.state]).toEqual(['RUNNING', 'RUNNING'])
      expect(left).toEqual([
        {
          id: Unfinished?.id,
          name: 'Unfinished',
          why: expect.stringMatching(/'?success'?.* is invalid|not connected/) as string,
        },
      ])
    })

    it('stands still after a stop, with no thread at work, and starts again at once', async () => {
      const group = await site.installed()
      await site.nifi.flow.start(group.id, waitMs)

      const left = await site.nifi.flow.stop(group.id, waitMs)

      const health = await site.nifi.watch.health(group.id)
      expect(left).toEqual([])
      expect(health.activeThreads).toBe(0)
      expect(new Set(health.processors.map(({state}) => state))).toEqual(new Set(['STOPPED']))
      expect((await site.nifi.flow.start(group.id, waitMs)).map(({name: of}) => of)).toEqual(['Unfinished'])
    })

    it('is removed neither with data in a queue nor in motion', async () => {
      const group = await site.installed()
      await site.generateOne(group.id)

      await expect(site.nifi.groups.remove(group.id)).rejects.toMatchObject({
        code: 'NIFI_REFUSED',
        details: {status: 409},
      })
      expect((await site.nifi.watch.health(group.id)).queued).toBe(1)
    })
  })
}
