import {exitCodes} from '../core/error-catalogue.ts'
import {ReplayError} from '../core/replay-error.ts'
import type {RunPoint} from '../core/run/run-points.ts'
import type {Surroundings} from '../compose.ts'
import type {Clock, Points} from '../ports.ts'

/**
 * Where a run may stop: between two acts, with what is done written down. Not while a deletion of the
 * runner's own is on its way, not inside a push, and not between two acts that follow in an instant.
 */
const stopPoints: ReadonlySet<RunPoint> = new Set([
  'fetched',
  'lease-taken',
  'open-runs-read',
  'files-settled',
  'planned',
  'before-start',
  'submitted',
  'before-emission',
  'document-recorded',
  'emitted',
  'before-deletions',
  'before-deletion',
  'deletion-awaited',
  'deletion-done',
  'deletions-done',
  'before-recount',
  'recounted',
  'loading-awaited',
  'verified',
  'report-built',
] satisfies RunPoint[])

export interface Stop extends Points {
  /** Is given with the first signal. */
  readonly signal: AbortSignal
}

/** What an entry lets be done to its process. */
export interface StoppableProcess {
  readonly stderr: {write(text: string): unknown}
  /** Calls `act` whenever the user or the system asks the process to end; it does not end by itself any more. */
  readonly onSignal: (act: () => void) => void
  readonly exitAtOnce: (code: number) => void
}

const stopping = 'Stopping after the current act; the next run goes on from there. Once more ends at once.'

/**
 * The first signal stops the run at its next point, the second one ends the process as a crash would.
 * @param tell says that the first one came
 */
export function stopOnSignal(
  process: StoppableProcess,
  tell: () => void = () => process.stderr.write(`${stopping}\n`),
): Stop {
  let signals = 0
  const abort = new AbortController()
  process.onSignal(() => {
    signals += 1
    if (signals > 1) {
      process.exitAtOnce(exitCodes.stopped)
      return
    }
    tell()
    abort.abort()
  })
  return {
    signal: abort.signal,
    reach: (point) => {
      if (signals === 0 || !stopPoints.has(point)) return
      throw new ReplayError(
        'STOPPED',
        `A signal stopped the runner (at point ${point}); what was done is in the ledger, and nothing is half done.`,
      )
    },
  }
}

/** The same surroundings for work that a signal stops. */
export const stoppable = (surroundings: Surroundings, stop: Stop): Surroundings => ({
  ...surroundings,
  points: stop,
  clock: wakenBy(surroundings.clock, stop.signal),
})

/**
 * The first signal ends the sleep that it meets, so that the next point is reached at once. Those after it are of acts
 * that end what was begun, and take their time; one with a signal of its own goes by that.
 */
const wakenBy = (clock: Clock, waking: AbortSignal): Clock => ({
  ...clock,
  sleep: (ms, signal) => clock.sleep(ms, signal ?? (waking.aborted ? undefined : waking)),
})
