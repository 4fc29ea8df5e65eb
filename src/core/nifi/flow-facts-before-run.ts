import type {FlowFacts} from './flow-facts.ts'

/**
 * The same facts as if a run had started the flow: between two runs it is stopped, and nothing is wrong with that. What
 * is disabled by hand, or invalid, stays so. A service that is off makes invalid what names it.
 */
export function asARunFindsIt(facts: FlowFacts): FlowFacts {
  const {services, processors} = facts
  const isOff = services.some(({state}) => state === 'DISABLED')
  const isAllStopped = processors.every(({state}) => state === 'STOPPED' || state === 'DISABLED')
  if (!isAllStopped) return facts
  return {
    ...facts,
    services: services.map((service) =>
      service.state === 'DISABLED' && service.problems.length === 0 ? {...service, state: 'ENABLED'} : service,
    ),
    processors: processors.map((processor) => ({
      ...processor,
      state: processor.state === 'STOPPED' ? 'RUNNING' : processor.state,
      problems: isOff ? processor.problems.filter((problem) => !isOfDisabledService(problem)) : processor.problems,
    })),
  }
}

const isOfDisabledService = (problem: string): boolean =>
  /controller service.* is (disabled|not enabled)/i.test(problem)
