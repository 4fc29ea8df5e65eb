import {join} from 'node:path'

/** What the demo plays on: a folder, a PostgreSQL server, a remote and a checkout of its own. */
export interface DemoSite {
  readonly paths: DemoPaths
  readonly connectionString: string
  /** Null: it lies in a temporary folder that `close` removes. */
  readonly dataDirectory: string | null
  /** Several statements when there are no values for them. */
  readonly query: (sql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>
  /** Of the checkout. */
  readonly files: DemoFiles
  /** What stands for cQube's buckets. */
  readonly emission: DemoFiles
  readonly outputs: DemoFiles
  readonly repository: {
    /** Commits all files of the checkout and pushes them. @returns the commit */
    readonly push: (message: string) => Promise<string>
    /** A file as a branch of the remote holds it. */
    readonly read: (branch: string, path: string) => Promise<string | null>
  }
  /** Ends the server; nothing is left but the folder. */
  readonly close: () => Promise<void>
}

/** Text files of a folder; paths are relative to it. */
export interface DemoFiles {
  readonly write: (path: string, text: string) => Promise<void>
  readonly read: (path: string) => Promise<string>
  readonly rename: (from: string, to: string) => Promise<void>
  /** Paths that begin with the prefix, sorted. */
  readonly list: (prefix: string) => Promise<readonly string[]>
}

/** Absolute. */
export interface DemoPaths {
  readonly folder: string
  readonly checkout: string
  readonly remote: string
  readonly emission: string
  readonly outputs: string
}

export const demoPaths = (folder: string): DemoPaths => ({
  folder,
  checkout: join(folder, 'checkout'),
  remote: join(folder, 'remote.git'),
  emission: join(folder, 'emission'),
  outputs: join(folder, 'outputs'),
})

/** The program's commands, as a user calls them in the checkout. Each writes what it always writes and gives its exit code. */
export interface DemoCommands {
  readonly migrate: () => Promise<number>
  readonly validate: (path: string) => Promise<number>
  readonly planWrite: () => Promise<number>
  readonly run: () => Promise<number>
  readonly status: () => Promise<number>
  readonly explain: (runId: string) => Promise<number>
}
