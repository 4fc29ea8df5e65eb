import type {Surroundings} from '../compose.ts'

/** What a command may use of the process that it runs in. */
export interface Terminal {
  readonly directory: string
  readonly environment: Surroundings['environment']
  /** Results only. */
  readonly stdout: {write(text: string): unknown}
  /** Progress and failures. */
  readonly stderr: {readonly isTTY?: boolean; write(text: string): unknown}
  /** Host and process, for people. */
  readonly runner: string
  /** Who pauses and resumes, for people. */
  readonly person: string
  /** Calls `act` whenever the user or the system asks the process to end; it does not end by itself any more. */
  readonly onSignal: (act: () => void) => void
  readonly exitAtOnce: (code: number) => void
}

/** Options that every command knows. */
export interface GlobalOptions {
  readonly json?: true
  readonly directory?: string
}

/** One object, of a version that only grows, so that scripts can rely on it. */
export const jsonText = (command: string, content: Readonly<Record<string, unknown>>): string =>
  `${JSON.stringify({version: 1, command, ...content}, null, 2)}\n`
