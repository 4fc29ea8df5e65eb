import type {BucketPlace, CreatorFacts, PutProbe} from '../core/emission/conditional-put.ts'

/** What the ledger remembers of servers: whether they hold the condition of a put. */
export interface PutProbes {
  /** The latest of this bucket; null: nobody has tried. */
  latest(place: BucketPlace): Promise<PutProbe | null>
  /** Earlier ones stay, for people. Needs no lease. */
  record(place: BucketPlace, creators: CreatorFacts, programVersion: string): Promise<void>
}

/** The S3 server behind an emission store. */
export interface EmissionServer {
  readonly place: BucketPlace
  readonly probes: PutProbes
  /**
   * Lets many writers create the same new key at once, again and again, and removes what they wrote.
   * @throws {ReplayError} EMISSION_FAILED when the server did not answer them
   */
  creators(): Promise<CreatorFacts>
}
