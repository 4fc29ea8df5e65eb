import {randomUUID} from 'node:crypto'
import type {SnapshotComponent} from '../../../src/core/nifi/bundles.ts'

export interface FakeRevision {
  version: number
  clientId: string | undefined
}

/** What all parts of a flow have. `identifier` is the one of the snapshot that they came from. */
export interface FakePart {
  readonly id: string
  readonly identifier: string
  readonly groupId: string
  name: string
  readonly revision: FakeRevision
}

export interface FakeComponent extends FakePart {
  readonly type: string
  bundle: unknown
  properties: Record<string, string>
  /** As the flow gave it. */
  given: SnapshotComponent
  /** Names of the properties that name a service. */
  serviceKeys: readonly string[]
  /** Reads of the list until the validation is done. */
  validatingReads: number
  /** Set by a test: what is wrong with it beside what the fake finds itself. */
  trouble: string[]
}

export interface FakeProcessor extends FakeComponent {
  state: 'RUNNING' | 'STOPPED' | 'DISABLED'
  autoTerminated: readonly string[]
  activeThreads: number
  /** Reads until a thread that was at work when it was stopped ends. */
  stoppingReads: number
  /** The next start of its group leaves it out without a word. */
  isSkipped: boolean
  /** FlowFiles that it passed on; one that asks a database gets an answer whenever it is looked at. */
  passedOn: number
  /** It gets no answer of its database. */
  isMute: boolean
}

export interface FakeService extends FakeComponent {
  state: 'ENABLED' | 'ENABLING' | 'DISABLED' | 'DISABLING'
  apis: unknown
  /** Its start fails, again and again. */
  isBroken: boolean
  /** Reads until ENABLING or DISABLING is over. */
  readsLeft: number
}

export interface FakeFlowFile {
  readonly uuid: string
  readonly size: number
  readonly penalized: boolean
  readonly attributes: Readonly<Record<string, string>>
}

export interface FakeConnection extends FakePart {
  readonly sourceId: string
  readonly destinationId: string
  relationships: readonly string[]
  readonly flowFiles: FakeFlowFile[]
}

export interface FakeGroup extends FakePart {
  readonly parentId: string | null
  comments: string
  contextId: string | null
  isVersioned: boolean
}

export interface FakeParameter {
  readonly name: string
  readonly sensitive: boolean
  value: string | null
  description: string
}

export interface FakeContext {
  readonly id: string
  readonly name: string
  readonly revision: FakeRevision
  readonly parameters: Map<string, FakeParameter>
}

export interface FakeBulletin {
  readonly id: number
  readonly groupId: string
  readonly sourceId: string
  readonly sourceName: string
  readonly level: string
  readonly message: string
}

/** Everything that one NiFi holds. */
export interface Model {
  readonly rootId: string
  readonly groups: Map<string, FakeGroup>
  readonly processors: Map<string, FakeProcessor>
  readonly services: Map<string, FakeService>
  readonly connections: Map<string, FakeConnection>
  readonly contexts: Map<string, FakeContext>
  readonly bulletins: FakeBulletin[]
}

export function newModel(): Model {
  const rootId = randomUUID()
  const root = {
    id: rootId,
    identifier: '',
    groupId: '',
    parentId: null,
    name: 'NiFi Flow',
    comments: '',
    contextId: null,
    isVersioned: false,
    revision: {version: 0, clientId: undefined},
  }
  return {
    rootId,
    groups: new Map([[rootId, root]]),
    processors: new Map(),
    services: new Map(),
    connections: new Map(),
    contexts: new Map(),
    bulletins: [],
  }
}

/** The group and all groups in it, at any depth, itself first. */
export function groupsFrom(model: Model, groupId: string): readonly string[] {
  const below = [...model.groups.values()].filter(({parentId}) => parentId === groupId)
  return [groupId, ...below.flatMap(({id}) => groupsFrom(model, id))]
}

export const within = <T extends FakePart>(parts: Map<string, T>, groupIds: readonly string[]): readonly T[] =>
  [...parts.values()].filter(({groupId}) => groupIds.includes(groupId))

export function addBulletin(model: Model, of: FakePart, level: string, message: string): void {
  const id = model.bulletins.length
  const {id: sourceId, name: sourceName, groupId} = of
  model.bulletins.push({id, groupId, sourceId, sourceName, level, message})
}

/** All that a group can hold beside groups. */
export const partsOf = ({processors, services, connections}: Model): readonly Map<string, FakePart>[] => [
  processors,
  services,
  connections,
]
