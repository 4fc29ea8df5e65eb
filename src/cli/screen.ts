import type {Terminal, TerminalStream} from './terminal.ts'

const eraseLine = '\r\x1b[2K'
const usualColumns = 80

/**
 * The two streams of one screen, with a line at its end that is drawn anew in place. Whatever is written to either stream
 * takes the place of that line, which comes back below it. Where standard error is no terminal that can erase, nothing is
 * changed, and there is nothing to draw on.
 */
export function onOneScreen(terminal: Terminal): Terminal {
  const {stdout, stderr, environment} = terminal
  if (stderr.isTTY !== true || environment['TERM'] === 'dumb') return terminal
  let line = ''
  const show = (): void => {
    // One column less: a full line moves the cursor to the next one.
    if (line !== '') stderr.write(line.slice(0, (stderr.columns ?? usualColumns) - 1))
  }
  const hide = (): void => {
    if (line !== '') stderr.write(eraseLine)
  }
  const above = (stream: TerminalStream): TerminalStream => ({
    ...(stream.isTTY === undefined ? {} : {isTTY: stream.isTTY}),
    get columns() {
      return stream.columns ?? usualColumns
    },
    write: (text) => {
      hide()
      const written = stream.write(text)
      // Half a line is to be ended by its writer.
      if (text.endsWith('\n')) show()
      else line = ''
      return written
    },
  })
  const draw = (next: string): void => {
    hide()
    line = next
    show()
  }
  // Not spread: that would take the width once, and a window may change its size.
  return {...terminal, stdout: above(stdout), stderr: Object.assign(above(stderr), {draw})}
}
