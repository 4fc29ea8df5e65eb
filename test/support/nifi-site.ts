import {existsSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {openNifi} from '../../src/adapters/nifi/open-nifi.ts'
import {systemClock} from '../../src/adapters/clock/system-clock.ts'
import type {FlowSite} from '../../src/core/nifi/flow-site.ts'
import {flowNames, flowParameters, replayFlow} from '../../src/core/nifi/replay-flow.ts'
import type {Left, Nifi, QueuedFlowFile} from '../../src/ports/nifi.ts'
import {startNifi, type NifiHome, type NifiProcess} from './nifi-home.ts'
import {clientOptions} from './nifi-target.ts'
import {testCredentials} from './s3.ts'

/** Waits of the tests: a start, and a queue that fills. */
const patientMs = 60_000

/** A NiFi of the test's own with our flow in it, which runs. */
export interface InstalledFlow {
  readonly server: NifiProcess
  readonly nifi: Nifi
  readonly groupId: string
  /** How many FlowFiles wait in all its connections, but for those that wait for a person. */
  inFlight(): Promise<number>
  /** FlowFiles that wait for a person. */
  failed(): Promise<readonly QueuedFlowFile[]>
  /** Runs or stops one of its processors, and waits until it does. */
  turn(name: string, state: 'RUNNING' | 'STOPPED'): Promise<void>
  /** How many FlowFiles wait in a connection of this name. */
  queued(connection: string): Promise<number>
  /** Throws away what waits anywhere in it. */
  emptyQueues(): Promise<void>
  /** The same flow for another store of the documents, installed over this one. */
  moveTo(emission: FlowSite['emission']): Promise<void>
  stop(): Promise<void>
}

/** PostgreSQL's JDBC driver: that of the environment, the one beside the NiFi homes, or Debian's. Null where none is. */
export function databaseDriver(home: NifiHome): string | null {
  const named = process.env['CQUBE_REPLAY_PG_DRIVER']
  const paths = [named, join(dirname(home.path), 'drivers/postgresql.jar'), '/usr/share/java/postgresql.jar']
  return paths.find((path) => path !== undefined && existsSync(path)) ?? null
}

/** @param database its port on loopback, its name, and an account that needs no password */
export async function installedFlow(
  home: NifiHome,
  database: {readonly port: number; readonly name: string; readonly user: string},
  emission: FlowSite['emission'],
): Promise<InstalledFlow> {
  const server = await startNifi(home)
  try {
    const nifi = openNifi({...clientOptions(server.address), patienceMs: patientMs}, systemClock)
    const url = `jdbc:postgresql://127.0.0.1:${database.port}/${database.name}`
    const site = {emission, database: {url, user: database.user, driverFile: databaseDriver(home)}}
    const group = await nifi.groups.create(await nifi.server.rootGroupId(), {name: flowNames.group})
    await install(nifi, group.id, site)
    return flowOf(server, nifi, group.id, site)
  } catch (error) {
    await server.stop()
    throw error
  }
}

async function install(nifi: Nifi, groupId: string, site: FlowSite): Promise<void> {
  const parameters = flowParameters(site, {
    databasePassword: 'nobody asks',
    accessKey: testCredentials.AWS_ACCESS_KEY_ID,
    secretKey: testCredentials.AWS_SECRET_ACCESS_KEY,
  })
  const known = await nifi.parameters.find(flowNames.parameterContext)
  if (known !== null) await nifi.parameters.set(known.id, parameters)
  const context = known ?? (await nifi.parameters.create(flowNames.parameterContext, parameters))
  await nifi.groups.change(groupId, {parameterContextId: context.id})
  await nifi.flow.replace(groupId, replayFlow(site))
  nothingLeft(await nifi.services.enable(groupId, patientMs))
  nothingLeft(await nifi.flow.start(groupId, patientMs))
}

function nothingLeft(left: readonly Left[]): void {
  if (left.length > 0) throw new Error(left.map(({name, why}) => `${name}: ${why}`).join('\n'))
}

function flowOf(server: NifiProcess, nifi: Nifi, groupId: string, site: FlowSite): InstalledFlow {
  const isForPeople = (name: string): boolean =>
    name === flowNames.failedDeletions || name === flowNames.unreadableAnswers
  const queues = async () => (await nifi.watch.health(groupId)).queues
  const sum = (counts: readonly {readonly queued: number}[]): number =>
    counts.reduce((total, {queued}) => total + queued, 0)
  const processor = async (name: string) =>
    (await nifi.watch.health(groupId)).processors.find((each) => each.name === name)
  return {
    server,
    nifi,
    groupId,
    inFlight: async () => sum((await queues()).filter(({name}) => !isForPeople(name))),
    queued: async (connection) => sum((await queues()).filter(({name}) => name === connection)),
    failed: async () => {
      const waiting = (await queues()).filter(({name, queued}) => isForPeople(name) && queued > 0)
      return (await Promise.all(waiting.map(({id}) => nifi.watch.queue(id, 100)))).flat()
    },
    turn: async (name, state) => {
      await nifi.flow.run((await processor(name))?.id ?? '', state)
      await until(async () => {
        const turned = await processor(name)
        return turned?.state === state && (state === 'RUNNING' || turned.activeThreads === 0)
      })
    },
    emptyQueues: async () => {
      if ((await nifi.watch.health(groupId)).queued === 0) return
      const path = `${server.address}/nifi-api/process-groups/${groupId}/empty-all-connections-requests`
      const read = async (answer: Response) =>
        ((await answer.json()) as {readonly dropRequest: {readonly id: string; readonly finished: boolean}}).dropRequest
      const {id} = await read(await fetch(path, {method: 'POST'}))
      // What comes in before it is finished would be thrown away as well.
      await until(async () => (await read(await fetch(`${path}/${id}`))).finished)
      await fetch(`${path}/${id}`, {method: 'DELETE'})
    },
    moveTo: async (emission) => {
      // NiFi 1.12 changes no parameter that an enabled service refers to.
      nothingLeft(await nifi.flow.stop(groupId, patientMs))
      nothingLeft(await nifi.services.disable(groupId, patientMs))
      await install(nifi, groupId, {...site, emission})
    },
    stop: () => server.stop(),
  }
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + patientMs
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error('NiFi did not come into the state that the test asked for.')
    await systemClock.sleep(100)
  }
}
