import {randomUUID} from 'node:crypto'
import type {FlowSnapshot} from '../../../src/core/nifi/bundles.ts'
import {flowOf, groupEntity, processorEntity, serviceEntity, statusSnapshot} from './entities.ts'
import {exportFlow} from './export-flow.ts'
import {importFlow} from './import-flow.ts'
import {groupsFrom, partsOf, within, type FakeGroup} from './model.ts'
import {claim, found, Refusal} from './refusal.ts'
import type {Outcome} from './requests.ts'
import {created, ok, queryRevision, type Call, type Route} from './routes.ts'
import {refuseRemoval, scheduleGroup, setRunState, setService, setServices} from './running.ts'
import {advance} from './validation.ts'

function groupOf({model, ids}: Call): FakeGroup {
  const [id = ''] = ids
  return found(model.groups.get(id === 'root' ? model.rootId : id), `Unable to locate group with id '${id}'.`)
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

function createGroup(call: Call) {
  const {model, profile, body} = call
  const parent = groupOf(call)
  const id = randomUUID()
  const {name, comments} = body.component ?? {}
  if (body.revision?.version !== 0)
    throw new Refusal(400, 'A revision of 0 must be specified when creating a new Process group.')
  const group: FakeGroup = {
    id,
    identifier: '',
    groupId: parent.id,
    parentId: parent.id,
    name: textOf(name),
    comments: profile.keepsCommentsOfNewGroup ? textOf(comments) : '',
    contextId: null,
    isVersioned: false,
    revision: {version: 0, clientId: undefined},
  }
  claim(group.revision, id, body.revision)
  model.groups.set(id, group)
  return created(groupEntity(model, group))
}

function changeGroup(call: Call) {
  const {model, body} = call
  const group = groupOf(call)
  const component = body.component ?? {}
  if (component['id'] !== group.id) {
    throw new Refusal(
      400,
      `The process group id (${textOf(component['id']) || 'null'}) in the request body does not equal the process group ` +
        `id of the requested resource (${group.id}).`,
    )
  }
  claim(group.revision, group.id, body.revision)
  if (typeof component['name'] === 'string') group.name = component['name']
  if (typeof component['comments'] === 'string') group.comments = component['comments']
  const context = component['parameterContext'] as {readonly id?: string} | undefined
  if (context?.id !== undefined) {
    found(model.contexts.get(context.id), `Unable to find Parameter Context with id '${context.id}'.`)
    group.contextId = context.id
  }
  return ok(groupEntity(model, group))
}

function removeGroup(call: Call) {
  const {model, query} = call
  const group = groupOf(call)
  claim({...group.revision}, group.id, queryRevision(query))
  refuseRemoval(model, group.id)
  const all = groupsFrom(model, group.id)
  for (const parts of partsOf(model)) for (const {id} of within(parts, all)) parts.delete(id)
  for (const id of all) model.groups.delete(id)
  return ok({id: group.id})
}

const replaceAnswer = (group: FakeGroup, {id, isDone, failure}: Outcome) => ({
  processGroupRevision: {version: group.revision.version},
  request: {
    requestId: id,
    processGroupId: group.id,
    complete: isDone,
    percentCompleted: isDone ? 100 : 0,
    state: isDone ? 'Complete' : 'Stopping Affected Processors',
    ...(failure === null ? {} : {failureReason: `Failed to perform update flow request due to ${failure}`}),
  },
})

function startReplacement(call: Call) {
  const {model, requests, body} = call
  const group = groupOf(call)
  if (group.isVersioned)
    throw new Refusal(409, `Cannot replace flow of Process Group ${group.id} because it is under Version Control.`)
  claim({...group.revision}, group.id, body.processGroupRevision)
  const outcome = requests.start('replace', () => {
    importFlow(model, group, body.versionedFlowSnapshot as FlowSnapshot)
    group.revision.version += 1
    return group
  })
  replaced.set(outcome.id, group)
  return ok(replaceAnswer(group, outcome))
}

/** Which group a replacement is of. */
const replaced = new Map<string, FakeGroup>()

function replacement({requests, ids}: Call, act: 'look' | 'remove') {
  const [id = ''] = ids
  const outcome = requests[act]('replace', id)
  return ok(replaceAnswer(found(replaced.get(id), `Could not find a Request with identifier ${id}`), outcome))
}

function scheduled(call: Call) {
  const {model, profile, body} = call
  const group = groupOf(call)
  if (body.id !== group.id) {
    throw new Refusal(
      400,
      `The process group id (${body.id ?? 'null'}) in the request body does not equal the process group id of ` +
        `the requested resource (${group.id}).`,
    )
  }
  scheduleGroup(model, profile, group.id, body.state)
  // Without components in the request there are none in the answer.
  return ok({id: group.id, state: body.state})
}

function listServices(call: Call) {
  const {model, query} = call
  const group = groupOf(call)
  const ids = query.get('includeDescendantGroups') === 'true' ? groupsFrom(model, group.id) : [group.id]
  const services = within(model.services, ids)
  for (const service of services) advance(model, service)
  return ok({controllerServices: services.map((service) => serviceEntity(model, service)), currentTime: '12:00:00 UTC'})
}

export const groupRoutes: readonly Route[] = [
  ['POST /process-groups/:/process-groups', createGroup],
  ['GET /process-groups/replace-requests/:', (call) => replacement(call, 'look')],
  ['DELETE /process-groups/replace-requests/:', (call) => replacement(call, 'remove')],
  ['GET /process-groups/:', (call) => ok(groupEntity(call.model, groupOf(call)))],
  ['GET /process-groups/:/download', (call) => ok(exportFlow(call.model, groupOf(call)))],
  ['PUT /process-groups/:', changeGroup],
  ['DELETE /process-groups/:', removeGroup],
  ['POST /process-groups/:/replace-requests', startReplacement],
  [
    'GET /process-groups/:/processors',
    (call) => {
      const ids = groupsFrom(call.model, groupOf(call).id)
      return ok({
        processors: within(call.model.processors, ids).map((processor) => processorEntity(call.model, processor)),
      })
    },
  ],
  ['PUT /flow/process-groups/:', scheduled],
  [
    'GET /flow/process-groups/:/status',
    (call) => {
      const {id, name} = groupOf(call)
      return ok({canRead: true, processGroupStatus: {id, name, aggregateSnapshot: statusSnapshot(call.model, id)}})
    },
  ],
  ['GET /flow/process-groups/:/controller-services', listServices],
  [
    'PUT /flow/process-groups/:/controller-services',
    (call) => {
      setServices(call.model, call.profile, groupOf(call).id, call.body.state)
      return ok({id: call.body.id, state: call.body.state})
    },
  ],
  [
    'GET /flow/process-groups/:',
    (call) => {
      const {id, parentId} = groupOf(call)
      const parent = parentId === null ? {} : {parentGroupId: parentId}
      const processGroupFlow = {id, ...parent, flow: flowOf(call.model, id), lastRefreshed: '12:00:00 UTC'}
      return ok({permissions: {canRead: true, canWrite: true}, processGroupFlow})
    },
  ],
  ['GET /processors/:', (call) => ok(processorEntity(call.model, processorOf(call)))],
  [
    'PUT /processors/:/run-status',
    (call) => {
      const processor = processorOf(call)
      claim({...processor.revision}, processor.id, call.body.revision)
      setRunState(call.model, call.profile, processor, call.body.state)
      processor.revision.clientId = textOf(call.body.revision?.clientId)
      return ok(processorEntity(call.model, processor))
    },
  ],
  [
    'GET /controller-services/:',
    (call) => {
      const service = serviceOf(call)
      advance(call.model, service)
      return ok(serviceEntity(call.model, service))
    },
  ],
  [
    'PUT /controller-services/:/run-status',
    (call) => {
      const service = serviceOf(call)
      claim({...service.revision}, service.id, call.body.revision)
      setService(call.model, service.id, call.body.state)
      return ok(serviceEntity(call.model, service))
    },
  ],
]

const processorOf = ({model, ids: [id = '']}: Call) =>
  found(model.processors.get(id), `Unable to find processor with id '${id}'.`)
const serviceOf = ({model, ids: [id = '']}: Call) =>
  found(model.services.get(id), `Unable to locate controller service with id '${id}'.`)
