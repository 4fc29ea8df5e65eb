import {markOf, type FlowMark} from '../../core/nifi/flow-mark.ts'
import {asARunFindsIt} from '../../core/nifi/flow-facts-before-run.ts'
import {flowVersion} from '../../core/nifi/replay-flow.ts'
import {troublesOf} from '../../core/nifi/trouble.ts'
import {ReplayError} from '../../core/replay-error.ts'
import type {NifiGroup, Queue, QueuedFlowFile} from '../../ports/nifi.ts'
import {lookAtFlow} from '../../steps/look-at-flow.ts'
import {isForPeople} from './ask-ledger.ts'
import {supportedNifi, type FlowWorld} from './flow-world.ts'

export interface FlowStatus {
  readonly address: string
  readonly nifiVersion: string
  readonly cluster: {readonly connected: number; readonly total: number} | null
  readonly user: string
  readonly group: (Pick<NifiGroup, 'id' | 'name'> & {readonly mark: FlowMark | null}) | null
  /** Of the flow that this program installs. */
  readonly flow: string
  readonly trigger: FlowWorld['settings']['trigger']
  readonly services: readonly Part[]
  readonly processors: readonly Part[]
  /** Those that hold something. */
  readonly queues: readonly Pick<Queue, 'name' | 'queued'>[]
  /** What waits for a person, first in line first. */
  readonly waiting: readonly WaitingDeletion[]
  readonly bulletins: readonly {
    readonly source: string
    readonly level: string
    readonly at: string
    readonly message: string
  }[]
  /** What is wrong and what to do, in full sentences; empty: nothing. */
  readonly troubles: readonly string[]
  /** Whether it cannot delete as it is; what failed before, and bulletins, hold nothing up. */
  readonly isHeldUp: boolean
}

export interface Part {
  readonly name: string
  /** In NiFi's words. */
  readonly state: string
  readonly problems: readonly string[]
}

export interface WaitingDeletion {
  readonly queue: string
  /** Null: the FlowFile does not say. */
  readonly runId: string | null
  readonly documentNo: string | null
  readonly dataSource: string | null
  readonly failure: string | null
  readonly waitedMs: number
}

const mostWaiting = 20

/** Reads only. @throws {ReplayError} NIFI_TOO_OLD */
export async function flowStatus(world: FlowWorld): Promise<FlowStatus> {
  const {nifi, settings} = world
  const {version, cluster} = await supportedNifi(world)
  const {identity} = await nifi.server.user()
  const seen = await lookAtFlow(nifi, settings.group)
  const group = seen.groups === 1 ? ((await nifi.groups.find(settings.group))[0] ?? null) : null
  const {queues} = group === null ? {queues: []} : await nifi.watch.health(group.id)
  const full = queues.filter(({queued}) => queued > 0)
  const listed = await waitingIn(world, full.filter(isForPeople))
  const facts = settings.trigger === 'run' ? asARunFindsIt(seen) : seen
  return {
    address: settings.address ?? '',
    nifiVersion: version,
    cluster,
    user: identity,
    group: group === null ? null : {id: group.id, name: group.name, mark: markOf(group.comments)},
    flow: flowVersion,
    trigger: settings.trigger,
    services: seen.services.map(partOf),
    // What a stopped flow is invalid for, since its services are off, is nothing that anybody should look at.
    processors: facts.processors.map((part, index) => ({
      ...partOf(part),
      state: seen.processors[index]?.state ?? part.state,
    })),
    queues: full.map(({name, queued}) => ({name, queued})),
    waiting: listed.waiting,
    bulletins: seen.bulletins.map(({source, level, at, message}) => ({source, level, at, message})),
    troubles: [...ageTroubles(group), ...troublesOf(facts), ...listed.troubles],
    isHeldUp: troublesOf({...facts, queues: [], bulletins: []}).length > 0,
  }
}

const partOf = ({name, state, problems}: Part): Part => ({name, state, problems})

function ageTroubles(group: NifiGroup | null): readonly string[] {
  if (group === null) return []
  const mark = markOf(group.comments)
  if (mark?.flow === flowVersion) return []
  const held = mark === null ? 'no flow that this program knows' : `the flow ${mark.flow}`
  return [`The group holds ${held}, and this program installs ${flowVersion}: run \`cqube-replay nifi install\`.`]
}

/** What may not be looked at is told, and hides nothing else. */
async function waitingIn({nifi}: FlowWorld, queues: readonly Queue[]) {
  const waiting: WaitingDeletion[] = []
  try {
    for (const {id, name} of queues) {
      const flowFiles = await nifi.watch.queue(id, mostWaiting - waiting.length)
      waiting.push(...flowFiles.map((flowFile) => waitingOf(name, flowFile)))
      if (waiting.length >= mostWaiting) break
    }
    return {waiting, troubles: []}
  } catch (error) {
    if (!(error instanceof ReplayError)) throw error
    return {waiting, troubles: [`What waits for a person could not be listed: ${error.message}`]}
  }
}

function waitingOf(queue: string, {attributes, queuedMs}: QueuedFlowFile): WaitingDeletion {
  const valueOf = (name: string): string | null => attributes[name] ?? null
  return {
    queue,
    runId: valueOf('run id'),
    documentNo: valueOf('document number'),
    dataSource: valueOf('data source'),
    failure: valueOf('failure'),
    waitedMs: queuedMs,
  }
}
