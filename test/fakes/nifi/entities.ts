import {
  groupsFrom,
  within,
  type FakeConnection,
  type FakeContext,
  type FakeGroup,
  type FakePart,
  type FakeProcessor,
  type FakeService,
  type Model,
} from './model.ts'
import {processorProblems, serviceProblems, shortType, validated} from './validation.ts'

const permissions = {canRead: true, canWrite: true}

const revisionOf = ({revision}: {readonly revision: FakePart['revision']}) => ({
  ...(revision.clientId === undefined ? {} : {clientId: revision.clientId}),
  version: revision.version,
})

export function groupEntity(model: Model, group: FakeGroup) {
  const context = group.contextId === null ? undefined : model.contexts.get(group.contextId)
  return {
    revision: revisionOf(group),
    id: group.id,
    permissions,
    bulletins: [],
    component: {
      id: group.id,
      ...(group.parentId === null ? {} : {parentGroupId: group.parentId}),
      name: group.name,
      comments: group.comments,
      ...(context === undefined
        ? {}
        : {parameterContext: {id: context.id, component: {id: context.id, name: context.name}}}),
      ...(group.isVersioned ? {versionControlInformation: {groupId: group.id, state: 'UP_TO_DATE'}} : {}),
    },
    status: {id: group.id, name: group.name, aggregateSnapshot: totals(model, group.id)},
  }
}

/** NiFi lists all properties of a type; here, those that have a value. */
export function processorEntity(model: Model, processor: FakeProcessor) {
  if (processor.stoppingReads > 0) processor.stoppingReads -= 1
  if (processor.state !== 'RUNNING' && processor.stoppingReads === 0) processor.activeThreads = 0
  const {activeThreads} = processor
  if (processor.state === 'RUNNING' && shortType(processor.type) === 'ExecuteSQLRecord' && !processor.isMute)
    processor.passedOn += 1
  return {
    revision: revisionOf(processor),
    id: processor.id,
    permissions,
    bulletins: [],
    component: {
      id: processor.id,
      versionedComponentId: processor.identifier,
      parentGroupId: processor.groupId,
      name: processor.name,
      type: processor.type,
      bundle: processor.bundle,
      state: processor.state,
      config: {properties: processor.properties},
      ...validated(processor, processorProblems(model, processor)),
    },
    status: {
      groupId: processor.groupId,
      id: processor.id,
      name: processor.name,
      aggregateSnapshot: {
        id: processor.id,
        activeThreadCount: activeThreads,
        terminatedThreadCount: 0,
        flowFilesOut: processor.passedOn,
      },
    },
  }
}

export const serviceEntity = (model: Model, service: FakeService) => ({
  revision: revisionOf(service),
  id: service.id,
  parentGroupId: service.groupId,
  permissions,
  bulletins: [],
  component: {
    id: service.id,
    versionedComponentId: service.identifier,
    parentGroupId: service.groupId,
    name: service.name,
    type: service.type,
    bundle: service.bundle,
    controllerServiceApis: service.apis,
    state: service.state,
    properties: service.properties,
    ...validated(service, serviceProblems(model, service)),
  },
})

export const contextEntity = (model: Model, context: FakeContext, knowsInherited: boolean) => ({
  revision: revisionOf(context),
  id: context.id,
  permissions,
  component: {
    id: context.id,
    name: context.name,
    parameters: [...context.parameters.values()].map(({name, sensitive, value, description}) => ({
      canWrite: true,
      parameter: {
        name,
        ...(description === '' ? {} : {description}),
        sensitive,
        ...(value === null ? {} : {value: sensitive ? '********' : value}),
        referencingComponents: [],
      },
    })),
    boundProcessGroups: [...model.groups.values()]
      .filter(({contextId}) => contextId === context.id)
      .map((group) => ({
        revision: revisionOf(group),
        id: group.id,
        permissions,
        component: {id: group.id, name: group.name},
      })),
    ...(knowsInherited ? {inheritedParameterContexts: []} : {}),
  },
})

const childrenOf = (model: Model, groupId: string): readonly FakeGroup[] =>
  [...model.groups.values()].filter(({parentId}) => parentId === groupId)

function connectionEntity(model: Model, connection: FakeConnection) {
  const endOf = (id: string) => {
    const processor = model.processors.get(id)
    return {id, type: 'PROCESSOR', groupId: processor?.groupId, name: processor?.name}
  }
  const [source, destination] = [endOf(connection.sourceId), endOf(connection.destinationId)]
  return {
    revision: revisionOf(connection),
    id: connection.id,
    permissions,
    component: {
      id: connection.id,
      versionedComponentId: connection.identifier,
      parentGroupId: connection.groupId,
      source,
      destination,
      name: connection.name,
      selectedRelationships: connection.relationships,
    },
    sourceId: source.id,
    sourceGroupId: source.groupId,
    sourceType: source.type,
    destinationId: destination.id,
    destinationGroupId: destination.groupId,
    destinationType: destination.type,
  }
}

/** What is directly in a group. */
export const flowOf = (model: Model, groupId: string) => ({
  processGroups: childrenOf(model, groupId).map((group) => groupEntity(model, group)),
  remoteProcessGroups: [],
  processors: within(model.processors, [groupId]).map((processor) => processorEntity(model, processor)),
  inputPorts: [],
  outputPorts: [],
  connections: within(model.connections, [groupId]).map((connection) => connectionEntity(model, connection)),
  labels: [],
  funnels: [],
})

/** Of a group with all groups in it, as numbers and as the texts that people are shown. */
function totals(model: Model, groupId: string) {
  const all = groupsFrom(model, groupId)
  const queued = within(model.connections, all).reduce((sum, {flowFiles}) => sum + flowFiles.length, 0)
  const threads = within(model.processors, all).reduce((sum, {activeThreads}) => sum + activeThreads, 0)
  return {
    id: groupId,
    name: model.groups.get(groupId)?.name,
    flowFilesQueued: queued,
    queuedCount: queued.toLocaleString('en-US'),
    activeThreadCount: threads,
    terminatedThreadCount: 0,
  }
}

/** The status of a group with all groups in it. */
export function statusSnapshot(model: Model, groupId: string): Record<string, unknown> {
  return {
    ...totals(model, groupId),
    connectionStatusSnapshots: within(model.connections, [groupId]).map((connection) => ({
      id: connection.id,
      canRead: true,
      connectionStatusSnapshot: connectionSnapshot(model, connection),
    })),
    processorStatusSnapshots: within(model.processors, [groupId]).map(({id, name, type}) => ({
      id,
      canRead: true,
      processorStatusSnapshot: {id, groupId, name, type: shortType(type)},
    })),
    processGroupStatusSnapshots: childrenOf(model, groupId).map(({id}) => ({
      id,
      canRead: true,
      processGroupStatusSnapshot: statusSnapshot(model, id),
    })),
  }
}

const connectionSnapshot = (model: Model, connection: FakeConnection) => ({
  id: connection.id,
  groupId: connection.groupId,
  name: connection.name,
  sourceName: model.processors.get(connection.sourceId)?.name,
  destinationName: model.processors.get(connection.destinationId)?.name,
  flowFilesQueued: connection.flowFiles.length,
  queuedCount: connection.flowFiles.length.toLocaleString('en-US'),
})
