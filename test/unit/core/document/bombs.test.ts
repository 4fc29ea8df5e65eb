import {describe, expect, it, test} from 'vitest'
import {maxBytes} from '../../../../src/core/document/limits.ts'
import {readRequest} from '../../../../src/core/request/read-request.ts'
import {readText} from './reading.ts'

const context = {today: '2026-11-24', addedSources: {}}

const fill = (piece: string, before = '', after = ''): string =>
  before + piece.repeat(Math.floor((maxBytes - before.length - after.length) / piece.length)) + after
const keys = (count: number, separator: string): string =>
  Array.from({length: count}, (_, index) => `k${index}: 1`).join(separator)

const complex = 'FILE_TOO_COMPLEX'
const deep = 'FILE_TOO_DEEP'

/** Each is at most 256 KiB. Too much is refused before anything is parsed, whatever else is wrong with it. */
const bombs: readonly [string, string, string][] = [
  ['803 bytes of flow maps as keys (11 s by the library alone)', `${'{'.repeat(267)}${'}: 1'.repeat(134)}`, deep],
  ['flow maps', fill('{'), complex],
  ['flow maps that are closed', '{'.repeat(100_000) + '}'.repeat(100_000), complex],
  ['flow sequences', fill('['), complex],
  ['flow maps in sequences', fill('[{a: '), complex],
  ['explicit keys', fill('? '), complex],
  ['explicit keys in flow maps', fill('{? '), complex],
  ['sequences on one line', fill('- '), complex],
  ['block maps, one deeper each line', Array.from({length: 600}, (_, n) => `${' '.repeat(n)}a:`).join('\n'), deep],
  ['50,000 keys in one flow map (14 s)', `{${keys(20_000, ',')}}`, complex],
  ['keys in one block map', keys(20_000, '\n'), complex],
  ['empty items', fill('-\n'), complex],
  ['empty sequences', fill('[],', '['), complex],
  ['closing brackets', fill(']'), complex],
  ['closing braces in a sequence', fill('}', '['), complex],
  ['blank lines', fill('\n'), complex],
  ['comments', fill('#\n'), complex],
  ['comments in a sequence', fill('#\n', '['), complex],
  ['empty block scalars', fill('a: |\n x\n'), complex],
  ['billion laughs', laughs(), 'YAML_ALIAS'],
  ['aliases', fill('- *a\n', '- &a x\n'), complex],
  ['anchors', fill('&a\n'), complex],
  ['tags', fill('! '), complex],
  ['directives', fill('%YAML 1.2\n'), 'YAML_DIRECTIVE'],
  ['documents', fill('---\n'), complex],
  ['an open quote', fill('a\n ', '"'), 'YAML_SYNTAX'],
  ['one key of 256 KiB', fill('k', '', ': 1'), 'YAML_SYNTAX'],
]

/** As many of the same as are taken apart to the end; the code is the first that stops the reading. */
const withinLimits: readonly [string, string, string][] = [
  ['flow maps', '{'.repeat(19_000), deep],
  ['flow maps that are closed', '{'.repeat(10_000) + '}'.repeat(10_000), deep],
  ['flow sequences', '['.repeat(19_000), deep],
  ['flow maps in sequences', '[{a: '.repeat(6000), deep],
  ['explicit keys', '? '.repeat(20_000), deep],
  ['explicit keys in flow maps', '{? '.repeat(15_000), deep],
  ['sequences on one line', '- '.repeat(20_000), deep],
  ['keys in one block map', keys(8000, '\n'), 'REQUEST_KEY_UNKNOWN'],
  ['keys in one flow map', `{${keys(8000, ',')}}`, 'REQUEST_KEY_UNKNOWN'],
  ['aliases', `- &a x\n${'- *a\n'.repeat(14_000)}`, 'YAML_ALIAS'],
  ['anchors', '&a\n'.repeat(19_000), 'YAML_ALIAS'],
  ['tags', '! '.repeat(19_000), 'YAML_TAG'],
  ['documents', '---\n'.repeat(15_000), 'YAML_SEVERAL_DOCUMENTS'],
]

function laughs(): string {
  const level = (name: string, of: string): string =>
    `${name}: &${name} [${Array.from({length: 9}, () => of).join(', ')}]`
  return [
    'a: &a lol',
    ...Array.from('bcdefghi').map((name, index) => level(name, `*${'abcdefgh'.charAt(index)}`)),
  ].join('\n')
}

const jsonBombs: readonly [string, string, string][] = [
  ['lists', fill('['), deep],
  ['objects', fill('{"a":'), deep],
  ['values', fill('1,', '['), complex],
  ['keys written twice', fill('"a":1,', '{', '"b":1}'), 'KEY_TWICE'],
  ['a text without an end', fill('a', '"'), 'JSON_SYNTAX'],
  ['escapes without an end', fill('\\u0041', '"'), 'JSON_SYNTAX'],
  ['a number', fill('1'), 'JSON_NUMBER_INEXACT'],
  ['blanks', fill(' '), 'JSON_SYNTAX'],
]

describe('a bomb', () => {
  test.each(bombs)('of YAML is refused: %s', (_, text, code) => {
    expect(text.length).toBeLessThanOrEqual(maxBytes)
    expect(readText(text).problems.map((problem) => problem.code)).toContain(code)
  })

  test.each(withinLimits)('of YAML that is just not too large is refused: %s', (_, text, code) => {
    const {problems} = readRequest(Buffer.from(text), 'a.yaml', context)

    expect(problems.map((problem) => problem.code)).toContain(code)
  })

  test.each(jsonBombs)('of JSON is refused: %s', (_, text, code) => {
    expect(readText(text, 'a.json').problems.map((problem) => problem.code)).toContain(code)
  })

  it('whose keys are as long as the file and repeated costs no more', () => {
    const text = `{"${'k'.repeat(200_000)}": {${'"a": 1, '.repeat(5000)}"b": 1}}`

    const {problems} = readText(text, 'a.json')

    expect(problems).toHaveLength(101)
    expect(problems.at(-1)?.code).toBe('MORE_PROBLEMS')
  })

  /** Below 250 ms on an idle machine. The bound is of processor time and generous: it tells linear from quadratic. */
  it('takes less than a second of the processor', () => {
    const all = [
      ...[...bombs, ...withinLimits].map(([name, text]) => ({name, text, file: 'a.yaml'})),
      ...jsonBombs.map(([name, text]) => ({name, text, file: 'a.json'})),
    ]

    const timed = all.map(({name, text, file}) => ({name, ms: Math.min(cost(text, file), cost(text, file))}))

    const slowest = timed.reduce((a, b) => (b.ms > a.ms ? b : a))
    process.stdout.write(`slowest of ${timed.length} bombs: ${slowest.name}, ${slowest.ms.toFixed(0)} ms\n`)
    expect(slowest.ms).toBeLessThan(1000)
  })
})

function cost(text: string, file: string): number {
  const before = process.cpuUsage()
  readRequest(Buffer.from(text), file, context)
  const {user, system} = process.cpuUsage(before)
  return (user + system) / 1000
}
