/** What loads files into cQube's tables beside the runner, and does so only while it is let: process groups of NiFi. */
export interface LoadingGroups {
  /**
   * @returns a full sentence in place of a group that cannot be told, or is not there
   * @throws {ReplayError} what the port of NiFi throws
   */
  open(name: string): Promise<LoadingGroup | string>
}

export interface LoadingGroup {
  readonly name: string
  /** Starts what does not run. @returns full sentences about what still does not */
  start(): Promise<readonly string[]>
  look(): Promise<LoadingWork>
  /** Stops what `start` started, and nothing else. @returns full sentences about what still runs */
  putBack(): Promise<readonly string[]>
}

export interface LoadingWork {
  readonly queued: number
  readonly activeThreads: number
  /** Names of the connections in which something waits. */
  readonly queues: readonly string[]
}
