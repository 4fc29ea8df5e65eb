import {describe, expect, test} from 'vitest'
import {createStreamLog, type LogOptions} from '../../../../src/adapters/log/stream-log.ts'
import {createFakeClock} from '../../../fakes/clock.ts'

function logged(message: string, options: {isTTY?: boolean; format?: LogOptions['format']} = {}): string {
  let written = ''
  const stream = {isTTY: options.isTTY ?? false, write: (text: string) => (written += text)}
  const clock = createFakeClock('2026-11-24T10:00:00Z')
  const log = createStreamLog({stream, clock, ...(options.format !== undefined && {format: options.format})})

  log.progress(message)
  log.warn(message)

  return written
}

test('people on a terminal read lines', () => {
  expect(logged('Counting 3 tables', {isTTY: true})).toBe('Counting 3 tables\nwarning: Counting 3 tables\n')
})

test('machines read a JSON object a line', () => {
  expect(logged('Counting "3" tables')).toMatchInlineSnapshot(`
    "{"at":"2026-11-24T10:00:00.000Z","level":"progress","message":"Counting \\"3\\" tables"}
    {"at":"2026-11-24T10:00:00.000Z","level":"warning","message":"Counting \\"3\\" tables"}
    "
  `)
})

test('the format that was asked for wins over the terminal', () => {
  expect(logged('Counting', {isTTY: true, format: 'json'})).toBe(logged('Counting'))
  expect(logged('Counting', {format: 'text'})).toBe(logged('Counting', {isTTY: true}))
})

test.each([
  '::error::forged',
  '  ::set-output name=x::y',
  'first\n::error::second',
  'first\r::error::second',
  '\u202e::x',
])('the message %j starts no command of GitHub Actions and stays one line', (hostile) => {
  for (const format of ['text', 'json'] as const) {
    const lines = logged(hostile, {format}).split(/[\r\n]/)

    expect(lines).toHaveLength(3)
    expect(lines.filter((line) => line.trimStart().startsWith('::'))).toEqual([])
  }
})

describe('how far a long work is', () => {
  function work(options: {readonly draws: boolean; readonly isTTY?: boolean}) {
    const written: string[] = []
    const drawn: string[] = []
    const clock = createFakeClock('2026-11-24T10:00:00Z')
    const stream = {
      isTTY: options.isTTY ?? options.draws,
      write: (text: string) => written.push(text),
      ...(options.draws ? {draw: (line: string) => drawn.push(line)} : {}),
    }
    return {log: createStreamLog({stream, clock}), clock, written, drawn}
  }

  test('is a bar on a terminal, drawn ten times a second at most, and gone at the end', () => {
    const {log, clock, drawn, written} = work({draws: true})

    for (let done = 0; done <= 1_000; done += 1) {
      log.advance('Counting rows', done * 12_345, 12_345_000)
      clock.advance(1)
    }

    expect(drawn).toHaveLength(11)
    expect(drawn[0]).toBe('Counting rows: 0 of 1,23,45,000  [------------------------]  0 %')
    expect(drawn[5]).toBe('Counting rows: 61,72,500 of 1,23,45,000  [############------------]  50 %')
    expect(drawn.at(-1)).toBe('')
    expect(written).toEqual([])
  })

  test('is a count where nobody knows how much there is', () => {
    const {log, drawn} = work({draws: true})

    log.advance('Lines', 250_000, null)

    expect(drawn).toEqual(['Lines: 2,50,000'])
  })

  test('is a JSON line every five seconds elsewhere, and nothing of a work that is over before', () => {
    const {log, clock, written} = work({draws: false})

    log.advance('Short', 0, 2)
    log.advance('Short', 1, 2)
    for (let done = 0; done <= 12; done += 1) {
      log.advance('Deletions', done, 13)
      clock.advance(1_000)
    }

    expect(written.join('')).toMatchInlineSnapshot(`
      "{"at":"2026-11-24T10:00:05.000Z","level":"progress","message":"Deletions: 5 of 13","work":"Deletions","done":5,"total":13}
      {"at":"2026-11-24T10:00:10.000Z","level":"progress","message":"Deletions: 10 of 13","work":"Deletions","done":10,"total":13}
      "
    `)
  })

  test('is a plain line where a terminal cannot erase', () => {
    const {log, clock, written} = work({draws: false, isTTY: true})

    log.advance('Deletions', 0, 3)
    clock.advance(5_000)
    log.advance('Deletions', 1, 3)

    expect(written).toEqual(['Deletions: 1 of 3\n'])
  })
})
