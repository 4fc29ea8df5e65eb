import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {mostVerdictBytes, readVerdict, verdictJson} from '../../../../src/core/github/verdict.ts'
import {problemCatalogue, type ProblemCode} from '../../../../src/core/problem-catalogue.ts'
import type {Problem} from '../../../../src/core/problem.ts'
import {ReplayError} from '../../../../src/core/replay-error.ts'

const commit = '0123456789abcdef0123456789abcdef01234567'
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const read = (text: string) => readVerdict(bytesOf(text), 'verdict.json')

function problem(more: Partial<Problem> = {}): Problem {
  return {
    code: 'MONTH_OUT_OF_RANGE',
    severity: 'error',
    place: {file: 'replay-requests/march.yaml', line: 3, column: 30, pointer: '/replay/crc/months/0'},
    what: '"13" is not a month; months run from "01" to "12".',
    fix: 'Write the month as "01" … "12".',
    ...more,
  }
}

/** What the reader says to a verdict with something changed in it. */
function refusal(change: Record<string, unknown> | string): string {
  const whole = JSON.parse(verdictJson(commit, 1, [problem()])) as Record<string, unknown>
  const text = typeof change === 'string' ? change : JSON.stringify({...whole, ...change})
  try {
    read(text)
  } catch (error) {
    if (error instanceof ReplayError && error.code === 'VERDICT_REFUSED') return error.message
    throw error
  }
  return 'it was taken'
}

describe('a verdict', () => {
  it('stays within its bytes and is read again, whatever the problems are made of', () => {
    const text = fc.oneof(
      fc.string({unit: 'binary', maxLength: 40}),
      fc.constantFrom('\u202e', '\ud800', '\u0000', '\u001b[2J', '‍', '"\\', '\ufeff', '\u2028', '__proto__'),
      fc.constantFrom('അ'.repeat(3_000), '\u0001'.repeat(3_000), '😀'.repeat(1_500), `a${'😀'.repeat(1_500)}`),
    )
    const hostile = fc.record({
      severity: fc.constantFrom<Problem['severity'][]>('error', 'warning', 'note'),
      file: text,
      what: text,
      fix: text,
      line: fc.integer({min: 1, max: 300_000}),
    })

    fc.assert(
      fc.property(fc.array(hostile, {maxLength: 250, size: 'max'}), (all) => {
        const problems = all.map(({file, line, ...rest}) =>
          problem({...rest, place: {file, line, column: 1, pointer: ''}}),
        )

        const left = verdictJson(commit, all.length, problems)

        expect(bytesOf(left).length).toBeLessThanOrEqual(mostVerdictBytes)
        const verdict = read(left)
        expect(verdict.errors + verdict.warnings + verdict.notes).toBe(all.length)
      }),
      {numRuns: 25},
    )
  })

  it('holds the errors first, no more than 200 problems, and the count of all', () => {
    const warnings = Array.from({length: 150}, () => problem({severity: 'warning'}))
    const errors = Array.from({length: 150}, () => problem())

    const verdict = read(verdictJson(commit, 1, [...warnings, ...errors]))

    expect(verdict).toMatchObject({errors: 150, warnings: 150})
    expect(verdict.problems.map(({severity}) => severity)).toEqual([
      ...errors.map(() => 'error'),
      ...warnings.slice(0, 50).map(() => 'warning'),
    ])
  })

  it('is refused when it is of another format, with the place', () => {
    const one = problem()
    const entry = {code: one.code, severity: 'error', file: 'a.yaml', line: 1, column: 1, what: 'a', fix: 'b'}

    expect([
      refusal('no JSON'),
      refusal('{"version": 1, "version": 1}'),
      refusal('[]'),
      refusal({version: 2}),
      refusal({headCommit: 'main'}),
      refusal({errors: -1}),
      refusal({more: 'than that'}),
      refusal({problems: Array.from({length: 201}, () => entry)}),
      refusal({problems: [{...entry, what: 'a'.repeat(2_001)}]}),
      refusal({problems: [{...entry, severity: 'fatal'}]}),
      refusal({problems: [{...entry, code: '](https://example.org)'}]}),
      refusal({problems: [{...entry, line: 0}]}),
    ]).toMatchInlineSnapshot(`
      [
        "verdict.json, line 1: Here stands "n" where a value is meant. No comment was written.",
        "verdict.json, line 1: The key "version" stands here and in line 1. No comment was written.",
        "verdict.json is not of the format that \`validate\` writes, at "". No comment was written.",
        "verdict.json is not of the format that \`validate\` writes, at "/version". No comment was written.",
        "verdict.json is not of the format that \`validate\` writes, at "/headCommit". No comment was written.",
        "verdict.json is not of the format that \`validate\` writes, at "/errors". No comment was written.",
        "verdict.json is not of the format that \`validate\` writes, at "". No comment was written.",
        "verdict.json is not of the format that \`validate\` writes, at "/problems". No comment was written.",
        "verdict.json is not of the format that \`validate\` writes, at "/problems/0/what". No comment was written.",
        "verdict.json is not of the format that \`validate\` writes, at "/problems/0/severity". No comment was written.",
        "verdict.json is not of the format that \`validate\` writes, at "/problems/0/code". No comment was written.",
        "verdict.json is not of the format that \`validate\` writes, at "/problems/0/line". No comment was written.",
      ]
    `)
  })

  it('is refused before it is read when it is larger than any that is left', () => {
    expect(refusal(' '.repeat(mostVerdictBytes + 1))).toMatchInlineSnapshot(
      `"verdict.json has 262145 bytes, more than 262144. No comment was written."`,
    )
  })

  it('takes nothing for a name of ours that an object has by itself', () => {
    const text = verdictJson(commit, 1, []).replace('"files"', '"__proto__": {"files": 1}, "files"')

    expect(refusal(text)).toContain('verdict.json')
  })

  it('can hold every code there is', () => {
    const codes = Object.keys(problemCatalogue).slice(0, 200) as ProblemCode[]

    const verdict = read(
      verdictJson(
        commit,
        codes.length,
        codes.map((code) => problem({code})),
      ),
    )

    expect(verdict.problems.map(({code}) => code)).toEqual(codes)
  })
})
