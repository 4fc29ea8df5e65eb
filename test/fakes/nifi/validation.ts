import {addBulletin, type FakeComponent, type FakeProcessor, type FakeService, type Model} from './model.ts'

/** Relationships of the types that are used here; of others, those that something becomes of. */
const relationships: Readonly<Record<string, readonly string[]>> = {
  GenerateFlowFile: ['success'],
  UpdateAttribute: ['success'],
  ExecuteSQL: ['success', 'failure'],
  EvaluateJsonPath: ['matched', 'unmatched', 'failure'],
  FetchFile: ['success', 'failure', 'not.found', 'permission.denied'],
  FetchS3Object: ['success', 'failure'],
}

export const shortType = (type: string): string => type.split('.').at(-1) ?? type

function problemsOf(model: Model, component: FakeComponent): readonly string[] {
  const services = component.serviceKeys.flatMap((key) => {
    const id = component.properties[key]
    const service = id === undefined ? undefined : model.services.get(id)
    if (service === undefined || service.state === 'ENABLED') return []
    return [`'${key}' validated against '${id}' is invalid because Controller Service with ID ${id} is disabled`]
  })
  return [...component.trouble, ...services]
}

export function processorProblems(model: Model, processor: FakeProcessor): readonly string[] {
  const taken = [...model.connections.values()]
    .filter(({sourceId}) => sourceId === processor.id)
    .flatMap((connection) => connection.relationships)
  const open = (relationships[shortType(processor.type)] ?? []).filter(
    (name) => !taken.includes(name) && !processor.autoTerminated.includes(name),
  )
  const unconnected = open.map(
    (name) =>
      `'Relationship ${name}' is invalid because Relationship '${name}' is not connected to any component and is not auto-terminated`,
  )
  return [...unconnected, ...problemsOf(model, processor)]
}

/** As the two lists of NiFi say it; each reading brings a validation nearer to its end. */
export function validated(component: FakeComponent, problems: readonly string[]) {
  if (component.validatingReads > 0) {
    component.validatingReads -= 1
    return {validationStatus: 'VALIDATING'}
  }
  return problems.length === 0 ? {validationStatus: 'VALID'} : {validationStatus: 'INVALID', validationErrors: problems}
}

export const isValid = (component: FakeComponent, problems: readonly string[]): boolean =>
  component.validatingReads === 0 && problems.length === 0

export const serviceProblems = (model: Model, service: FakeService): readonly string[] => problemsOf(model, service)

/** Brings a service nearer to the state that it is on its way to. */
export function advance(model: Model, service: FakeService): void {
  if (service.readsLeft > 0) service.readsLeft -= 1
  else if (service.state === 'DISABLING') service.state = 'DISABLED'
  else if (service.state === 'ENABLING') {
    if (!isValid(service, serviceProblems(model, service))) return
    if (!service.isBroken) service.state = 'ENABLED'
    else addBulletin(model, service, 'ERROR', failedStart(service))
  }
}

const failedStart = ({id, type, identifier, groupId}: FakeService): string =>
  `StandardControllerServiceNode[service=${shortType(type)}[id=${id}], versionedComponentId=${identifier}, ` +
  `processGroup=StandardProcessGroup[identifier=${groupId},name=x], active=true] Failed to invoke @OnEnabled method ` +
  `due to org.apache.nifi.reporting.InitializationException: Can't load Database Driver: Can't load Database Driver`
