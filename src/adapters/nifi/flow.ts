import {withBundles, type FlowSnapshot, type SnapshotComponent, type SnapshotGroup} from '../../core/nifi/bundles.ts'
import {ReplayError} from '../../core/replay-error.ts'
import type {Left, NifiFlow, NifiServer, NifiWatch, Processor} from '../../ports/nifi.ts'
import {complete} from './async-request.ts'
import {isConflict, reasonOf, type Client} from './client.ts'
import {listAt, partOf, textAt} from './lenient-json.ts'
import {plainLine} from './plain-line.ts'
import {installedTypes} from './server.ts'
import {until} from './until.ts'
import {processorsOf} from './watch.ts'

const replaceMs = 300_000
/** A processor that is on its way to another state. */
const transitMs = 10_000
const inTransit = /STOPPING|STARTING|validation is still being performed/i

export function flowOf(client: Client, server: NifiServer, watch: NifiWatch): NifiFlow {
  async function replace(groupId: string, snapshot: FlowSnapshot): Promise<void> {
    const {version} = await server.about()
    const installed = [
      ...(await installedTypes(client, 'processor')),
      ...(await installedTypes(client, 'controller-service')),
    ]
    const {snapshot: filled, missing} = withBundles(snapshot, installed, version)
    if (missing.length > 0) {
      throw new ReplayError(
        'NIFI_COMPONENT_MISSING',
        `NiFi ${version} at ${client.address} lacks ${missing.join(', ')}. Nothing was changed.`,
        {missing},
      )
    }
    const path = `/process-groups/${encodeURIComponent(groupId)}`
    await complete(client, {
      what: `replacing the flow of "${snapshot.flowContents.name}"`,
      start: () =>
        client.change(path, (_, processGroupRevision) =>
          client.post(`${path}/replace-requests`, {processGroupRevision, versionedFlowSnapshot: filled}),
        ),
      path: (id) => `/process-groups/replace-requests/${id}`,
      key: 'request',
      idKey: 'requestId',
      endKey: 'complete',
      withinMs: replaceMs,
    })
  }

  const read = async (groupId: string): Promise<FlowSnapshot> => {
    const {flowContents, ...rest} = await client.get(`/process-groups/${encodeURIComponent(groupId)}/download`)
    return {...rest, flowContents: snapshotGroupOf(flowContents)}
  }

  /** NiFi chooses the components and their revisions itself. @returns its words when it refused */
  async function schedule(groupId: string, state: 'RUNNING' | 'STOPPED'): Promise<string | null> {
    try {
      await client.put(`/flow/process-groups/${encodeURIComponent(groupId)}`, {id: groupId, state})
      return null
    } catch (error) {
      if (isConflict(error)) return reasonOf(error)
      throw error
    }
  }

  async function start(groupId: string, withinMs: number): Promise<readonly Left[]> {
    let isAsked = false
    let refusal: string | null = null
    const leftOver = (processors: readonly Processor[]) =>
      processors.filter(doesNotRun).map((processor) => leftOf(processor, refusal))

    const left = await until(client, withinMs, async (isLast) => {
      const processors = await processorsOf(client, groupId)
      const isValidating = processors.some(({validation}) => validation === 'VALIDATING')
      const isDue = processors.some(({state, validation}) => state === 'STOPPED' && validation === 'VALID')
      if (isAsked && (isLast || !(isValidating || isDue))) return leftOver(processors)
      // What is still being validated is skipped without a word; in the end the others have to run without it.
      if (isValidating && !isLast) return null
      refusal = await schedule(groupId, 'RUNNING')
      isAsked = true
      return isLast ? leftOver(await processorsOf(client, groupId)) : null
    })
    return left ?? []
  }

  async function stop(groupId: string, withinMs: number): Promise<readonly Left[]> {
    let refusal: string | null = null
    const left = await until(client, withinMs, async (isLast) => {
      const {processors, activeThreads} = await watch.health(groupId)
      const running = processors.filter(({state}) => state !== 'STOPPED' && state !== 'DISABLED')
      if (running.length === 0 && activeThreads === 0) return []
      // A thread goes on after its processor is said to be stopped, and the next start would be refused.
      const atWork = processors.filter((processor) => running.includes(processor) || processor.activeThreads > 0)
      if (isLast)
        return atWork.map(({id, name, activeThreads: threads}) => ({id, name, why: atWorkText(threads, refusal)}))
      if (running.length > 0) refusal = await schedule(groupId, 'STOPPED')
      return null
    })
    return left ?? []
  }

  async function run(processorId: string, state: 'RUNNING' | 'STOPPED' | 'DISABLED' | 'RUN_ONCE'): Promise<void> {
    const path = `/processors/${encodeURIComponent(processorId)}`
    await until(client, transitMs, async (isLast) => {
      try {
        await client.change(path, (_, revision) => client.put(`${path}/run-status`, {revision, state}))
        return true
      } catch (error) {
        if (!isLast && isConflict(error) && inTransit.test(reasonOf(error))) return null
        throw error
      }
    })
  }

  return {replace, read, start, stop, run}
}

/** Only what is looked at is made sure of; all else stays as NiFi gave it. */
const snapshotGroupOf = (group: unknown): SnapshotGroup => ({
  ...partOf(group),
  name: textAt(group, 'name'),
  processors: listAt(group, 'processors').map(snapshotComponentOf),
  controllerServices: listAt(group, 'controllerServices').map(snapshotComponentOf),
  processGroups: listAt(group, 'processGroups').map(snapshotGroupOf),
})

const snapshotComponentOf = (component: unknown): SnapshotComponent => ({
  ...partOf(component),
  type: textAt(component, 'type'),
  bundle: {
    group: textAt(component, 'bundle', 'group'),
    artifact: textAt(component, 'bundle', 'artifact'),
    version: textAt(component, 'bundle', 'version'),
  },
})

const doesNotRun = ({state, validation}: Processor): boolean =>
  state !== 'DISABLED' && !(state === 'RUNNING' && validation === 'VALID')

function leftOf({id, name, state, validation, problems}: Processor, refusal: string | null): Left {
  if (validation === 'VALIDATING') return {id, name, why: 'NiFi is not done with checking it'}
  if (problems.length > 0) return {id, name, why: plainLine(problems.join('; '))}
  return {id, name, why: refusal ?? `NiFi leaves it ${state} without a word`}
}

const atWorkText = (threads: number, refusal: string | null): string =>
  refusal ??
  (threads === 0
    ? 'NiFi does not stop it'
    : `${threads === 1 ? '1 thread is' : `${threads} threads are`} still at work`)
