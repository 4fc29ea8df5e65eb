import type {StartTimes} from './schedule.ts'

/** What a daemon knows of the time before it was started. Moments are ISO 8601 in UTC. */
export interface DaemonState {
  /** Every start that was due up to this moment was made, or told as missed; null before the first daemon. */
  readonly handledUntil: string | null
  /** The last run that was started; `endedAt` null when the process was ended within it. */
  readonly lastTick: {
    readonly startedAt: string
    readonly endedAt: string | null
    readonly exitCode: number | null
  } | null
  /** The last good schedule of the branch; null as long as there was none. */
  readonly startTimes: StartTimes | null
  /** By protected branch, the commit that was acted on last: later ones must descend from it. */
  readonly commits: Readonly<Record<string, string>>
  /** By number of an open pull request, the last commit of it whose plan was written. */
  readonly plannedHeads: Readonly<Record<string, string>>
}

export interface DaemonMemory {
  readonly state: () => DaemonState
  /**
   * Changes the state at once, and on disk in one step.
   * @throws {ReplayError} STATE_NOT_WRITTEN, with the old one on disk; `state` knows the new one all the same
   */
  change(part: Partial<DaemonState>): Promise<void>
}
