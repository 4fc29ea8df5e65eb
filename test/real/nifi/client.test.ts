import {describe, expect, it} from 'vitest'
import {systemClock} from '../../../src/adapters/clock/system-clock.ts'
import {openNifi} from '../../../src/adapters/nifi/open-nifi.ts'
import {smallFlow} from '../../contract/nifi/small-flow.ts'
import {nifiSuite} from '../../contract/nifi/suite.ts'
import {nifiHomes, startNifi, whyNotTried} from '../../support/nifi-home.ts'
import {clientOptions, nifiTarget} from '../../support/nifi-target.ts'

const why = whyNotTried()
if (why !== null) it.skip(why, () => undefined)

for (const home of nifiHomes()) {
  nifiSuite(home.version, async () => {
    const nifi = await startNifi(home)
    return nifiTarget(nifi.address, () => nifi.stop())
  })

  describe(`NiFi (${home.version}) that is killed`, () => {
    it(
      'is waited for, and has what it had, with what was queued, and changes as before',
      {timeout: 600_000},
      async () => {
        const server = await startNifi(home)
        const nifi = openNifi({...clientOptions(server.address), patienceMs: 300_000}, systemClock)
        const group = await nifi.groups.create(await nifi.server.rootGroupId(), {name: 'killed'})
        await nifi.flow.replace(group.id, smallFlow({contextName: 'killed'}))
        await nifi.groups.change(group.id, {comments: 'before'})
        await expect
          .poll(async () => (await nifi.watch.health(group.id)).processors[0]?.validation)
          .not.toBe('VALIDATING')
        const generate = (await nifi.watch.health(group.id)).processors.find(({name}) => name === 'Generate')?.id ?? ''
        await nifi.flow.run(generate, 'RUNNING')
        await expect.poll(async () => (await nifi.watch.health(group.id)).queued).toBe(1)
        await nifi.flow.stop(group.id, 20_000)
        // NiFi writes its flow half a second later.
        await systemClock.sleep(2_000)
        await server.kill()

        const [found] = await Promise.all([nifi.groups.find('killed'), server.start()])
        const changed = await nifi.groups.change(group.id, {comments: 'after'})

        const health = await nifi.watch.health(group.id)
        await server.stop()
        expect(found).toMatchObject([{id: group.id, comments: 'before'}])
        expect(changed.comments).toBe('after')
        expect(health).toMatchObject({queued: 1, queues: [{name: 'to hold', queued: 1}]})
      },
    )
  })
}
