import {randomUUID} from 'node:crypto'
import type {FlowSnapshot, SnapshotComponent, SnapshotGroup} from '../../../src/core/nifi/bundles.ts'
import {
  groupsFrom,
  partsOf,
  within,
  type FakeComponent,
  type FakeConnection,
  type FakeGroup,
  type FakePart,
  type Model,
} from './model.ts'
import {Refusal} from './refusal.ts'

/** Reads of a list that a new component stays VALIDATING for. */
const validatingReads = 2

interface SnapshotConnection {
  readonly identifier: string
  readonly name: string
  readonly source: {readonly id: string}
  readonly destination: {readonly id: string}
  readonly selectedRelationships: readonly string[]
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
const idOf = (part: SnapshotComponent | SnapshotGroup): string => textOf(part['identifier'])

/** @throws {Refusal} 409 when a connection would go that holds data; nothing was changed then */
export function importFlow(model: Model, group: FakeGroup, snapshot: FlowSnapshot): void {
  const old = groupsFrom(model, group.id)
  refuseLosses(model, old, snapshot.flowContents)
  importContexts(model, snapshot)
  const kept = new Set<string>([group.id])
  importGroup({model, kept, old}, group, snapshot.flowContents)
  for (const parts of partsOf(model)) removeOthers(parts, old, kept)
  for (const id of old) if (!kept.has(id)) model.groups.delete(id)
}

function refuseLosses(model: Model, old: readonly string[], contents: SnapshotGroup): void {
  const proposed = new Set(connectionsIn(contents).map(({identifier}) => identifier))
  const lost = within(model.connections, old).find(
    ({identifier, flowFiles}) => flowFiles.length > 0 && !proposed.has(identifier),
  )
  if (lost === undefined) return
  throw new Refusal(
    409,
    `StandardProcessGroup[identifier=${lost.groupId}] cannot be updated to the proposed flow because the proposed flow ` +
      `does not contain a match for Connection[ID=${lost.id}] and the connection currently has data in the queue.`,
  )
}

const ownConnections = (group: SnapshotGroup): readonly SnapshotConnection[] =>
  (group['connections'] ?? []) as readonly SnapshotConnection[]
const connectionsIn = (group: SnapshotGroup): readonly SnapshotConnection[] => [
  ...ownConnections(group),
  ...group.processGroups.flatMap(connectionsIn),
]

interface Import {
  readonly model: Model
  /** Ids that the snapshot speaks of. */
  readonly kept: Set<string>
  /** Groups that were there before. */
  readonly old: readonly string[]
}

/** A context that is there keeps its values, and is given those that it lacks. */
function importContexts(model: Model, snapshot: FlowSnapshot): void {
  const contexts = (snapshot['parameterContexts'] ?? {}) as Record<
    string,
    {readonly parameters: readonly {name: string; sensitive: boolean; value: string | null; description: string}[]}
  >
  for (const [name, {parameters}] of Object.entries(contexts)) {
    const found = [...model.contexts.values()].find((context) => context.name === name)
    const context = found ?? {
      id: randomUUID(),
      name,
      revision: {version: 0, clientId: undefined},
      parameters: new Map<string, (typeof parameters)[number]>(),
    }
    model.contexts.set(context.id, context)
    for (const parameter of parameters)
      if (!context.parameters.has(parameter.name)) context.parameters.set(parameter.name, {...parameter})
  }
}

function importGroup(work: Import, group: FakeGroup, contents: SnapshotGroup): void {
  const {model, kept} = work
  group.name = contents.name
  group.comments = textOf(contents['comments'])
  const contextName = textOf(contents['parameterContextName'])
  if (contextName !== '')
    group.contextId = [...model.contexts.values()].find(({name}) => name === contextName)?.id ?? null
  for (const component of contents.controllerServices) importService(work, group.id, component)
  for (const component of contents.processors) importProcessor(work, group.id, component)
  for (const connection of ownConnections(contents)) importConnection(work, group.id, connection)
  for (const inner of contents.processGroups) {
    const part = identify(work, work.model.groups, group.id, idOf(inner), inner.name)
    const child = work.model.groups.get(part.id) ?? {
      ...part,
      parentId: group.id,
      comments: '',
      contextId: null,
      isVersioned: false,
    }
    work.model.groups.set(child.id, child)
    kept.add(child.id)
    importGroup(work, child, inner)
  }
}

/** The part that came from the same identifier before, or a new one. */
function identify<T extends FakePart>(
  {model, kept, old}: Import,
  parts: Map<string, T>,
  groupId: string,
  identifier: string,
  name: string,
): FakePart {
  const groups = [...new Set([...old, ...groupsFrom(model, groupId)])]
  const found = within(parts, groups).find((part) => part.identifier === identifier)
  if (found !== undefined) found.name = name
  const part = found ?? {id: randomUUID(), identifier, groupId, name, revision: {version: 0, clientId: undefined}}
  kept.add(part.id)
  return part
}

/** Properties of a snapshot name services by their identifier, those of a flow by their id. */
function configured({model}: Import, part: FakePart, component: SnapshotComponent): FakeComponent {
  const descriptors = (component['propertyDescriptors'] ?? {}) as Record<
    string,
    {readonly identifiesControllerService?: boolean}
  >
  const given = (component['properties'] ?? {}) as Record<string, string>
  const serviceKeys = Object.keys(given).filter((key) => descriptors[key]?.identifiesControllerService === true)
  const serviceId = (identifier: string | undefined): string =>
    [...model.services.values()].findLast((service) => service.identifier === identifier)?.id ?? identifier ?? ''
  const properties = Object.fromEntries(
    Object.entries(given).map(([key, value]) => [key, serviceKeys.includes(key) ? serviceId(value) : value]),
  )
  return {
    ...part,
    type: component.type,
    bundle: component.bundle,
    properties,
    given: component,
    serviceKeys,
    validatingReads,
    trouble: [],
  }
}

const isSame = (old: FakeComponent, next: FakeComponent): boolean =>
  JSON.stringify([old.properties, old.bundle]) === JSON.stringify([next.properties, next.bundle])

function importProcessor(work: Import, groupId: string, component: SnapshotComponent): void {
  const part = identify(work, work.model.processors, groupId, idOf(component), textOf(component['name']))
  const next = configured(work, part, component)
  const autoTerminated = (component['autoTerminatedRelationships'] ?? []) as readonly string[]
  const old = work.model.processors.get(part.id)
  if (old !== undefined) {
    if (!isSame(old, next)) Object.assign(old, {properties: next.properties, bundle: next.bundle, validatingReads})
    Object.assign(old, {autoTerminated, given: component})
    return
  }
  const state = component['scheduledState'] === 'DISABLED' ? 'DISABLED' : 'STOPPED'
  const rest = {
    autoTerminated,
    activeThreads: 0,
    stoppingReads: 0,
    isSkipped: false,
    passedOn: 0,
    isMute: false,
  } as const
  work.model.processors.set(part.id, {...next, ...rest, state})
}

function importService(work: Import, groupId: string, component: SnapshotComponent): void {
  const part = identify(work, work.model.services, groupId, idOf(component), textOf(component['name']))
  const next = configured(work, part, component)
  const old = work.model.services.get(part.id)
  if (old !== undefined) {
    if (!isSame(old, next)) Object.assign(old, {properties: next.properties, bundle: next.bundle, validatingReads})
    old.given = component
    return
  }
  // Of the contract suite: a driver that is nowhere.
  const isBroken = next.properties['Database Driver Class Name'] === 'org.example.NoDriver'
  const apis = component.controllerServiceApis ?? []
  work.model.services.set(part.id, {...next, apis, isBroken, state: 'DISABLED', readsLeft: 0})
}

function importConnection(work: Import, groupId: string, connection: SnapshotConnection): void {
  const part = identify(work, work.model.connections, groupId, connection.identifier, connection.name)
  const endOf = (identifier: string): string =>
    [...work.model.processors.values()].findLast(
      (processor) => processor.identifier === identifier && work.kept.has(processor.id),
    )?.id ?? identifier
  const old: FakeConnection | undefined = work.model.connections.get(part.id)
  work.model.connections.set(part.id, {
    ...part,
    sourceId: endOf(connection.source.id),
    destinationId: endOf(connection.destination.id),
    relationships: connection.selectedRelationships,
    flowFiles: old?.flowFiles ?? [],
  })
}

function removeOthers(parts: Map<string, FakePart>, old: readonly string[], kept: Set<string>): void {
  for (const {id} of within(parts, old)) if (!kept.has(id)) parts.delete(id)
}
