import {readFileSync} from 'node:fs'
import {format, resolveConfig} from 'prettier'
import {describe, expect, it, test} from 'vitest'
import {errorCatalogue, type ErrorCode} from '../../../src/core/error-catalogue.ts'
import {errorExamples} from '../../../src/core/errors-page/error-examples.ts'
import {errorsPage, explainedProblem} from '../../../src/core/errors-page/errors-page.ts'
import {problemsOfExample} from '../../../src/core/errors-page/example-problems.ts'
import {problemCatalogue, type ProblemCode} from '../../../src/core/problem-catalogue.ts'

const path = 'docs/errors.md'
const problemCodes = Object.keys(problemCatalogue) as ProblemCode[]
const errorCodes = Object.keys(errorCatalogue) as ErrorCode[]

describe('docs/errors.md', () => {
  it('is what the catalogues say: `node scripts/generate-errors.mjs` writes it', async () => {
    const made = await format(errorsPage(), {...(await resolveConfig(path)), filepath: path})

    expect(readFileSync(path, 'utf8')).toBe(made)
  })

  it('has one heading a code, so that its anchor is the code', () => {
    const headings = [...readFileSync(path, 'utf8').matchAll(/^### (.*)$/gm)].map(([, heading]) => heading)

    expect(headings).toEqual([...new Set([...problemCodes, ...errorCodes])])
  })
})

/** More mistakes than are shown, and the mistakes with it. */
const withOthers: readonly ProblemCode[] = ['MORE_PROBLEMS']

describe('the example of a problem', () => {
  test.each(problemCodes.filter((code) => !withOthers.includes(code)))('%s has this problem and no other', (code) => {
    const {example, means} = explainedProblem(code)

    const problems = problemsOfExample(example)

    expect(problems.map((problem) => [problem.code, problem.severity])).toEqual([
      [code, problemCatalogue[code].severity],
    ])
    expect(means).toMatch(/^[A-Z`].*\.$/)
  })

  test.each(withOthers)('%s has it beside others', (code) => {
    const codes = problemsOfExample(explainedProblem(code).example).map((problem) => problem.code)

    expect(codes).toContain(code)
  })
})

test.each(errorCodes)('%s is explained in full sentences', (code) => {
  const {means, example} = errorExamples[code]

  expect(means).toMatch(/^[A-Z`c].*\.$/)
  expect(example).not.toMatch(/\n|please|oops|!/i)
})
