import type {Left, Nifi, NifiGroup} from '../ports/nifi.ts'

/** A process group that may be started for a while, and is then put back into the state that it had. */
export interface BorrowedGroup {
  readonly group: NifiGroup
  /** Starts what does not run, services first. @returns what still does not, and why */
  start(withinMs: number): Promise<readonly Left[]>
  /** Stops what it started and nothing else. @returns what still runs, and why */
  putBack(withinMs: number): Promise<readonly Left[]>
}

/** What did not run before the first start. */
interface Before {
  readonly stopped: readonly string[]
  readonly isAllStopped: boolean
  readonly isAllDisabled: boolean
}

export function borrowedGroup({watch, services, flow}: Nifi, group: NifiGroup): BorrowedGroup {
  const {id} = group
  let before: Before | null = null

  const start = async (withinMs: number): Promise<readonly Left[]> => {
    const [{processors}, serviceStates] = [await watch.health(id), await services.list(id)]
    const able = processors.filter(({state}) => state !== 'DISABLED')
    const stopped = able.filter(({state}) => state === 'STOPPED').map((processor) => processor.id)
    before ??= {
      stopped,
      isAllStopped: stopped.length === able.length,
      isAllDisabled: serviceStates.every(({state}) => state === 'DISABLED'),
    }
    const leftServices = serviceStates.some(({state}) => state !== 'ENABLED') ? await services.enable(id, withinMs) : []
    const isGoing = stopped.length === 0 && able.every(({validation}) => validation === 'VALID')
    return [...leftServices, ...(isGoing ? [] : await flow.start(id, withinMs))]
  }

  const putBack = async (withinMs: number): Promise<readonly Left[]> => {
    if (before === null || before.stopped.length === 0) return []
    const {stopped, isAllStopped, isAllDisabled} = before
    if (!isAllStopped) {
      for (const processorId of stopped) await flow.run(processorId, 'STOPPED')
      before = null
      return []
    }
    const left = await flow.stop(id, withinMs)
    // What still runs holds on to its services.
    const kept = isAllDisabled && left.length === 0 ? await services.disable(id, withinMs) : []
    before = null
    return [...left, ...kept]
  }

  return {group, start, putBack}
}
