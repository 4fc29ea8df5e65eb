import {expect, test} from 'vitest'
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
