import {databaseError} from '../../src/adapters/postgres/database-error.ts'
import {ReplayError} from '../../src/core/replay-error.ts'
import type {DeletionName} from '../../src/core/run/submission.ts'
import type {HandOverProgress, HandOvers} from '../../src/ports/hand-overs.ts'

export interface FakeHandOvers extends HandOvers {
  /** Who holds the lease. */
  readonly epoch: number
  /** One that is emitted. */
  add(deletion: DeletionName): void
  /** As NiFi does. @returns what it is given now */
  ask(): readonly DeletionName[]
  /** What NiFi met, with PostgreSQL's SQLSTATE or the code `NIFI`. */
  fail(deletion: DeletionName, code: string, text: string): void
  end(deletion: DeletionName, state: 'DONE' | 'VOID'): void
  /** As `pause` and `resume` do. */
  pause(isPaused: boolean): void
  /** What the next questions of the runner meet. */
  readonly outages: ReplayError[]
}

interface Known {
  readonly name: DeletionName
  state: HandOverProgress['state']
  isHandedOver: boolean
  isClaimed: boolean
  claims: number
  failure: HandOverProgress['failure']
}

const isFinal = (code: string): boolean => /^(CQ|22|23|42|P0|0A)[0-9A-Z]{3}$/.test(code)
const keyOf = ({runId, documentNo, dataSource}: DeletionName): string => `${runId} ${documentNo} ${dataSource}`

export function createFakeHandOvers(epoch = 1): FakeHandOvers {
  const known = new Map<string, Known>()
  const outages: ReplayError[] = []
  let isPaused = false
  const of = (name: DeletionName): Known => {
    const found = known.get(keyOf(name))
    if (found === undefined) throw new ReplayError('BUG', `No deletion ${keyOf(name)}.`)
    return found
  }
  return {
    epoch,
    outages,
    add: (name) => {
      known.set(keyOf(name), {
        name,
        state: 'EMITTED',
        isHandedOver: false,
        isClaimed: false,
        claims: 0,
        failure: null,
      })
    },
    ask: () => {
      const due = [...known.values()].filter(
        ({state, isHandedOver, isClaimed}) => state === 'EMITTED' && isHandedOver && !isClaimed && !isPaused,
      )
      for (const each of due) {
        each.isClaimed = true
        each.claims += 1
      }
      return due.map(({name}) => name)
    },
    fail: (name, code, text) => {
      const error = code === 'NIFI' ? new ReplayError('NIFI_FAILED', text) : databaseError({code, message: text})
      of(name).failure = {error, isFinal: isFinal(code)}
    },
    pause: (to) => {
      isPaused = to
    },
    end: (name, state) => {
      of(name).state = state
    },
    handOver: async (byEpoch, runId) => {
      if (byEpoch !== epoch) throw new ReplayError('LEASE_LOST', 'The lease was taken over.')
      for (const each of known.values()) {
        if (each.name.runId !== runId || each.state !== 'EMITTED') continue
        Object.assign(each, {isHandedOver: true, isClaimed: false, claims: 0, failure: null})
      }
    },
    progress: async (name) => {
      const outage = outages.shift()
      if (outage !== undefined) throw outage
      const {state, claims, failure} = of(name)
      return {state, claims, isPaused, failure}
    },
  }
}
