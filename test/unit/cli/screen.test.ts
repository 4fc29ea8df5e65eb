import {describe, expect, it} from 'vitest'
import {onOneScreen} from '../../../src/cli/screen.ts'
import type {Terminal} from '../../../src/cli/terminal.ts'

/** What is left on the screen: a carriage return and the sequence that erases begin the last line anew. */
const seen = (written: string): string => written.replaceAll(/[^\n]*\r\x1b\[2K/g, '')

function screen(options: {readonly isTTY?: boolean; readonly term?: string; readonly columns?: number} = {}) {
  const {isTTY = true, term = 'xterm', columns = 80} = options
  let written = ''
  const stream = {isTTY, columns, write: (text: string) => (written += text)}
  const terminal = onOneScreen({
    stdout: stream,
    stderr: stream,
    environment: {TERM: term},
  } as unknown as Terminal)
  return {...terminal, written: () => written}
}

describe('the line at the end of the screen', () => {
  it('is drawn in place, and nothing is left of it', () => {
    const {stderr, written} = screen()

    stderr.draw?.('1 of 3')
    stderr.draw?.('2 of 3')
    const between = seen(written())
    stderr.draw?.('')

    expect(between).toBe('2 of 3')
    expect(seen(written())).toBe('')
  })

  it('makes room for whatever is written, on either stream, and comes back below', () => {
    const {stdout, stderr, written} = screen()

    stderr.draw?.('1 of 3')
    stderr.write('warning: slow\n')
    stdout.write('result\n')
    const between = seen(written())
    stderr.draw?.('')

    expect(between).toBe('warning: slow\nresult\n1 of 3')
    expect(seen(written())).toBe('warning: slow\nresult\n')
  })

  it('gives way for good to a line that is not ended, such as a question', () => {
    const {stdout, stderr, written} = screen()

    stderr.draw?.('1 of 3')
    stdout.write('Go on? ')
    stdout.write('yes\n')

    expect(seen(written())).toBe('Go on? yes\n')
  })

  it('is cut at the edge, so that it stays one line', () => {
    const {stderr, written} = screen({columns: 10})

    stderr.draw?.('Counting tables: 12 of 40')

    expect(written()).toBe('Counting ')
  })

  it.each([{isTTY: false}, {term: 'dumb'}])('is none where nothing can be erased: %j', (options) => {
    const {stderr, stdout, written} = screen(options)

    stdout.write('result\n')

    expect('draw' in stderr).toBe(false)
    expect(written()).toBe('result\n')
  })
})
