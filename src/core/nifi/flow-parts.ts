import type {Bundle, ServiceApi, SnapshotComponent} from './bundles.ts'
import {flowNames, type FlowProcessorId, type FlowServiceId} from './flow-names.ts'

/**
 * The parts of a flow as NiFi's data model of 1.12 knows them (nifi-registry 0.7.0): later versions read it too, and
 * 1.12 to 1.14 refuse a field that they do not know. Property keys are those of NiFi 1; NiFi 2 renames them itself.
 */
export interface FlowProcessor extends SnapshotComponent {
  readonly identifier: FlowProcessorId
  readonly name: string
  readonly comments: string
  readonly position: Position
  readonly executionNode: 'ALL' | 'PRIMARY'
  readonly schedulingPeriod: string
  readonly concurrentlySchedulableTaskCount: number
  readonly properties: Readonly<Record<string, string>>
  readonly propertyDescriptors: Readonly<Record<string, PropertyOf>>
  readonly autoTerminatedRelationships: readonly string[]
}

export interface FlowService extends SnapshotComponent {
  readonly identifier: FlowServiceId
  readonly name: string
  readonly properties: Readonly<Record<string, string>>
  readonly propertyDescriptors: Readonly<Record<string, PropertyOf>>
}

export interface Position {
  readonly x: number
  readonly y: number
}

interface PropertyOf {
  readonly name: string
  readonly displayName: string
  /** NiFi 1.12 knows only from here that the value is the id of a service. */
  readonly identifiesControllerService: boolean
  readonly sensitive: boolean
}

export const groupId = 'cqube-replay'

/** Of no installation: the client fills in what is there. */
const bundle = (artifact: string): Bundle => ({group: 'org.apache.nifi', artifact, version: '0'})

/** Which keys hold a secret is NiFi's decision, and the same in all versions. */
const sensitiveKeys = ['Password', 'Access Key', 'Secret Key']

interface Properties {
  readonly properties: Readonly<Record<string, string>>
  /** Properties that name a service. */
  readonly services?: Readonly<Record<string, FlowServiceId>>
}

function settingsOf({properties, services = {}}: Properties) {
  const all: Readonly<Record<string, string>> = {...properties, ...services}
  const descriptor = (name: string): PropertyOf => ({
    name,
    displayName: name,
    identifiesControllerService: name in services,
    sensitive: sensitiveKeys.includes(name),
  })
  return {
    properties: all,
    propertyDescriptors: Object.fromEntries(Object.keys(all).map((name) => [name, descriptor(name)])),
  }
}

export interface ProcessorOf extends Properties {
  readonly id: FlowProcessorId
  readonly type: string
  readonly artifact: string
  readonly at: Position
  /** What it does, for whoever opens it. */
  readonly says: string
  /** Relationships that end here, since nothing is left to do. */
  readonly ends?: readonly string[]
  /** How long it waits between two tasks; at once if left out. */
  readonly every?: string
  readonly isOnPrimaryNodeOnly?: boolean
  readonly tasks?: number
  /** How long a FlowFile that failed waits before the next processor takes it; NiFi's own 30 s are long for who watches. */
  readonly penalty?: string
}

export const processor = (of: ProcessorOf): FlowProcessor => ({
  identifier: of.id,
  name: flowNames.processors[of.id],
  comments: of.says,
  position: of.at,
  type: of.type,
  bundle: bundle(of.artifact),
  style: {},
  schedulingPeriod: of.every ?? '0 sec',
  schedulingStrategy: 'TIMER_DRIVEN',
  executionNode: of.isOnPrimaryNodeOnly === true ? 'PRIMARY' : 'ALL',
  penaltyDuration: of.penalty ?? '1 sec',
  yieldDuration: '2 sec',
  bulletinLevel: 'WARN',
  runDurationMillis: 0,
  concurrentlySchedulableTaskCount: of.tasks ?? 1,
  ...settingsOf(of),
  autoTerminatedRelationships: of.ends ?? [],
  scheduledState: 'ENABLED',
  componentType: 'PROCESSOR',
  groupIdentifier: groupId,
})

export interface ServiceOf extends Properties {
  readonly id: FlowServiceId
  readonly type: string
  readonly artifact: string
  readonly says: string
  readonly api: {readonly type: string; readonly artifact: string}
}

export const service = (of: ServiceOf): FlowService => ({
  identifier: of.id,
  name: flowNames.services[of.id],
  comments: of.says,
  type: of.type,
  bundle: bundle(of.artifact),
  controllerServiceApis: [{type: of.api.type, bundle: bundle(of.api.artifact)}] satisfies ServiceApi[],
  ...settingsOf(of),
  componentType: 'CONTROLLER_SERVICE',
  groupIdentifier: groupId,
})
