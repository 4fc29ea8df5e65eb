import {describe, expect, it, test} from 'vitest'
import {documentProblems} from '../../../src/core/document/document-problems.ts'
import {problemCatalogue, type ProblemCode} from '../../../src/core/problem-catalogue.ts'
import {readRequest} from '../../../src/core/request/read-request.ts'
import {requestProblems} from '../../../src/core/request/request-problems.ts'
import {context} from './request/reading.ts'

/** These need more than one file, or more mistakes than an example should show. */
const withoutExample = ['MORE_PROBLEMS', 'REQUESTS_OVERLAP']
const ofRequests = Object.keys({...documentProblems, ...requestProblems}) as ProblemCode[]

const bytesOf = ({text, encoding}: {readonly text: string; readonly encoding?: 'latin1'}): Uint8Array =>
  Buffer.from(text, encoding ?? 'utf8')

describe('every problem of a request file', () => {
  test.each(ofRequests.filter((code) => !withoutExample.includes(code)))('%s is shown by its example alone', (code) => {
    const {example, severity} = problemCatalogue[code]
    if (example === null) throw new Error(`${code} has no example`)

    const {problems, request} = readRequest(bytesOf(example), example.file, context)

    expect(problems.map((problem) => [problem.code, problem.severity])).toEqual([[code, severity]])
    expect(request === null).toBe(severity === 'error')
  })

  it.each(withoutExample as ProblemCode[])('%s has none', (code) => {
    expect(problemCatalogue[code].example).toBeNull()
  })
})

test.each(Object.entries(problemCatalogue))('%s has a title and a fix in full sentences', (code, {title, fix}) => {
  expect(code).toMatch(/^[A-Z]+(_[A-Z0-9]+)*$/)
  expect(title).toMatch(/^[A-Z`].*[^.]$/)
  expect(fix).toMatch(/^[A-Z].*\.$/)
})
