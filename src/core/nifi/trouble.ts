import {errorCatalogue} from '../error-catalogue.ts'
import type {FlowFacts, SeenProcessor, SeenService} from './flow-facts.ts'
import {flowNames} from './flow-names.ts'
import {bulletinTroubles, listOf, queueTroubles, quoted, spanOf} from './trouble-words.ts'

/** NiFi asks every two seconds: who has not asked after that has not asked at all. */
const unaskedAfterMs = 15_000
/** A deletion of a few rows takes less; a large one is no trouble, and may be meant to take longer. */
const longAtWorkMs = 60_000

/**
 * What is wrong with our flow, or may be, in full sentences that say what to do. What stops everything comes first; what
 * only follows from something that was said already is left out.
 */
export function troublesOf(facts: FlowFacts): readonly string[] {
  if (facts.failure !== null || facts.groups !== 1) return flowTroubles(facts)
  const own = flowTroubles(facts)
  return [...own, ...awaitedTroubles(facts, own.length > 0), ...queueTroubles(facts), ...bulletinTroubles(facts)]
}

/** Of these, what keeps the flow from running as it should; empty as well for one that was not looked at. */
export function flowTroubles(facts: FlowFacts): readonly string[] {
  const {failure, group, groups} = facts
  if (failure !== null) return [`${failure.message} ${errorCatalogue[failure.code].fix}`]
  const nodes = nodeTroubles(facts)
  if (groups === 0) return [...nodes, `NiFi has no process group "${group}". ${errorCatalogue.NIFI_FLOW_MISSING.fix}`]
  if (groups !== null && groups > 1) {
    return [
      ...nodes,
      `NiFi has ${groups} process groups "${group}", and nobody can tell which of them is ours. Give the others another name.`,
    ]
  }
  const {ask} = flowNames.processors
  if (groups === 1 && facts.processors.every(({name}) => name !== ask)) {
    return [
      ...nodes,
      `The process group "${group}" has no processor "${ask}": it is empty, another flow, or this user may not see what is in it. Install the flow with \`cqube-replay nifi install\`, or give the user the right to view it.`,
    ]
  }
  const services = facts.services.flatMap(serviceTrouble)
  const hasServiceTrouble = services.length > 0
  return [
    ...nodes,
    ...services,
    ...processorTroubles(facts, hasServiceTrouble),
    ...skippedTroubles(facts, hasServiceTrouble),
  ]
}

function nodeTroubles({cluster}: FlowFacts): readonly string[] {
  if (cluster === null || cluster.connected === cluster.total) return []
  return [
    `Only ${cluster.connected} of the ${cluster.total} nodes of NiFi's cluster are connected. NiFi lets nobody change a flow meanwhile, and what a lost node held in its queues waits there: bring it back.`,
  ]
}

function serviceTrouble({name, state, validation, problems}: SeenService): readonly string[] {
  if (state === 'ENABLED' || validation === 'VALIDATING') return []
  const service = `The controller service "${name}"`
  if (problems.length > 0) {
    return [
      `${service} is invalid: ${listOf(problems)}. Correct it in NiFi, or what it is given by \`cqube-replay nifi install\`, which can be run again.`,
    ]
  }
  if (state === 'ENABLING') {
    return [
      `${service} is ENABLING and does not come further: NiFi tries to start it again and again, and fails. A bulletin says why; often the JDBC driver is not where the parameters say. Correct that by \`cqube-replay nifi install\`, and NiFi goes on by itself.`,
    ]
  }
  return [`${service} is ${state}: enable it in NiFi, or run \`cqube-replay nifi install\` again.`]
}

/** A service that is not there makes invalid all that name it. */
const isOfService = (problem: string): boolean => /controller service/i.test(problem)

const ownProblems = ({problems}: SeenProcessor, hasServiceTrouble: boolean): readonly string[] =>
  hasServiceTrouble ? problems.filter((problem) => !isOfService(problem)) : problems

function processorTroubles({group, processors, notStarted}: FlowFacts, hasServiceTrouble: boolean): readonly string[] {
  const invalid = processors.flatMap((processor) => {
    const problems = ownProblems(processor, hasServiceTrouble)
    return problems.length === 0
      ? []
      : [
          `The processor "${processor.name}" is invalid and does not run: ${listOf(problems)}. Correct it in NiFi, or run \`cqube-replay nifi install\` again.`,
        ]
  })
  const still = processors.filter(
    ({name, state, problems}) =>
      problems.length === 0 && !isGoing(state) && notStarted.every((left) => left.name !== name),
  )
  return [...invalid, ...stillTroubles(group, still, processors.length)]
}

const isGoing = (state: string): boolean => ['RUNNING', 'STARTING', 'RUN_ONCE'].includes(state)

function stillTroubles(group: string, still: readonly SeenProcessor[], all: number): readonly string[] {
  if (still.length === 0) return []
  if (still.length === all) {
    return [
      `The flow is stopped: start the process group "${group}" in NiFi, or let each run do it (\`nifi.trigger: run\`).`,
    ]
  }
  const disabled = still.filter(({state}) => state === 'DISABLED')
  const stopped = still.filter(({state}) => state !== 'DISABLED')
  const told = (which: readonly SeenProcessor[], [one, several]: readonly [string, string], fix: string) =>
    which.length === 0
      ? []
      : [`Of the flow ${quoted(which.map(({name}) => name))} ${which.length === 1 ? one : several}: ${fix}.`]
  return [
    ...told(stopped, ['does not run', 'do not run'], `start the process group "${group}" in NiFi`),
    ...told(disabled, ['is disabled', 'are disabled'], 'enable and start what is disabled in NiFi'),
  ]
}

/** Only those of which nothing else was said. */
function skippedTroubles({notStarted, processors, services}: FlowFacts, hasServiceTrouble: boolean): readonly string[] {
  const told = (name: string): boolean =>
    services.some((service) => service.name === name) ||
    processors.some(
      (processor) => processor.name === name && (processor.problems.length > 0 || isGoing(processor.state)),
    )
  return notStarted
    .filter(({name, why}) => !told(name) && !(hasServiceTrouble && isOfService(why)))
    .map(({name, why}) => `NiFi did not start "${name}": ${quoted([why])}. Start it in NiFi, which may say more.`)
}

/** @param isExplained something was said that keeps the flow from asking */
function awaitedTroubles({awaited, bulletins}: FlowFacts, isExplained: boolean): readonly string[] {
  if (awaited === null) return []
  const {claims, goingMs, atWorkMs} = awaited
  const {ask, deleteRows} = flowNames.processors
  if (claims === 0 && goingMs >= unaskedAfterMs && !isExplained) {
    const unasked = `The flow runs, and for ${spanOf(goingMs)} it has not asked the ledger for this deletion`
    if (bulletins.some(({source}) => source === ask)) return [`${unasked}: NiFi says why below.`]
    return [
      `${unasked}; nothing seems wrong with it. See in NiFi whether "${ask}" works, and whether its database is the one that the runner uses.`,
    ]
  }
  const lock =
    atWorkMs < longAtWorkMs
      ? []
      : [
          `"${deleteRows}" has been at work for ${spanOf(atWorkMs)}: millions of rows take that long; else it waits for a lock, whose holder pg_stat_activity shows.`,
        ]
  const again =
    claims < 2
      ? []
      : [
          `NiFi was given the deletion ${claims} times, and it has not ended: NiFi lost it on its way, failed, or is still at it.`,
        ]
  return [...lock, ...again]
}
