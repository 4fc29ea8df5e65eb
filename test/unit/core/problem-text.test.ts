import {describe, expect, it} from 'vitest'
import {problemsSummary, problemText} from '../../../src/core/problem-text.ts'
import type {Problem} from '../../../src/core/problem.ts'

const problem: Problem = {
  code: 'MONTH_OUT_OF_RANGE',
  severity: 'error',
  place: {
    file: 'replay-requests/2024-05-attendance.yaml',
    line: 6,
    column: 14,
    pointer: '/replay/student_attendance/months/1',
  },
  what: '"13" is not a month; months run from "01" to "12".',
  fix: 'Write the month as "01" … "12".',
}

describe('the text of a problem', () => {
  it('says where, what and how to correct it', () => {
    expect(problemText(problem)).toMatchInlineSnapshot(`
      "replay-requests/2024-05-attendance.yaml:6:14 at /replay/student_attendance/months/1
        MONTH_OUT_OF_RANGE: "13" is not a month; months run from "01" to "12".
        Fix: Write the month as "01" … "12"."
    `)
  })

  it('leaves out the pointer of the whole document', () => {
    const text = problemText({...problem, place: {...problem.place, pointer: ''}})

    expect(text.split('\n')[0]).toBe('replay-requests/2024-05-attendance.yaml:6:14')
  })

  it('cannot move a cursor or begin a line of its own', () => {
    const text = problemText({
      ...problem,
      place: {...problem.place, pointer: '/a\u001b[2J\n::error::x'},
      what: 'a\u202eb',
    })

    expect(text.split('\n')).toHaveLength(3)
    expect(text).toContain('/a<U+001B>[2J ::error::x')
    expect(text).toContain('a<U+202E>b')
  })
})

describe('the summary of problems', () => {
  it('counts errors, warnings and files', () => {
    const warning: Problem = {...problem, severity: 'warning', place: {...problem.place, file: 'b.yaml'}}

    expect(problemsSummary([])).toBe('No problems.')
    expect(problemsSummary([problem])).toBe('1 error in 1 file.')
    expect(problemsSummary([problem, problem, warning])).toBe('2 errors and 1 warning in 2 files.')
    expect(problemsSummary([warning])).toBe('1 warning in 1 file.')
  })
})
