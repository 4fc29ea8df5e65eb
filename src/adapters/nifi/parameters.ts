import {isAtLeast} from '../../core/nifi/version.ts'
import {ReplayError} from '../../core/replay-error.ts'
import type {KnownParameter, NifiParameters, NifiServer, Parameter, ParameterContext} from '../../ports/nifi.ts'
import {complete} from './async-request.ts'
import {componentOf, type Client} from './client.ts'
import {queryOf} from './groups.ts'
import {isTrueAt, listAt, partAt, textAt, type Part} from './lenient-json.ts'

const updateMs = 120_000
/** What NiFi shows in place of every sensitive value. */
const mask = '********'

const pathOf = (id: string): string => `/parameter-contexts/${encodeURIComponent(id)}`

export function parametersOf(client: Client, server: NifiServer): NifiParameters {
  async function find(name: string): Promise<ParameterContext | null> {
    const contexts = listAt(await client.get('/flow/parameter-contexts'), 'parameterContexts')
    const found = contexts.find((entity) => textAt(componentOf(entity), 'name') === name)
    return found === undefined ? null : contextOf(found)
  }

  /** NiFi 1.15 fails without the list of the contexts that this one inherits from; earlier ones refuse it. */
  async function inheritance(entity: Part): Promise<Part> {
    const {version} = await server.about()
    if (!isAtLeast(version, 1, 15)) return {}
    const inherited = listAt(componentOf(entity), 'inheritedParameterContexts')
    return {inheritedParameterContexts: inherited.map(referenceOf)}
  }

  async function create(name: string, parameters: readonly Parameter[]): Promise<ParameterContext> {
    const component = {name, parameters: parameters.map(sent), ...(await inheritance({}))}
    return contextOf(await client.post('/parameter-contexts', {revision: client.newRevision, component}))
  }

  /** NiFi stops what uses the parameters, changes them, and starts it again: only such a request does that. */
  async function update(
    contextId: string,
    choose: (known: readonly KnownParameter[]) => readonly Part[],
  ): Promise<boolean> {
    const path = pathOf(contextId)
    const known = contextOf(await client.get(path)).parameters
    if (choose(known).length === 0) return false
    await complete(client, {
      what: 'changing parameters',
      start: () =>
        client.change(path, async (entity, revision) => {
          const parameters = choose(contextOf(entity).parameters)
          const component = {id: contextId, parameters, ...(await inheritance(entity))}
          return client.post(`${path}/update-requests`, {revision, id: contextId, component})
        }),
      path: (id) => `${path}/update-requests/${id}`,
      key: 'request',
      idKey: 'requestId',
      endKey: 'complete',
      withinMs: updateMs,
    })
    return true
  }

  return {
    find,
    create,
    set: (contextId, parameters) =>
      update(contextId, (known) => parameters.filter((parameter) => !isThere(parameter, known)).map(sent)),
    take: async (contextId, names) => {
      // A name alone is NiFi's word for taking a parameter out.
      await update(contextId, (known) =>
        known.filter(({name}) => names.includes(name)).map(({name}) => ({parameter: {name}})),
      )
    },
    remove: async (contextId) => {
      if ((await client.find(pathOf(contextId))) === null) return
      await client.change(pathOf(contextId), (_, revision) =>
        client.delete(`${pathOf(contextId)}?${queryOf(revision)}`),
      )
    },
  }
}

/** A sensitive one never is: its value does not come out. */
const isThere = ({name, value, description}: Parameter, known: readonly KnownParameter[]): boolean => {
  const found = known.find((other) => other.name === name)
  if (found?.value !== value) return false
  return description === undefined || found.description === description
}

function sent({name, value, isSensitive, description}: Parameter): Part {
  if (isSensitive && value === mask)
    throw new ReplayError('BUG', `Parameter ${name}: the mask was given for the secret. Nothing was sent.`)
  return {parameter: {name, value, sensitive: isSensitive, ...(description === undefined ? {} : {description})}}
}

const referenceOf = (entity: unknown): Part => {
  const id = textAt(entity, 'id')
  return {id, component: {id, name: textAt(componentOf(entity), 'name')}}
}

function contextOf(entity: unknown): ParameterContext {
  const component = componentOf(entity)
  return {
    id: textAt(entity, 'id'),
    name: textAt(component, 'name'),
    parameters: listAt(component, 'parameters').map((entry) => parameterOf(partAt(entry, 'parameter'))),
    boundGroupIds: listAt(component, 'boundProcessGroups').map((group) => textAt(group, 'id')),
  }
}

function parameterOf(parameter: Part): KnownParameter {
  const isSensitive = isTrueAt(parameter, 'sensitive')
  const value = parameter['value']
  return {
    name: textAt(parameter, 'name'),
    description: textAt(parameter, 'description'),
    isSensitive,
    isSet: typeof value === 'string',
    value: isSensitive || typeof value !== 'string' ? null : value,
  }
}
