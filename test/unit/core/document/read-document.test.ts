import {describe, expect, it, test} from 'vitest'
import {problemText} from '../../../../src/core/problem-text.ts'
import {readDocument} from '../../../../src/core/document/read-document.ts'
import {codesIn, readText} from './reading.ts'

describe('a YAML document', () => {
  it('keeps every scalar as the text it is written in', () => {
    const {value} = readText(
      '[01, NO, yes, ~, null, 12e03, 03052315462389, 2022-11-05, 0x1F, .inf, "a\\u0062", \'c\', 1_000, <<]',
    )

    expect(value).toEqual('01,NO,yes,~,null,12e03,03052315462389,2022-11-05,0x1F,.inf,ab,c,1_000,<<'.split(','))
  })

  it('becomes records without a prototype, empty values empty texts', () => {
    const {value, problems} = readText('toString: {a: , b}\n<<: {c: d}\n')

    expect(problems).toEqual([])
    expect(Object.getPrototypeOf(value)).toBeNull()
    expect(JSON.stringify(value)).toBe('{"toString":{"a":"","b":""},"<<":{"c":"d"}}')
  })

  it('may begin with a byte order mark, end without a line break and break lines as Windows does', () => {
    expect(JSON.stringify(readText('\ufeffa: b\r\nc:\r\n- d').value)).toBe('{"a":"b","c":["d"]}')
  })

  test.each<[string, string[]]>([
    ['a: &x 1\nb: *x\n', ['YAML_ALIAS', 'YAML_ALIAS']],
    ['a: !!int 1\n', ['YAML_TAG']],
    ['!!js/function x: 1\n', ['YAML_TAG']],
    ['%TAG ! tag:x:\n---\na: b\n', ['YAML_DIRECTIVE']],
    ['---\na: b\n---\nc: d\n', ['YAML_SEVERAL_DOCUMENTS']],
    ['a: b\n...\nc: d\n', ['YAML_SEVERAL_DOCUMENTS']],
    ['---\na: b\n...\n', []],
    ['', ['FILE_EMPTY']],
    ['---\n', ['FILE_EMPTY']],
    ['""\n', ['FILE_EMPTY']],
    ['a: 1\na: 2\n', ['KEY_TWICE']],
    ['{a: 1, "a": 2}\n', ['KEY_TWICE']],
    ['a: {b: {c: 1, c: 2}, b: 3}\n', ['KEY_TWICE', 'KEY_TWICE']],
    ['constructor: 1\n', ['KEY_FORBIDDEN']],
    ['a: {"__pro\\u0074o__": 1, prototype: 2}\n', ['KEY_FORBIDDEN', 'KEY_FORBIDDEN']],
    ['[a]: b\n', ['KEY_NOT_A_TEXT']],
    ['{[a]: b, {c: d}: e}\n', ['KEY_NOT_A_TEXT', 'KEY_NOT_A_TEXT']],
    ['a: b: c\n', ['YAML_SYNTAX']],
    ['a:\n\t- b\n', ['YAML_SYNTAX']],
    ['a: "b\n', ['YAML_SYNTAX']],
    ['a: [b\n', ['YAML_SYNTAX']],
    ['a: @b\n', ['YAML_SYNTAX']],
    ['a: "\\q"\n', ['YAML_SYNTAX']],
    ['a:\n    b: 1\n  c: 2\n', ['YAML_SYNTAX']],
  ])('%j has the problems %j', (text, expected) => {
    const {problems, value} = readText(text)

    expect(problems.map(({code}) => code)).toEqual(expected)
    expect(value === undefined).toBe(expected.length > 0)
  })

  it('may be 16 levels deep, and no deeper', () => {
    const nested = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`
    const indented = (levels: number): string =>
      Array.from({length: levels}, (_, level) => `${' '.repeat(level)}a:\n`).join('')

    expect(codesIn(nested(16))).toEqual([])
    expect(codesIn(nested(17))).toEqual(['FILE_TOO_DEEP'])
    expect(codesIn(indented(16))).toEqual([])
    expect(codesIn(indented(17))).toEqual(['FILE_TOO_DEEP'])
    expect(codesIn(nested(16), 'a.json')).toEqual([])
    expect(codesIn(nested(17), 'a.json')).toEqual(['FILE_TOO_DEEP'])
  })

  it('may be 256 KiB large, and no larger', () => {
    expect(codesIn(`a: ${'x'.repeat(262_141)}`)).toEqual([])
    expect(codesIn(`a: ${'x'.repeat(262_142)}`)).toEqual(['FILE_TOO_LARGE'])
  })

  it('may hold the 14,000 codes that fit into it', () => {
    const codes = Array.from({length: 14_000}, (_, index) => `PAT0101${String(index).padStart(8, '0')}`)

    const {value} = readText(`exam_code: [${codes.join(',')}]`)

    expect(JSON.parse(JSON.stringify(value))).toEqual({exam_code: codes})
  })
})

describe('a JSON document', () => {
  it('keeps its types', () => {
    const {value, problems} = readText('{"a": [1, -2.5, true, null, "01", {}]}', 'a.json')

    expect(problems).toEqual([])
    expect(Object.getPrototypeOf(value)).toBeNull()
    expect(JSON.stringify(value)).toBe('{"a":[1,-2.5,true,null,"01",{}]}')
  })

  test.each<[string, string[]]>([
    ['{"a": 1, "a": 2}', ['KEY_TWICE']],
    ['{"a": {"b": 1, "\\u0062": 2}}', ['KEY_TWICE']],
    ['{"__proto__": {"x": 1}}', ['KEY_FORBIDDEN']],
    ['{a: 1}', ['JSON_SYNTAX']],
    ["{'a': 1}", ['JSON_SYNTAX']],
    ['{"a": 1,}', ['JSON_SYNTAX']],
    ['{"a": 01}', ['JSON_SYNTAX']],
    ['{"a": 1} {}', ['JSON_SYNTAX']],
    ['{"a": 1 // one\n}', ['JSON_SYNTAX']],
    ['{"a": NaN}', ['JSON_SYNTAX']],
    ['', ['JSON_SYNTAX']],
    ['{"a": 12345678901234567890}', ['JSON_NUMBER_INEXACT']],
    ['{"a": 1e400}', ['JSON_NUMBER_INEXACT']],
    ['{"a": 1.0}', ['JSON_NUMBER_INEXACT']],
    ['{"a": "\\u202e"}', ['HIDDEN_CHARACTER']],
    ['{"a": "\\ud800"}', ['HIDDEN_CHARACTER']],
  ])('%s has the problems %j', (text, expected) => {
    expect(codesIn(text, 'a.json')).toEqual(expected)
  })
})

describe('the place of a value', () => {
  const yaml = 'a:\n  b/c: [x, {"d~": y}]\nempty:\n'
  const json = '{"a":\n  {"b/c": ["x", {"d~": "y"}]},\n"empty": ""}'

  test.each<[string, string, 'key' | 'value', string]>([
    ['a.yaml', '', 'value', '1:1'],
    ['a.yaml', '/a', 'key', '1:1'],
    ['a.yaml', '/a', 'value', '2:3'],
    ['a.yaml', '/a/b~1c', 'key', '2:3'],
    ['a.yaml', '/a/b~1c/0', 'value', '2:9'],
    ['a.yaml', '/a/b~1c/1/d~0', 'key', '2:13'],
    ['a.yaml', '/a/b~1c/1/d~0', 'value', '2:19'],
    ['a.yaml', '/empty', 'value', '3:7'],
    ['a.yaml', '/a/missing', 'value', '1:1'],
    ['a.yaml', '/missing', 'value', '1:1'],
    ['a.json', '', 'value', '1:1'],
    ['a.json', '/a', 'key', '1:2'],
    ['a.json', '/a/b~1c', 'key', '2:4'],
    ['a.json', '/a/b~1c/1/d~0', 'value', '2:24'],
    ['a.json', '/empty', 'value', '3:10'],
  ])('in %s of %j is that of its %s: %s', (file, pointer, of, expected) => {
    const {line, column} = readText(file === 'a.json' ? json : yaml, file).placeOf(pointer, of)

    expect(`${line}:${column}`).toBe(expected)
  })
})

describe('bytes that are no text', () => {
  test.each<[string, number[], string]>([
    ['a lone continuation byte', [0x61, 0x0a, 0x62, 0x80], '2:2'],
    ['a cut character', [0xe0, 0xa4], '1:1'],
    ['an overlong slash', [0xc0, 0xaf], '1:1'],
    ['a surrogate', [0xed, 0xa0, 0x80], '1:1'],
    ['UTF-16 with its mark', [0xff, 0xfe, 0x61, 0x00], '1:1'],
    ['the sign of an earlier damage', [0x61, 0xef, 0xbf, 0xbd], '1:2'],
  ])('are told with their place: %s', (_, bytes, expected) => {
    const [problem, ...more] = readDocument(Uint8Array.from(bytes), 'a.yaml').problems

    expect(problem?.code).toBe('FILE_NOT_UTF8')
    expect(`${problem?.place.line ?? 0}:${problem?.place.column ?? 0}`).toBe(expected)
    expect(more.filter(({code}) => code !== 'HIDDEN_CHARACTER')).toEqual([])
  })
})

it('speaks of mistakes in its own words', () => {
  const texts = ['a: 1\nb: {c: 2, c: 3}\n', 'a:\n\tb: 1\n', 'a: &x 1\n', '{a: [1, 2}\n', 'x: "a\\u200bb"\n']
  const shown = texts.flatMap((text) => readText(text).problems.map(problemText))

  expect([...shown, ...readText('{"a": 1,}', 'a.json').problems.map(problemText)].join('\n')).toMatchInlineSnapshot(`
    "a.yaml:2:11 at /b/c
      KEY_TWICE: The key "c" stands here and in line 2.
      Fix: Join the two entries into one, or remove one of them.
    a.yaml:2:1
      YAML_SYNTAX: The line is indented with a tab; YAML allows blanks only.
      Fix: Correct the line, or the one before it; compare with the examples in replay-requests/examples.
    a.yaml:1:4
      YAML_ALIAS: "&x" refers to another place, so a review cannot see the value.
      Fix: Write the value out where it is meant, without \`&\` and \`*\`; a text that begins with one of them goes in quotes.
    a.yaml:1:10
      YAML_SYNTAX: The line is not indented like the lines that it belongs to, or a bracket before it is not closed.
      Fix: Correct the line, or the one before it; compare with the examples in replay-requests/examples.
    a.yaml:1:11
      YAML_SYNTAX: A character is missing here: a colon, a comma, a quote or a closing bracket.
      Fix: Correct the line, or the one before it; compare with the examples in replay-requests/examples.
    a.yaml:1:4 at /x
      HIDDEN_CHARACTER: An escape stands for U+200B, which nobody can see.
      Fix: Remove the escape.
    a.json:1:9
      JSON_SYNTAX: Here stands "}" where a key in double quotes is meant.
      Fix: Correct the place named above; JSON wants double quotes and allows neither comments nor a comma before a closing bracket."
  `)
})
