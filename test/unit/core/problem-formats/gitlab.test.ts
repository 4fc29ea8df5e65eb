import {describe, expect, it} from 'vitest'
import {gitlabReport} from '../../../../src/core/problem-formats/gitlab.ts'
import {hostile, note, problem, warning} from './problems.ts'

interface Issue {
  readonly description: string
  readonly check_name: string
  readonly fingerprint: string
  readonly severity: string
  readonly location: {readonly path: string; readonly lines: {readonly begin: number}}
}
const issues = (...of: Parameters<typeof gitlabReport>[0]): readonly Issue[] => JSON.parse(gitlabReport(of)) as Issue[]

describe('the Code Quality report for GitLab', () => {
  it('is a list of issues', () => {
    expect(gitlabReport([problem()])).toMatchInlineSnapshot(`
      "[
        {
          "type": "issue",
          "check_name": "MONTH_OUT_OF_RANGE",
          "description": "MONTH_OUT_OF_RANGE: \\"13\\" is not a month; months run from \\"01\\" to \\"12\\". Write the month as \\"01\\" … \\"12\\".",
          "categories": [
            "Bug Risk"
          ],
          "severity": "major",
          "fingerprint": "392e2db2e878142c77a4f7f4147eda8001b1461e725fd0866b6cea97b73adb9c",
          "location": {
            "path": "replay-requests/march.yaml",
            "lines": {
              "begin": 6
            }
          }
        }
      ]
      "
    `)
    expect(issues()).toEqual([])
  })

  it('weighs errors, warnings and notes', () => {
    expect(issues(problem(), warning, note).map(({severity}) => severity)).toEqual(['major', 'minor', 'info'])
  })

  it('knows a problem again when lines move', () => {
    const [before] = issues(problem())
    const [after] = issues(problem({at: {line: 40, column: 2}, what: 'The key stands here and in line 39.'}))

    expect(after?.fingerprint).toBe(before?.fingerprint)
  })

  it('tells problems apart by code, file, place in the structure and number', () => {
    const different = issues(
      problem(),
      problem(),
      problem({code: 'MONTH_IN_FUTURE'}),
      problem({at: {file: 'replay-requests/april.yaml'}}),
      problem({at: {pointer: '/replay/crc/months/2'}}),
    )

    expect(new Set(different.map(({fingerprint}) => fingerprint)).size).toBe(5)
  })

  it('holds nothing that could move a cursor', () => {
    expect(issues(hostile)[0]?.description).not.toMatch(/[\u0000-\u001f]/)
  })
})
