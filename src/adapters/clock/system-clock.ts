import {setTimeout as wait} from 'node:timers/promises'
import type {Clock} from '../../ports.ts'

/** The clock of this machine. Leases and journals use the database's instead. */
export const systemClock: Clock = {
  now: () => new Date(),
  sleep: async (ms, signal) => {
    try {
      await wait(ms, undefined, signal && {signal})
    } catch (error) {
      if (signal?.aborted !== true) throw error
    }
  },
  every: (ms, act) => {
    const timer = setInterval(act, ms)
    timer.unref()
    return () => {
      clearInterval(timer)
    }
  },
}
