import type {Surroundings} from '../compose.ts'

export interface TerminalStream {
  /** Whether people look at it. */
  readonly isTTY?: boolean
  /** Characters of a line, where it is a terminal. */
  readonly columns?: number
  write(text: string): unknown
  /** Shows a line in place of the one it showed before, cut at the edge; empty: none. Absent where nothing can be erased. */
  draw?(line: string): void
}

/** What a command may use of the process that it runs in. */
export interface Terminal {
  readonly directory: string
  readonly environment: Surroundings['environment']
  /** Results only. */
  readonly stdout: TerminalStream
  /** Whoever answers questions, if it is a terminal. */
  readonly stdin: NodeJS.ReadableStream & {readonly isTTY?: boolean}
  /** Progress and failures. */
  readonly stderr: TerminalStream
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
