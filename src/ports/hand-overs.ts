import type {ReplayError} from '../core/replay-error.ts'
import type {DeletionName} from '../core/run/submission.ts'
import type {Epoch} from './epoch.ts'

/** Deletions that NiFi executes, as the ledger knows them: its word counts, whatever NiFi says. */
export interface HandOvers {
  /**
   * From now on NiFi is given the emitted deletions of the run, also those that it was given before and failed in.
   * @throws {ReplayError} LEASE_LOST
   */
  handOver(epoch: Epoch, runId: string): Promise<void>
  progress(deletion: DeletionName): Promise<HandOverProgress>
}

export interface HandOverProgress {
  readonly state: 'SUBMITTED' | 'EMITTED' | 'DONE' | 'VOID'
  /** How often NiFi was given it since it was handed over; 0: nobody has asked. */
  readonly claims: number
  /** The ledger is paused: NiFi is given nothing. */
  readonly isPaused: boolean
  /** What NiFi met last since then. `isFinal`: it would meet it again, and is not given the deletion any more. */
  readonly failure: {readonly error: ReplayError; readonly isFinal: boolean} | null
}
