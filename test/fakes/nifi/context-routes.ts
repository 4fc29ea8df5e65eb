import {randomUUID} from 'node:crypto'
import {contextEntity} from './entities.ts'
import type {FakeContext, FakeParameter} from './model.ts'
import {claim, found, Refusal} from './refusal.ts'
import type {Outcome} from './requests.ts'
import {created, ok, queryRevision, type Call, type Reply, type Route} from './routes.ts'

const contextOf = ({model, ids: [id = '']}: Call): FakeContext =>
  found(model.contexts.get(id), `Unable to find Parameter Context with id '${id}'.`)

const entityOf = ({model, profile}: Call, context: FakeContext) =>
  contextEntity(model, context, profile.knowsInheritedContexts)

interface GivenParameter {
  readonly name: string
  readonly sensitive?: boolean | null
  readonly value?: string | null
  readonly description?: string | null
}

const given = ({body}: Call): readonly GivenParameter[] =>
  ((body.component?.['parameters'] ?? []) as readonly {readonly parameter: GivenParameter}[]).map(
    ({parameter}) => parameter,
  )

/** A name alone takes the parameter out; what is absent stays. */
function apply(parameters: Map<string, FakeParameter>, {name, sensitive, value, description}: GivenParameter): void {
  const isNothing = [sensitive, value, description].every((part) => part === undefined || part === null)
  if (isNothing) parameters.delete(name)
  else {
    const old = parameters.get(name)
    parameters.set(name, {
      name,
      sensitive: sensitive ?? old?.sensitive ?? false,
      value: value ?? old?.value ?? null,
      description: description ?? old?.description ?? '',
    })
  }
}

/** NiFi 1.15.0 answers so; later ones do not, and a client that serves all of them sends the list. */
function refuseWithoutInheritance({profile, body}: Call): void {
  if (profile.knowsInheritedContexts && body.component?.['inheritedParameterContexts'] === undefined)
    throw new Refusal(500, 'An unexpected error has occurred. Please check the logs for additional details.')
}

function create(call: Call): Reply {
  const {model, body} = call
  const name = String(body.component?.['name'])
  if ([...model.contexts.values()].some((context) => context.name === name)) {
    throw new Refusal(
      409,
      `Cannot create Parameter Context with name '${name}' because a Parameter Context already exists with that name`,
    )
  }
  refuseWithoutInheritance(call)
  const context: FakeContext = {
    id: randomUUID(),
    name,
    revision: {version: 0, clientId: undefined},
    parameters: new Map(),
  }
  claim(context.revision, context.id, body.revision)
  for (const parameter of given(call)) apply(context.parameters, parameter)
  model.contexts.set(context.id, context)
  return created(entityOf(call, context))
}

const updateAnswer = ({id, isDone, failure}: Outcome) => ({
  request: {
    requestId: id,
    complete: isDone,
    percentCompleted: isDone ? 100 : 0,
    state: isDone ? 'Complete' : 'Stopping Affected Processors',
    updateSteps: [],
    referencingComponents: [],
    ...(failure === null ? {} : {failureReason: failure}),
  },
})

function startUpdate(call: Call): Reply {
  const context = contextOf(call)
  refuseWithoutInheritance(call)
  claim({...context.revision}, context.id, call.body.revision)
  return ok(
    updateAnswer(
      call.requests.start('update', () => {
        for (const parameter of given(call)) apply(context.parameters, parameter)
        context.revision.version += 1
        return context
      }),
    ),
  )
}

function remove(call: Call): Reply {
  const context = contextOf(call)
  claim({...context.revision}, context.id, queryRevision(call.query))
  for (const group of call.model.groups.values()) if (group.contextId === context.id) group.contextId = null
  call.model.contexts.delete(context.id)
  return ok({id: context.id})
}

export const contextRoutes: readonly Route[] = [
  [
    'GET /flow/parameter-contexts',
    (call) =>
      ok({
        parameterContexts: [...call.model.contexts.values()].map((context) => entityOf(call, context)),
        currentTime: '12:00:00 UTC',
      }),
  ],
  ['POST /parameter-contexts', create],
  ['GET /parameter-contexts/:', (call) => ok(entityOf(call, contextOf(call)))],
  ['DELETE /parameter-contexts/:', remove],
  ['POST /parameter-contexts/:/update-requests', startUpdate],
  [
    'GET /parameter-contexts/:/update-requests/:',
    ({requests, ids}) => ok(updateAnswer(requests.look('update', ids[1] ?? ''))),
  ],
  [
    'DELETE /parameter-contexts/:/update-requests/:',
    ({requests, ids}) => ok(updateAnswer(requests.remove('update', ids[1] ?? ''))),
  ],
]
