/** The objects that cQube's reports read: the output bucket, or a directory in cQube's local mode. Keys as in the bucket. */
export interface OutputStore {
  /** Keys that begin with the prefix, sorted; what is half-written is no key. */
  list(prefix: string): Promise<readonly string[]>
  read(key: string): Promise<Uint8Array | null>
  /** Puts the object there in one step, whatever was there before. Throws OUTPUT_FAILED, with the old one in place. */
  replace(key: string, bytes: Uint8Array): Promise<void>
  /**
   * Moves an object to a key that is free, or that holds the same bytes from an attempt that was cut short.
   * @returns `missing` when neither key holds anything
   * @throws {ReplayError} OUTPUT_CONFLICT when other bytes are at `to`; OUTPUT_FAILED
   */
  move(from: string, to: string): Promise<'moved' | 'moved before' | 'missing'>
  /** For people: where the object lies. */
  locate(key: string): string
}
