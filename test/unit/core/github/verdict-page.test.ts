import {describe, expect, it} from 'vitest'
import {fitted} from '../../../../src/core/github/fitted-page.ts'
import type {VerdictProblem} from '../../../../src/core/github/verdict.ts'
import {verdictPage, type ShownVerdict} from '../../../../src/core/github/verdict-page.ts'

const problem = (file: string, severity: VerdictProblem['severity'], line: number): VerdictProblem => ({
  code: 'MONTH_OUT_OF_RANGE',
  severity,
  file,
  line,
  column: 5,
  what: '"13" is not a month.',
  fix: 'Write the month as "01".',
})
const verdict = (problems: readonly VerdictProblem[], more: Partial<ShownVerdict> = {}): ShownVerdict => {
  const count = (kind: VerdictProblem['severity']): number => problems.filter(({severity}) => severity === kind).length
  const counts = {errors: count('error'), warnings: count('warning'), notes: count('note')}
  return {files: 2, ...counts, problems, remarks: [], ...more}
}
const pageOf = (shown: ShownVerdict, characters = 65_000): string => {
  const {blocks, rest} = verdictPage(shown)
  return fitted(blocks, {characters}, rest)
}
const [a, b] = ['replay-requests/a.yaml', 'replay-requests/b.yaml']

describe('the page of a verdict', () => {
  it('shows files with errors before those with warnings, each problem at its line', () => {
    const problems = [problem(a, 'warning', 1), problem(b, 'warning', 2), problem(b, 'error', 3)]

    expect(pageOf(verdict(problems, {remarks: ['The remote could not be asked.']}))).toMatchInlineSnapshot(`
      "## These requests cannot run as they are

      | Files judged | Errors | Warnings | Notes |
      | ---: | ---: | ---: | ---: |
      | 2 | 1 | 2 | 0 |

      - The remote could not be asked.

      ### \`replay-requests/b.yaml\`

      - Line 2, column 5: **\`MONTH_OUT_OF_RANGE\`** (warning). "\`13\`" is not a month.
        **Fix:** Write the month as "\`01\`".

      - Line 3, column 5: **\`MONTH_OUT_OF_RANGE\`** (error). "\`13\`" is not a month.
        **Fix:** Write the month as "\`01\`".

      ### \`replay-requests/a.yaml\`

      - Line 1, column 5: **\`MONTH_OUT_OF_RANGE\`** (warning). "\`13\`" is not a month.
        **Fix:** Write the month as "\`01\`".
      "
    `)
  })

  it.each([
    [verdict([problem(a, 'error', 1)]), '## These requests cannot run as they are'],
    [verdict([problem(a, 'note', 1)]), '## No errors; there is something to look at'],
    [verdict([]), '## All is in order'],
    [verdict([], {files: 0}), '## No request file and no settings are touched'],
  ])('begins with what it comes to: %#', (shown, headline) => {
    expect(pageOf(shown).split('\n')[0]).toBe(headline)
  })

  it('counts problems that do not fit, and those that were left out before', () => {
    const problems = Array.from({length: 200}, (_, n) => problem(a, 'error', n + 1))

    const page = pageOf(verdict(problems, {errors: 300}), 4_000)
    const shown = page.match(/^- Line /gm)?.length ?? 0

    expect(shown).toBeGreaterThan(10)
    expect(page).toContain(`**${300 - shown} more not shown.**`)
    expect(pageOf(verdict(problems, {errors: 300}))).toContain('**100 more not shown.**')
  })
})
