import type {DaemonMemory, DaemonState} from '../../src/ports/daemon-memory.ts'

export function createFakeDaemonMemory(state: Partial<DaemonState> = {}): DaemonMemory {
  let known: DaemonState = {
    handledUntil: null,
    lastTick: null,
    startTimes: null,
    commits: {},
    plannedHeads: {},
    ...state,
  }
  return {
    state: () => known,
    change: async (part) => {
      known = {...known, ...part}
    },
  }
}
