import {expect} from 'vitest'
import type {InstalledFlow} from '../../support/nifi-site.ts'
import type {Deletions} from './deletions.ts'

/** How long something may take that takes a few seconds. */
export const within = {timeout: 120_000, interval: 50}

/** One NiFi with our flow, and one ledger. */
export interface FlowWorld {
  readonly deletions: Deletions
  readonly flow: InstalledFlow
  /** Whether this NiFi is the one that also gets what takes long. */
  readonly isFirst: boolean
  /** Waits until so many deletions of a run are done, and tells how long that took. */
  done(runId: string, count: number): Promise<void>
}

/** @param parts not there before the tests begin */
export function flowWorld(
  parts: () => {readonly deletions: Deletions; readonly flow: InstalledFlow},
  {version, isFirst}: {readonly version: string; readonly isFirst: boolean},
): FlowWorld {
  return {
    isFirst,
    get deletions() {
      return parts().deletions
    },
    get flow() {
      return parts().flow
    },
    done: async (runId, count) => {
      const from = performance.now()
      await expect.poll(() => parts().deletions.inState(runId, 'DONE'), {...within, timeout: 240_000}).toBe(count)
      const took = Math.round(performance.now() - from)
      process.stderr.write(`${version}: ${count} done ${took} ms after it was handed over.
`)
    },
  }
}
