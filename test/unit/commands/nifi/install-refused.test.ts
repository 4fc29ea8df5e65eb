import {afterEach, describe, expect, it} from 'vitest'
import type {FlowWorld} from '../../../../src/commands/nifi/flow-world.ts'
import {flowNames, flowVersion} from '../../../../src/core/nifi/replay-flow.ts'
import type {NifiSettings} from '../../../../src/core/settings/settings.ts'
import type {FakeNifi} from '../../../fakes/nifi-server.ts'
import {changesSent, fakeSites, installAt, localSite} from '../../../support/flow-install.ts'

const sites = fakeSites()
afterEach(sites.close)

describe('an installation is refused, with nothing changed,', () => {
  async function refused(
    prepare: (fake: FakeNifi, world: FlowWorld) => Promise<unknown>,
    settings: Partial<NifiSettings> = {},
  ): Promise<string> {
    const {fake, world} = await sites.open(settings)
    await prepare(fake, world)
    fake.requests.splice(0)
    const told = await installAt(world, localSite()).then(
      () => 'It was not refused.',
      (error: unknown) => `${(error as {code: string}).code}: ${(error as Error).message}`,
    )
    expect(changesSent(fake)).toEqual([])
    return told.replaceAll(/127\.0\.0\.1:\d+/g, 'nifi').replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '<id>')
  }
  const newGroup = async ({nifi}: FlowWorld, name = 'cqube-replay') =>
    nifi.groups.create(await nifi.server.rootGroupId(), {name})

  it('where two groups have the name', async () => {
    const told = await refused(async (_, world) => {
      await newGroup(world)
      await newGroup(world)
    })

    expect(told).toMatchInlineSnapshot(
      `"NIFI_FLOW_AMBIGUOUS: NiFi at http://nifi has 2 groups "cqube-replay" (<id>, <id>), and nobody can tell which of them is ours. Nothing was changed."`,
    )
  })

  it('where a NiFi Registry keeps the versions of the group', async () => {
    const told = await refused(async (fake, world) => {
      const {id} = await newGroup(world)
      Object.assign(fake.model.groups.get(id) ?? {}, {isVersioned: true})
    })

    expect(told).toMatchInlineSnapshot(
      `"NIFI_REFUSED: The group "cqube-replay" of NiFi at http://nifi is under version control of a NiFi Registry, which lets nobody else replace its flow: stop version control for this group in NiFi. Nothing was changed."`,
    )
  })

  it('where other groups use the parameter context', async () => {
    const told = await refused(async (_, {nifi, ...world}) => {
      const other = await newGroup({nifi, ...world}, 'other')
      const {id} = await nifi.parameters.create('cqube-replay', [{name: 'a', value: 'b', isSensitive: false}])
      await nifi.groups.change(other.id, {parameterContextId: id})
    })

    expect(told).toMatchInlineSnapshot(
      `"NIFI_REFUSED: The parameter context "cqube-replay" of NiFi at http://nifi is used by other groups (<id>), which a change would reach, too: give ours another name by \`nifi.group\`. Nothing was changed."`,
    )
  })

  it('where the group holds a flow of somebody else', async () => {
    const told = await refused(async (fake, world) => {
      const {groupId} = await installAt(world, localSite())
      Object.assign(fake.model.groups.get(groupId ?? '') ?? {}, {comments: 'Mine.'})
      for (const part of [...fake.model.processors.values(), ...fake.model.services.values()])
        Object.assign(part, {given: {...part.given, identifier: `of others ${part.identifier}`}})
    })

    expect(told).toMatchInlineSnapshot(
      `"NIFI_FLOW_CHANGED: The group "cqube-replay" of NiFi at http://nifi holds another flow, of 16 processors, which this program did not install. Nothing was changed."`,
    )
  })

  it('where somebody changed the flow by hand', async () => {
    const told = await refused(async (fake, world) => {
      await installAt(world, localSite())
      const ask = fake.processor(flowNames.processors.ask)
      ask.properties['Max Wait Time'] = '1 hour'
      fake.model.processors.delete(fake.processor(flowNames.processors.record).id)
    })

    expect(told).toMatchInlineSnapshot(
      `"NIFI_FLOW_CHANGED: The group "cqube-replay" of NiFi at http://nifi is not as it was installed, since somebody changed it in NiFi: "Record the failure" is gone; "Ask the ledger" has another Max Wait Time. Nothing was changed."`,
    )
  })

  it('where a later version of this program installed the flow', async () => {
    const told = await refused(async (fake, world) => {
      const {groupId} = await installAt({...world, programVersion: '0.10.0'}, localSite())
      const group = fake.model.groups.get(groupId ?? '')
      if (group !== undefined) group.comments = group.comments.replace(flowVersion, '0a0b0c0d')
    })

    expect(told).toMatchInlineSnapshot(
      `"NIFI_FLOW_NEWER: The flow in the group "cqube-replay" of NiFi at http://nifi was installed by cqube-replay 0.10.0, and this is 0.2.0. Nothing was changed."`,
    )
  })

  it('while a deletion is executed, which is let end', async () => {
    const told = await refused(async (fake, world) => {
      const {groupId} = await installAt(world, localSite())
      Object.assign(fake.model.groups.get(groupId ?? '') ?? {}, {comments: ''})
      fake.processor(flowNames.processors.deleteRows).activeThreads = 1
      fake.processor(flowNames.processors.deleteRows).state = 'RUNNING'
      const sleep = world.clock.sleep
      let now = Date.now()
      Object.assign(world, {
        clock: {now: () => new Date((now += 5_000)), sleep: () => sleep(1)},
      })
    })

    expect(told).toMatchInlineSnapshot(
      `"NIFI_FLOW_IN_USE: The group "cqube-replay" of NiFi at http://nifi executes a deletion, and it did not end within 30 s. It is let end, and the flow was not touched; run this again after it."`,
    )
  })
})
