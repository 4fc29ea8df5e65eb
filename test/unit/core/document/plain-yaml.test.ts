import {readdirSync, readFileSync} from 'node:fs'
import fc from 'fast-check'
import {Lexer} from 'yaml'
import {describe, expect, it} from 'vitest'
import {readPlainYaml} from '../../../../src/core/document/plain-yaml.ts'
import {problemList} from '../../../../src/core/document/problem-list.ts'
import {placesIn} from '../../../../src/core/document/spot.ts'
import {readParsedYaml} from '../../../../src/core/document/yaml-document.ts'

const plain = (text: string) => readPlainYaml([...new Lexer().lex(text)])

/** By the parser of the library, always. */
function parsed(text: string) {
  const placeAt = placesIn('a.yaml', text)
  const problems = problemList(placeAt)
  const read = readParsedYaml(text, [...new Lexer().lex(text)], problems, placeAt)
  return {read, problems: problems.all().map(({code, place}) => `${code} ${place.line}:${place.column}`)}
}

/** Where it reads a text, it reads what the parser reads, with the same places. @returns whether it read it */
function agrees(text: string): boolean {
  const read = plain(text)
  if (read === null) return false
  expect(parsed(text), JSON.stringify(text)).toEqual({read, problems: []})
  return true
}

const indents = fc.constantFrom('', '', '  ', '  ', '    ', '    ', '   ', '\t')
const keys = fc.constantFrom('a', 'b', 'c', 'd', '"e"', "'f'", 'g h', '-i', '__proto__', '01', '#j', 'k:l', '')
const scalars = fc.constantFrom(
  'x',
  '01',
  'NO',
  '"q"',
  "'q'",
  '"a\\n"',
  "'it''s'",
  'a b',
  'a: b',
  'a #b',
  'a#b',
  '-',
  '- x',
  '?',
  '&a',
  '*a',
  '!t',
  '|',
  '>',
  '%',
  '@',
  '`',
  '[1, 2]',
  '[ 01 ,"2",]',
  '[]',
  '{}',
  '[,]',
  '{a: 1}',
  '{a: 1, b: [x]}',
  '{a}',
  '{a:1}',
  '{"a":1}',
  '{a: , b: 2}',
  '[a: 1]',
  '[a',
  'a]',
  '{a: 1} x',
  '10:15',
  'http://x',
  '2026-11-24T10:15:00+05:30',
  ',',
  '"',
  "'",
  '"a" b',
  '"a"#b',
  'é',
  '~',
  '<<',
  '---',
  '...',
  '[[1], {a: [b]}]',
  '{a: 1, a: 2}',
)
const separators = fc.constantFrom(': ', ': ', ': ', ': ', ':', ':   ', ' : ', ':\t')
const ends = fc.constantFrom(
  '\n',
  '\n',
  '\n',
  '\n\n',
  '\r\n',
  ' # c\n',
  '# c\n',
  '  \n',
  '\n# c\n',
  '\n  # c\n',
  '',
  '\r',
)
const keyLines = fc
  .tuple(indents, keys, separators, fc.option(scalars, {nil: ''}), ends)
  .map(([indent, key, separator, scalar, end]) => `${indent}${key}${scalar === '' ? ':' : separator + scalar}${end}`)
const itemLines = fc
  .tuple(indents, fc.constantFrom('- ', '- ', '-   ', '-', '-\t', '- - '), scalars, ends)
  .map((parts) => parts.join(''))
const brackets = fc
  .tuple(
    fc.constantFrom('a: ', '  b: ', '- ', '  - '),
    fc.constantFrom('[', '{'),
    fc.array(
      fc.constantFrom(
        'x',
        ' "y"',
        ',',
        ', ',
        '\n',
        '\n ',
        '\n    ',
        ' # c\n  ',
        '#c',
        'k: 1',
        ' [1]',
        '{l: 2}',
        '\n\n  ',
      ),
      {
        maxLength: 9,
      },
    ),
    fc.constantFrom(']', '}', ''),
    ends,
  )
  .map(([before, open, pieces, close, end]) => [before, open, ...pieces, close, end].join(''))
const lines = fc.oneof(
  {weight: 3, arbitrary: keyLines},
  {weight: 1, arbitrary: itemLines},
  {weight: 1, arbitrary: brackets},
)
const texts = fc.array(lines, {minLength: 1, maxLength: 6}).map((each) => each.join(''))

describe('a plain text', () => {
  it('is read as the parser reads it, or left to the parser', () => {
    let read = 0

    const holds = fc.property(texts, (text) => {
      if (agrees(text)) read++
    })
    fc.assert(holds, {numRuns: 30_000})

    // Else the generator makes nothing that is plain, and the property holds of nothing.
    expect(read).toBeGreaterThan(500)
  })

  it.each(readdirSync('replay-requests/examples').filter((name) => name.endsWith('.yaml')))(
    'is what the example %s holds',
    (name) => {
      expect(agrees(readFileSync(`replay-requests/examples/${name}`, 'utf8'))).toBe(true)
    },
  )

  it('may hold brackets that end lines below', () => {
    expect(agrees('a: [1, # one\n    "2",\n\n  3,\n ]\nb:\n  - {c: 1,\n     d: [x]}\n')).toBe(true)
  })

  it.each([
    ['an item of several lines', 'a:\n- b: 1\n  c: 2\n'],
    ['an empty item', 'a:\n-\n- 1\n'],
    ['a list in a list', '- - 1\n'],
    ['a text of several lines', 'a: b\n  c\n'],
    ['a quoted text of several lines', 'a: "b\n  c"\n'],
    ['an escape', 'a: "\\u0041"\n'],
    ['a key twice', 'a: 1\na: 2\n'],
    ['a reserved key', '{constructor: 1}\n'],
    ['an alias', 'a: *b\n'],
    ['a tag', 'a: !!str b\n'],
    ['a mark of a document', '---\na: b\n'],
    ['a line between two indentations', 'a:\n    b: 1\n  c: 2\n'],
    ['a block scalar', 'a: |\n  b\n'],
    ['nothing', '# nothing\n'],
    ['nine levels', `${'{a: '.repeat(9)}1${'}'.repeat(9)}`],
  ])('is not: %s', (_, text) => {
    expect(plain(text)).toBeNull()
  })
})
