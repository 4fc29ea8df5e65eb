import {within, type FakeComponent, type FakeGroup, type Model} from './model.ts'

/** A group as a versioned flow, in the words of whoever installed it: a real NiFi adds every default. */
export const exportFlow = (model: Model, group: FakeGroup) => ({
  flowContents: contentsOf(model, group),
  externalControllerServices: {},
  parameterContexts: {},
  flowEncodingVersion: '1.0',
})

const contentsOf = (model: Model, group: FakeGroup): Record<string, unknown> => ({
  identifier: group.identifier,
  name: group.name,
  comments: group.comments,
  processors: within(model.processors, [group.id]).map((part) => componentOf(model, part)),
  controllerServices: within(model.services, [group.id]).map((part) => componentOf(model, part)),
  connections: within(model.connections, [group.id]).map(({identifier, name, relationships}) => ({
    identifier,
    name,
    selectedRelationships: relationships,
  })),
  processGroups: [...model.groups.values()]
    .filter(({parentId}) => parentId === group.id)
    .map((inner) => contentsOf(model, inner)),
})

/** Services are named by the identifiers of the flow again. Descriptors are left out: NiFi 2 renames what they describe. */
function componentOf(model: Model, {given, name, properties, serviceKeys}: FakeComponent) {
  const rest = Object.fromEntries(Object.entries(given).filter(([key]) => key !== 'propertyDescriptors'))
  const identified = Object.entries(properties).map(([key, value]) =>
    serviceKeys.includes(key) ? [key, model.services.get(value)?.identifier ?? value] : [key, value],
  )
  return {...rest, name, properties: Object.fromEntries(identified) as Record<string, string>}
}
