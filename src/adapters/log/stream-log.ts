import type {Clock, Log} from '../../ports.ts'
import {everyMs, isOver, progressBar, progressWords, type WorkProgress} from './work-progress.ts'

export interface LogStream {
  readonly isTTY?: boolean
  write(text: string): unknown
  /** Shows a line in place of the one it showed before; empty: none. Absent where nothing can be erased. */
  draw?(line: string): void
}

export interface LogOptions {
  /** Standard error: standard output belongs to results. */
  readonly stream: LogStream
  readonly clock: Clock
  /** Absent: lines for people on a terminal, JSON elsewhere. */
  readonly format?: 'text' | 'json'
  /** Marks the word `warning` for people, such as by a colour. */
  readonly mark?: (word: string) => string
  /** What every JSON line holds beside its message, at that moment. */
  readonly fields?: () => Readonly<Record<string, string>>
}

/** A bar is drawn ten times a second at most. Lines stay, so they come more seldom, and not at all of short works. */
const drawEveryMs = 100
const lineEveryMs = 5_000

/**
 * One line stays one line, and none begins with `::`, which GitHub Actions takes for a command: a message may quote a
 * file name or what a server said.
 */
const oneLine = (message: string): string =>
  message
    .replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (c) => `\\u${(c.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`)
    .replace(/^(\s*)::/, '$1: :')

/** A line a message: `{"at":…,"level":…,"message":…}`, or text. Nothing in it is needed to understand a result. */
export function createStreamLog(options: LogOptions): Log {
  const {stream, clock, format, mark = (word: string) => word, fields = () => ({})} = options
  const chosen = format ?? (stream.isTTY === true ? 'text' : 'json')
  const write = (level: 'progress' | 'warning', message: string, more: Partial<WorkProgress> = {}): void => {
    const text = `${level === 'warning' ? `${mark('warning:')} ` : ''}${oneLine(message)}`
    const json = {at: clock.now().toISOString(), level, message, ...fields(), ...more}
    stream.write(`${chosen === 'text' ? text : JSON.stringify(json)}\n`)
  }
  const draw = chosen === 'text' && stream.draw !== undefined ? (line: string) => stream.draw?.(line) : null
  const isDue = draw === null ? everyMs(lineEveryMs, clock, false) : everyMs(drawEveryMs, clock, true)
  return {
    progress: (message) => {
      write('progress', message)
    },
    warn: (message) => {
      write('warning', message)
    },
    advance: (work, done, total) => {
      const progress = {work: oneLine(work), done, total}
      if (draw !== null && isOver(progress)) draw('')
      else if (!isDue(work)) return
      else if (draw !== null) draw(progressBar(progress))
      else write('progress', progressWords(progress), progress)
    },
  }
}
