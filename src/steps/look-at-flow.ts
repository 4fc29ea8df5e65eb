import {nothingSeen, type FlowFacts} from '../core/nifi/flow-facts.ts'
import {ReplayError} from '../core/replay-error.ts'
import type {Nifi} from '../ports/nifi.ts'

/** What NiFi shows of the flow now. What NiFi refuses, and that it is away, are facts as well. */
export async function lookAtFlow(nifi: Nifi, group: string): Promise<FlowFacts> {
  let seen = nothingSeen(group)
  try {
    const {cluster} = await nifi.server.about()
    seen = {...seen, cluster}
    const groups = await nifi.groups.find(group)
    seen = {...seen, groups: groups.length}
    const [found] = groups
    if (found === undefined || groups.length > 1) return seen
    const {processors, queues} = await nifi.watch.health(found.id)
    seen = {...seen, processors, queues, services: await nifi.services.list(found.id)}
    return {...seen, bulletins: await nifi.watch.bulletins(found.id)}
  } catch (error) {
    if (error instanceof ReplayError) return {...seen, failure: error}
    throw error
  }
}
