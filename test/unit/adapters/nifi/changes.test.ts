import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {openNifi} from '../../../../src/adapters/nifi/open-nifi.ts'
import type {Nifi} from '../../../../src/ports/nifi.ts'
import {smallFlow} from '../../../contract/nifi/small-flow.ts'
import {createFakeClock, type FakeClock} from '../../../fakes/clock.ts'
import {startFakeNifi, type FakeNifi} from '../../../fakes/nifi-server.ts'
import {clientOptions} from '../../../support/nifi-target.ts'

let fake: FakeNifi
let clock: FakeClock
let nifi: Nifi
let groupId: string
beforeEach(async () => {
  fake = await startFakeNifi()
  clock = createFakeClock()
  nifi = openNifi(clientOptions(fake.address), clock)
  groupId = (await nifi.groups.create(await nifi.server.rootGroupId(), {name: 'flow'})).id
})
afterEach(() => fake.close())

const install = () => nifi.flow.replace(groupId, smallFlow({contextName: 'flow'}))
const sentTo = (line: RegExp) => fake.requests.filter((request) => line.test(request.line))

describe('somebody else who is quicker', () => {
  const quicker = {
    request: /^PUT \/process-groups/,
    meanwhile: () => {
      const group = fake.model.groups.get(groupId)
      if (group === undefined) return
      group.revision.version += 1
      group.revision.clientId = 'another'
      group.comments = 'of another'
    },
  }

  it('four times is followed, and nothing of theirs is lost', async () => {
    fake.faults.push(quicker, quicker, quicker, quicker)

    const changed = await nifi.groups.change(groupId, {name: 'renamed'})

    expect(changed).toMatchObject({name: 'renamed', comments: 'of another'})
    expect(sentTo(/^PUT/)).toHaveLength(5)
  })

  it('again and again is told, with nothing changed', async () => {
    fake.faults.push(...Array.from({length: 9}, () => quicker))

    await expect(nifi.groups.change(groupId, {name: 'renamed'})).rejects.toMatchObject({
      code: 'NIFI_REFUSED',
      message: expect.stringContaining('is not the most up-to-date revision') as string,
    })
    expect(fake.model.groups.get(groupId)?.name).toBe('flow')
    expect(sentTo(/^PUT/)).toHaveLength(5)
  })
})

describe('a request that NiFi works on by itself', () => {
  it('is made again when NiFi forgets it, since doing it twice does no harm', async () => {
    fake.faults.push({
      request: /^GET .*replace-requests/,
      meanwhile: () => {
        fake.restart()
      },
    })

    await install()

    expect(sentTo(/^POST .*replace-requests/)).toHaveLength(2)
    expect((await nifi.watch.health(groupId)).processors).toHaveLength(3)
  })

  it('is given up when NiFi forgets it twice', async () => {
    const forgets = {
      request: /^GET .*replace-requests/,
      meanwhile: () => {
        fake.restart()
      },
    }
    fake.faults.push(forgets, forgets)

    await expect(install()).rejects.toMatchObject({
      code: 'NIFI_FAILED',
      message: expect.stringContaining('forgot about replacing the flow of "flow", twice') as string,
    })
  })

  it('is taken back when it does not end', async () => {
    const text = JSON.stringify({request: {requestId: 'x', complete: false, state: 'Stopping Affected Processors'}})
    const isWaiting = {request: /^GET .*replace-requests/, meets: {status: 200, text}}
    fake.faults.push(...Array.from({length: 1_000}, () => isWaiting))

    await expect(install()).rejects.toMatchObject({
      code: 'NIFI_FAILED',
      message: expect.stringContaining('after 300 s (Stopping Affected Processors). It was asked to stop.') as string,
    })
    expect(sentTo(/^DELETE .*replace-requests/)).toHaveLength(1)
  })
})

describe('a start', () => {
  it('is repeated for a processor that NiFi skipped without a word', async () => {
    await install()
    fake.processor('Hold').isSkipped = true

    const left = await nifi.flow.start(groupId, 60_000)

    expect(fake.processor('Hold').state).toBe('RUNNING')
    expect(left.map(({name}) => name)).toEqual(['Unfinished'])
    expect(sentTo(/^PUT \/flow\/process-groups/)).toHaveLength(2)
  })

  it('waits for the validation, which NiFi would not', async () => {
    await install()
    fake.processor('Generate').validatingReads = 20

    await nifi.flow.start(groupId, 60_000)

    expect(fake.processor('Generate').state).toBe('RUNNING')
    expect(sentTo(/^PUT \/flow\/process-groups/)).toHaveLength(1)
  })

  it('names what never came to run when the time is over, and lets the others run', async () => {
    await install()
    fake.processor('Generate').validatingReads = 100_000
    fake.processor('Unfinished').trouble = ["'Bucket' is invalid because Bucket is required"]

    const left = await nifi.flow.start(groupId, 5_000)

    expect(left.map(({name, why}) => `${name}: ${why}`)).toMatchInlineSnapshot(`
      [
        "Generate: NiFi is not done with checking it",
        "Unfinished: 'Relationship success' is invalid because Relationship 'success' is not connected to any component and is not auto-terminated; 'Bucket' is invalid because Bucket is required",
      ]
    `)
    expect(fake.processor('Hold').state).toBe('RUNNING')
  })

  it('of one processor waits for the thread of its last run', async () => {
    await install()
    const generate = fake.processor('Generate')
    generate.validatingReads = 0
    Object.assign(generate, {activeThreads: 1, stoppingReads: 3})

    await nifi.flow.run(generate.id, 'RUNNING')

    expect(generate.state).toBe('RUNNING')
  })
})

describe('a stop', () => {
  it('waits for the threads that are at work', async () => {
    await install()
    await nifi.flow.start(groupId, 60_000)
    fake.processor('Generate').activeThreads = 1

    const left = await nifi.flow.stop(groupId, 60_000)

    expect(left).toEqual([])
    expect(fake.processor('Generate')).toMatchObject({state: 'STOPPED', activeThreads: 0})
  })

  it('names the processor whose thread does not end', async () => {
    await install()
    await nifi.flow.start(groupId, 60_000)
    const generate = fake.processor('Generate')
    generate.activeThreads = 1
    fake.faults.push({request: /^PUT \/flow/, meets: {status: 409, text: 'x cannot be stopped'}})

    const stopping = nifi.flow.stop(groupId, 0)

    expect(await stopping).toEqual([
      {id: generate.id, name: 'Generate', why: '1 thread is still at work'},
      expect.anything(),
    ])
  })
})

describe('services', () => {
  it('that are invalid are not told to start: NiFi would try them for ever', async () => {
    await install()
    fake.service('Credentials').trouble = ["'Access Key' is invalid"]

    const left = await nifi.services.enable(groupId, 10_000)

    expect(fake.service('Credentials').state).toBe('DISABLED')
    expect(left).toMatchObject([{name: 'Credentials', why: "'Access Key' is invalid"}, {name: 'Pool'}])
  })

  it('that a running processor uses stay enabled, and NiFi says which one it is', async () => {
    await install()
    await nifi.services.enable(groupId, 3_000)
    const [hold, credentials] = [fake.processor('Hold'), fake.service('Credentials')]
    Object.assign(hold, {serviceKeys: ['Credentials'], properties: {Credentials: credentials.id}, state: 'RUNNING'})

    const left = await nifi.services.disable(groupId, 2_000)

    expect(credentials.state).toBe('ENABLED')
    expect(left.find(({name}) => name === 'Credentials')?.why).toContain(
      'referenced by 1 components that are currently running',
    )
  })
})

describe('a whole installation', () => {
  it('sends neither the mask of a secret nor the word that a node of a cluster is away', async () => {
    await install()
    const context = await nifi.parameters.create('secrets', [{name: 'password', value: 'canary', isSensitive: true}])
    await nifi.parameters.set(context.id, [{name: 'password', value: 'canary2', isSensitive: true}])
    await nifi.groups.change(groupId, {parameterContextId: context.id, comments: 'bound'})
    await nifi.flow.start(groupId, 1_000)
    await nifi.flow.stop(groupId, 1_000)
    await nifi.groups.remove(groupId)

    const sent = fake.requests.map(({body}) => body).join()

    expect(sent).not.toContain('****')
    expect(sent).not.toContain('disconnectedNodeAcknowledged')
    expect(fake.model.contexts.get(context.id)?.parameters.get('password')?.value).toBe('canary2')
  })

  it('goes on after NiFi was restarted, with revisions that begin at 0 again', async () => {
    await install()
    await nifi.groups.change(groupId, {comments: 'before'})
    fake.bulletin(fake.processor('Hold'), 'WARN', 'before')
    fake.restart()
    fake.bulletin(fake.processor('Hold'), 'ERROR', 'Hold[id=1[2]] failed\nfor a reason')

    await nifi.groups.change(groupId, {comments: 'after'})
    await install()

    expect(await nifi.groups.read(groupId)).toMatchObject({comments: 'Of a test'})
    expect(await nifi.watch.bulletins(groupId)).toMatchObject([{id: 0, level: 'ERROR', message: 'failed for a reason'}])
  })

  it('leaves out bulletins whose source is gone: NiFi has no text for them', async () => {
    await install()
    fake.bulletin(fake.processor('Hold'), 'WARN', 'of Hold')
    fake.bulletin(fake.processor('Unfinished'), 'WARN', 'of Unfinished')
    fake.model.processors.delete(fake.processor('Unfinished').id)

    expect(await nifi.watch.bulletins(groupId)).toMatchObject([{source: 'Hold', message: 'of Hold'}])
  })

  it('never sends the mask where a secret is meant', async () => {
    const {id} = await nifi.parameters.create('secrets', [])

    await expect(
      nifi.parameters.set(id, [{name: 'password', value: '********', isSensitive: true}]),
    ).rejects.toMatchObject({code: 'BUG'})
    expect(fake.model.contexts.get(id)?.parameters.size).toBe(0)
  })
})
