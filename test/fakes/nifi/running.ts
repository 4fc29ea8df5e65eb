import {randomUUID} from 'node:crypto'
import {groupsFrom, within, type FakeProcessor, type Model} from './model.ts'
import type {Profile} from './profile.ts'
import {Refusal} from './refusal.ts'
import {isValid, processorProblems, serviceProblems, shortType} from './validation.ts'

/** All that can be started is, but for what this NiFi leaves out without a word. */
export function scheduleGroup(model: Model, profile: Profile, groupId: string, state: unknown): void {
  const processors = within(model.processors, groupsFrom(model, groupId))
  if (state === 'STOPPED') for (const processor of processors) stop(processor)
  else if (state === 'RUNNING') {
    for (const processor of processors) {
      const isReady = isValid(processor, processorProblems(model, processor))
      const isTaken = isReady || (profile.startsValidating && processor.validatingReads > 0)
      if (processor.isSkipped) processor.isSkipped = false
      else if (processor.state === 'STOPPED' && processor.activeThreads === 0 && isTaken) start(model, processor)
    }
  } else throw new Refusal(400, 'The scheduled must be one of [RUNNING, STOPPED, ENABLED, DISABLED].')
}

function stop(processor: FakeProcessor): void {
  if (processor.state !== 'RUNNING') return
  processor.state = 'STOPPED'
  processor.stoppingReads = processor.activeThreads > 0 ? 2 : 0
  bump(processor)
}

function start(model: Model, processor: FakeProcessor): void {
  processor.state = 'RUNNING'
  bump(processor)
  work(model, processor)
}

const bump = ({revision}: FakeProcessor): void => {
  revision.version += 1
  revision.clientId = undefined
}

/** A start at once makes one round of work: GenerateFlowFile makes one FlowFile, UpdateAttribute takes what waits for it. */
function work(model: Model, processor: FakeProcessor): void {
  const connections = [...model.connections.values()]
  if (shortType(processor.type) === 'GenerateFlowFile') {
    processor.passedOn += 1
    for (const {flowFiles} of connections.filter(({sourceId}) => sourceId === processor.id))
      flowFiles.push(generated(model, processor))
  }
  for (const {destinationId, flowFiles} of connections) {
    const destination = model.processors.get(destinationId)
    const takes = destination?.state === 'RUNNING' && shortType(destination.type) === 'UpdateAttribute'
    if (takes) flowFiles.splice(0)
  }
}

function generated(model: Model, {properties, groupId}: FakeProcessor) {
  const contextId = model.groups.get(groupId)?.contextId ?? ''
  const parameters = model.contexts.get(contextId)?.parameters
  const text = (properties['generate-ff-custom-text'] ?? '').replaceAll(
    /#\{([^}]+)\}/g,
    (_, name: string) => parameters?.get(name)?.value ?? '',
  )
  const uuid = randomUUID()
  const own = Object.entries(properties).filter(([key]) => /^[a-z]+$/.test(key))
  return {
    uuid,
    size: Buffer.byteLength(text),
    penalized: false,
    attributes: {...Object.fromEntries(own), filename: uuid, path: './', uuid},
  }
}

export function setRunState(model: Model, profile: Profile, processor: FakeProcessor, state: unknown): void {
  const {id} = processor
  if (state === 'RUN_ONCE' && !profile.knowsRunOnce)
    throw new Refusal(400, "The desired state 'RUN_ONCE' is not supported.")
  if (state === 'RUNNING' || state === 'RUN_ONCE') {
    if (processor.state === 'RUNNING' || processor.activeThreads > 0) {
      const current = processor.state === 'RUNNING' ? 'RUNNING' : 'STOPPING'
      throw new Refusal(409, `${id} cannot be started because it is not stopped. Current state is ${current}`)
    }
    if (processor.validatingReads > 0)
      throw new Refusal(409, `Cannot start ${id} because validation is still being performed`)
    start(model, processor)
    if (state === 'RUN_ONCE') stop(processor)
  } else if (state === 'STOPPED') {
    if (processor.state === 'DISABLED') processor.state = 'STOPPED'
    stop(processor)
  } else if (state === 'DISABLED') processor.state = 'DISABLED'
  else throw new Refusal(400, `The desired state '${String(state)}' is not supported.`)
}

export function setServices(model: Model, profile: Profile, groupId: string, state: unknown): void {
  for (const service of within(model.services, groupsFrom(model, groupId))) {
    if (state === 'ENABLED') {
      const isTaken = profile.enablesInvalid || isValid(service, serviceProblems(model, service))
      if (service.state === 'DISABLED' && isTaken) setService(model, service.id, 'ENABLED')
    } else if (service.state === 'ENABLED' || service.state === 'ENABLING') setService(model, service.id, 'DISABLED')
  }
}

export function setService(model: Model, id: string, state: unknown): void {
  const service = model.services.get(id)
  if (service === undefined) return
  if (state === 'ENABLED') {
    if (service.state !== 'DISABLED') throw new Refusal(409, `${id} cannot be enabled because it is not disabled`)
    Object.assign(service, {state: 'ENABLING', readsLeft: 1})
  } else if (state === 'DISABLED') {
    const user = [...model.processors.values()].find(
      ({state: own, serviceKeys, properties}) => own === 'RUNNING' && serviceKeys.some((key) => properties[key] === id),
    )
    if (user !== undefined)
      throw new Refusal(
        409,
        `${id} cannot be disabled because it is referenced by 1 components that are currently running: [${user.id}]`,
      )
    // One whose start fails sees only at its next attempt that it is to end.
    Object.assign(service, {state: 'DISABLING', readsLeft: service.isBroken ? 3 : 1})
  } else throw new Refusal(400, `The desired state '${String(state)}' is not supported.`)
  service.revision.version += 1
}

/** @throws {Refusal} with what keeps the group, in NiFi's words */
export function refuseRemoval(model: Model, groupId: string): void {
  const all = groupsFrom(model, groupId)
  const running = within(model.processors, all).find(
    ({state, activeThreads}) => state === 'RUNNING' || activeThreads > 0,
  )
  if (running !== undefined) throw new Refusal(409, `${running.id} is running`)
  const full = within(model.connections, all).find(({flowFiles}) => flowFiles.length > 0)
  if (full !== undefined) throw new Refusal(409, `Queue not empty for ${full.id}`)
  const service = within(model.services, all).find(({state}) => state !== 'DISABLED')
  if (service !== undefined)
    throw new Refusal(409, `Controller Service ${service.id} cannot be deleted because it is not disabled`)
}
