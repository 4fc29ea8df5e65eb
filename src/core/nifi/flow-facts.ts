import type {ReplayError} from '../replay-error.ts'

/** What NiFi shows of our flow at one moment, and what a run knows beside it. */
export interface FlowFacts {
  /** Name of the process group, as the settings say. */
  readonly group: string
  /** Why NiFi could not be asked; null: it was. What it was asked for later is empty or null. */
  readonly failure: ReplayError | null
  /** Null: NiFi stands alone, or was not asked. */
  readonly cluster: {readonly connected: number; readonly total: number} | null
  /** Groups of that name; one is right. Null: not asked. */
  readonly groups: number | null
  readonly processors: readonly SeenProcessor[]
  readonly services: readonly SeenService[]
  readonly queues: readonly SeenQueue[]
  /** Oldest first. */
  readonly bulletins: readonly SeenBulletin[]
  /** What a start of the flow left behind, and why in NiFi's words. */
  readonly notStarted: readonly {readonly name: string; readonly why: string}[]
  /** The deletion that is waited for; null: nobody waits. */
  readonly awaited: AwaitedDeletion | null
}

/** As NiFi's port has them; states are NiFi's own words. */
export interface SeenProcessor {
  readonly id: string
  readonly name: string
  readonly state: string
  readonly validation: string
  readonly problems: readonly string[]
  readonly activeThreads: number
}

export interface SeenService {
  readonly id: string
  readonly name: string
  readonly state: string
  readonly validation: string
  readonly problems: readonly string[]
}

export interface SeenQueue {
  readonly name: string
  readonly queued: number
}

export interface SeenBulletin {
  readonly level: string
  readonly source: string
  readonly sourceId: string
  readonly message: string
  readonly at: string
}

export interface AwaitedDeletion {
  /** How often NiFi was given it. */
  readonly claims: number
  /** How long the flow has been running with nothing wrong, as far as it was looked at. */
  readonly goingMs: number
  /** How long the processor that deletes has been at work without a pause, as far as it was looked at; 0: it is not. */
  readonly atWorkMs: number
}

/** Of a NiFi that was not asked, or could not be. */
export const nothingSeen = (group: string): FlowFacts => ({
  group,
  failure: null,
  cluster: null,
  groups: null,
  processors: [],
  services: [],
  queues: [],
  bulletins: [],
  notStarted: [],
  awaited: null,
})
