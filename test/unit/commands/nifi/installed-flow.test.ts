import {afterEach, describe, expect, it} from 'vitest'
import {flowStatus} from '../../../../src/commands/nifi/status.ts'
import {trigger} from '../../../../src/commands/nifi/trigger.ts'
import {uninstall} from '../../../../src/commands/nifi/uninstall.ts'
import {flowNames, flowVersion} from '../../../../src/core/nifi/replay-flow.ts'
import type {FakeNifi} from '../../../fakes/nifi-server.ts'
import {fakeSites, installAt, localSite, statesIn} from '../../../support/flow-install.ts'

const sites = fakeSites()
afterEach(sites.close)

const confirmed = {openRuns: [], confirm: () => Promise.resolve('cqube-replay')}
const put = (fake: FakeNifi, connection: string) => {
  const found = [...fake.model.connections.values()].find(({name}) => name === connection)
  found?.flowFiles.push({
    uuid: 'a1',
    size: 5,
    penalized: false,
    attributes: {
      'run id': '20261101T163000Z-4f2a',
      'document number': '1',
      'data source': 'crc',
      failure: 'The document is gone.',
    },
  })
}

describe('a trigger', () => {
  it('starts what is stopped, waits for the question, and stops it again', async () => {
    const {fake, world} = await sites.open()
    await installAt(world, localSite())

    const triggered = await trigger(world)

    expect(triggered).toEqual({ranAlready: false, onTheWay: 0, failed: 0})
    expect(statesIn(fake)).toEqual({processors: ['STOPPED'], services: ['DISABLED']})
  })

  it('needs the flow', async () => {
    const {world} = await sites.open()

    await expect(trigger(world)).rejects.toMatchObject({code: 'NIFI_FLOW_MISSING'})
  })
})

describe('a removal', () => {
  it('takes out group and context, and is content when they are gone', async () => {
    const {fake, world} = await sites.open({trigger: 'schedule'})
    const {groupId} = await installAt(world, localSite())
    const [contextId] = fake.model.contexts.keys()

    const removed = await uninstall(world, confirmed)

    expect(removed).toEqual({groupId, contextId})
    expect([...fake.model.groups.keys()]).toEqual([fake.model.rootId])
    expect(fake.model.contexts.size).toBe(0)
    expect(await uninstall(world, confirmed)).toEqual({groupId: null, contextId: null})
  })

  it.each([
    ['a FlowFile waits', {}, 'NIFI_FLOW_IN_USE'],
    ['a run is open', {openRuns: ['20261101T163000Z-4f2a']}, 'NIFI_FLOW_IN_USE'],
    ['another name was written', {confirm: () => Promise.resolve('cqube')}, 'USAGE'],
  ])('is refused where %s, and the flow runs on', async (why, wish, code) => {
    const {fake, world} = await sites.open({trigger: 'schedule'})
    await installAt(world, localSite())
    if (why === 'a FlowFile waits') put(fake, flowNames.failedDeletions)

    await expect(uninstall(world, {...confirmed, ...wish})).rejects.toMatchObject({code})

    expect(statesIn(fake)).toEqual({processors: ['RUNNING'], services: ['ENABLED']})
    expect(fake.model.contexts.size).toBe(1)
  })
})

describe('the status', () => {
  it('finds nothing wrong with a flow that waits for a run, and lists what waits for a person', async () => {
    const {fake, world} = await sites.open()
    await installAt(world, localSite())
    const before = await flowStatus(world)
    put(fake, flowNames.failedDeletions)

    const after = await flowStatus(world)

    expect(before.processors.filter(({state, problems}) => state !== 'STOPPED' || problems.length > 0)).toEqual([])
    expect(before).toMatchObject({troubles: [], isHeldUp: false, user: 'anonymous', nifiVersion: '1.12.1'})
    expect(after).toMatchObject({
      isHeldUp: false,
      queues: [{name: flowNames.failedDeletions, queued: 1}],
      waiting: [{runId: '20261101T163000Z-4f2a', documentNo: '1', dataSource: 'crc', failure: 'The document is gone.'}],
    })
    expect(after.troubles).toHaveLength(1)
  })

  it('says so where the flow is stopped and should run by itself, is older, or is not there', async () => {
    const {fake, world} = await sites.open({trigger: 'schedule'})
    const missing = await flowStatus(world)
    const {groupId} = await installAt(world, localSite())
    await world.nifi.flow.stop(groupId ?? '', 5_000)
    const stopped = await flowStatus(world)
    const group = fake.model.groups.get(groupId ?? '')
    if (group !== undefined) group.comments = group.comments.replace(flowVersion, '0a0b0c0d')

    const older = await flowStatus(world)

    expect(missing).toMatchObject({group: null, isHeldUp: true})
    expect(stopped).toMatchObject({isHeldUp: true, troubles: [expect.stringContaining('The flow is stopped')]})
    expect(older.troubles[0]).toBe(
      `The group holds the flow 0a0b0c0d, and this program installs ${flowVersion}: run \`cqube-replay nifi install\`.`,
    )
  })
})
