import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {openNifi} from '../../../src/adapters/nifi/open-nifi.ts'
import {systemClock} from '../../../src/adapters/clock/system-clock.ts'
import {flowNames, replayFlow} from '../../../src/core/nifi/replay-flow.ts'
import type {Nifi} from '../../../src/ports/nifi.ts'
import {startFakeNifi, type FakeNifi} from '../../fakes/nifi-server.ts'
import {servers} from '../../support/database.ts'
import {clientOptions} from '../../support/nifi-target.ts'
import {nifiStandIn, type StandIn} from '../../support/nifi-stand-in.ts'
import {createOperator, onlyRun, requestText, type Operator} from '../../support/operator.ts'

const [{name} = {name: 'pg18' as const}] = servers.toReversed()

/** The fake answers as NiFi does, and deletes nothing: a stand-in does that, as long as the flow runs. */
describe('a run that starts the flow in NiFi', () => {
  let operator: Operator
  let fake: FakeNifi
  let nifi: Nifi
  let standIn: StandIn
  beforeEach(async () => {
    operator = await createOperator(name, {content: 'tables'})
    fake = await startFakeNifi()
    nifi = openNifi(clientOptions(fake.address), systemClock)
    standIn = await nifiStandIn({
      connectionString: operator.database.connectionString,
      emission: operator.emission,
      isGoing: () => [...fake.model.processors.values()].some(({state}) => state === 'RUNNING'),
    })
    settings()
    await operator.load('student_attendance', '2020-03', ['1.1', '1.2'])
    operator.request({'march.json': requestText({student_attendance: {year: '2020', months: ['03']}})})
  })
  afterEach(async () => {
    await standIn.stop()
    await fake.close()
    await operator.remove()
  })

  const settings = (more: Readonly<Record<string, unknown>> = {}) => {
    operator.settings({engine: 'nifi', nifi: {address: fake.address, deadline_minutes: 1, timeout_seconds: 2, ...more}})
  }
  const flow = () =>
    replayFlow({
      emission: {storage: 'local', directory: operator.emission},
      database: {url: 'jdbc:postgresql://127.0.0.1/postgres', user: 'nifi', driverFile: '/drivers/postgresql.jar'},
    })
  const install = async (): Promise<string> => {
    const group = await nifi.groups.create(await nifi.server.rootGroupId(), {name: flowNames.group})
    await nifi.flow.replace(group.id, flow())
    return group.id
  }
  const states = () => [...new Set([...fake.model.processors.values()].map(({state}) => state))]
  const serviceStates = () => [...new Set([...fake.model.services.values()].map(({state}) => state))]

  it('stops it again, services too, when they did not run before', async () => {
    await install()

    const result = await operator.run()

    expect(result.exitCode).toBe(0)
    expect(standIn.answers).toEqual([4])
    expect(states()).toEqual(['STOPPED'])
    expect(serviceStates()).toEqual(['DISABLED'])
    expect(operator.told.filter((line) => line.includes('NiFi'))).toEqual([])
  })

  it('leaves it running where it ran before', async () => {
    const groupId = await install()
    await nifi.services.enable(groupId, 10_000)
    await nifi.flow.start(groupId, 10_000)
    const changes = fake.requests.length

    const result = await operator.run()

    expect(result.exitCode).toBe(0)
    expect(states()).toEqual(['RUNNING'])
    expect(fake.requests.slice(changes).filter(({line}) => !line.startsWith('GET'))).toEqual([])
  })

  it('stops of it only what was stopped before', async () => {
    const groupId = await install()
    await nifi.services.enable(groupId, 10_000)
    await nifi.flow.start(groupId, 10_000)
    await nifi.flow.run(fake.processor(flowNames.processors.fetchFile).id, 'STOPPED')

    const result = await operator.run()

    expect(result.exitCode).toBe(0)
    expect(fake.processor(flowNames.processors.fetchFile).state).toBe('STOPPED')
    expect(fake.processor(flowNames.processors.ask).state).toBe('RUNNING')
  })

  it('starts again what NiFi left out without a word', async () => {
    await install()
    fake.processor(flowNames.processors.ask).isSkipped = true

    const result = await operator.run()

    expect(result.exitCode).toBe(0)
    expect(states()).toEqual(['STOPPED'])
  })

  it('gives NiFi nothing when the flow is not there, and the next run goes on', async () => {
    const missing = await operator.run().catch((error: unknown) => error)
    await operator.database.query("update cqube_replay.lease set expires_at = '-infinity'")
    await install()
    const result = await operator.run()

    expect(missing).toMatchObject({code: 'NIFI_FLOW_MISSING', exitCode: 2})
    expect((missing as Error).message.replace(fake.address, 'https://nifi:8443')).toMatchInlineSnapshot(
      `"NiFi at https://nifi:8443 has no group "cqube-replay". NiFi was given nothing to delete; the next run goes on from here."`,
    )
    expect(result.exitCode).toBe(0)
    expect(onlyRun(result).deletions).toMatchObject([{state: 'DONE'}])
  })

  it('waits for a NiFi that is away, and starts the flow when it is back', async () => {
    await install()
    const cut = Array.from({length: 400}, () => ({request: /./, meets: 'cut' as const}))
    fake.faults.push(...cut)
    const back = setTimeout(() => fake.faults.splice(0), 8_000)

    const result = await operator.run()
    clearTimeout(back)

    expect(result.exitCode).toBe(0)
    expect(states()).toEqual(['STOPPED'])
    expect(operator.told.filter((line) => line.startsWith('NIFI_UNREACHABLE'))).toHaveLength(1)
  })

  it('lets another group load files, and stops it again', async () => {
    await install()
    settings({loading_groups: ['load', 'nowhere'], loading_minutes: 1})
    const group = await nifi.groups.create(await nifi.server.rootGroupId(), {name: 'load'})
    const snapshot = flow()
    // The fake knows few processors, and what they do is not its matter.
    await nifi.flow.replace(group.id, {...snapshot, flowContents: {...snapshot.flowContents, name: 'load'}})
    const isLoading = setInterval(() => {
      const runs = [...fake.model.processors.values()].some(
        ({groupId, state}) => groupId === group.id && state === 'RUNNING',
      )
      if (!runs) return
      clearInterval(isLoading)
      void operator.load('student_attendance', '2020-03', ['1.1', '1.2'])
    }, 100)

    const result = await operator.run()
    clearInterval(isLoading)

    const {runId} = onlyRun(result)
    expect(operator.reportJson(runId)).toMatchObject({outcome: 'reloaded', holes: [{slices: [{reloaded: 2}]}]})
    expect(operator.told).toContain(
      'NiFi has no process group "nowhere", which `nifi.loading_groups` names; nothing was started there.',
    )
    expect(states()).toEqual(['STOPPED'])
  })
})
