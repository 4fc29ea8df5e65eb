import type {Clock, Log} from '../../ports.ts'

export interface LogStream {
  readonly isTTY?: boolean
  write(text: string): unknown
}

export interface LogOptions {
  /** Standard error: standard output belongs to results. */
  readonly stream: LogStream
  readonly clock: Clock
  /** Absent: lines for people on a terminal, JSON elsewhere. */
  readonly format?: 'text' | 'json'
}

/**
 * One line stays one line, and none begins with `::`, which GitHub Actions takes for a command: a message may quote a
 * file name or what a server said.
 */
const oneLine = (message: string): string =>
  message
    .replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (c) => `\\u${(c.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`)
    .replace(/^(\s*)::/, '$1: :')

/** A line a message: `{"at":…,"level":…,"message":…}`, or text. Nothing in it is needed to understand a result. */
export function createStreamLog({stream, clock, format}: LogOptions): Log {
  const chosen = format ?? (stream.isTTY === true ? 'text' : 'json')
  const write = (level: 'progress' | 'warning', message: string): void => {
    const text = `${level === 'warning' ? 'warning: ' : ''}${oneLine(message)}`
    const line = chosen === 'text' ? text : JSON.stringify({at: clock.now().toISOString(), level, message})
    stream.write(`${line}\n`)
  }
  return {
    progress: (message) => {
      write('progress', message)
    },
    warn: (message) => {
      write('warning', message)
    },
    advance: () => undefined,
  }
}
