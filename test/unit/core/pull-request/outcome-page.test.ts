import {describe, expect, it} from 'vitest'
import {fitted} from '../../../../src/core/github/fitted-page.ts'
import {
  outcomePage,
  type BroughtToRun,
  type OutcomePageOptions,
} from '../../../../src/core/pull-request/outcome-page.ts'
import type {LeftOut, RunRecord} from '../../../../src/core/run/run-record.ts'
import {elementsOf, rendered, textOutsideOfCode} from '../../../support/action/rendered.ts'
import {batchDeletion, batches, deletion, hole, overlapping, record, request} from '../report/records.ts'

const options: OutcomePageOptions = {
  settings: {timeZone: 'Asia/Kolkata', git: {reportsBranch: 'replay-reports', reportsDirectory: 'replay-reports'}},
  reportCommit: 'e1'.repeat(20),
  repositoryAddress: 'https://github.example/state/replay',
}
const notApproved: LeftOut = {
  path: 'replay-requests/udise.yaml',
  blob: 'b9'.repeat(20),
  requestId: null,
  reason: 'APPROVAL_MISSING',
  message: 'Pull request 12 has 0 of 1 approvals that count. Nobody has approved it.',
}

const textOf = (run: RunRecord, brought: Partial<BroughtToRun>, more: Partial<OutcomePageOptions> = {}): string => {
  const page = outcomePage(run, {requests: [], leftOut: [], ...brought}, {...options, ...more})
  return fitted(page.blocks, {characters: 65_000}, page.rest)
}

describe('the comment on what became of requests', () => {
  it('says what was deleted, what to emit and by when, and where the report is', () => {
    const run = record({
      deletions: [deletion(), batchDeletion],
      holes: [hole(), hole({dataSource: 'diksha_tpd', kind: 'codes', key: '046789546783', table: 'diksha_tpd_trans'})],
    })

    expect(textOf(run, {requests: [request()]})).toMatchInlineSnapshot(`
      "## Everything was deleted; the corrected files have yet to come

      Run \`20261124T163000Z-4f2a\`, 2026-11-24 22:00:00 +05:30. [Its report](<https://github.example/state/replay/blob/e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1/replay-reports/2026/20261124T163000Z-4f2a/report.md>) is \`replay-reports/2026/20261124T163000Z-4f2a/report.md\` on branch \`replay-reports\`, commit \`e1e1e1e1e1e1\`.

      ### What to emit, and by when

      | Data source | Slice | Rows deleted | Reloaded so far | How far | Emit before |
      | --- | --- | ---: | ---: | --- | --- |
      | \`student_attendance\` | March 2020 | 1,000 | 0 | nothing came yet | no deadline |

      - \`student_attendance\`: Emit \`student_attendance/student_attendance\`. Rows are compared in \`student_attendance_trans\`.

      Each of these is how the name of a file begins in the emission bucket; it ends in the time of the upload. The file is a zip with one CSV.

      ### \`replay-requests/2020-q1-attendance.yaml\`

      - What: \`student_attendance\`, January and March 2020

      **\`student_attendance\`** (document 1)

      One deletion did the work for this request and for \`replay-requests/march.yaml\`. Only the first column of figures is this request's own; the others are those of the whole deletion and cannot be split. Asked for by more than one of them, and deleted once: \`2020-03\`.

      | Table | Expected by this request | Expected by the deletion | Archived by it | Deleted by it | Left afterwards |
      | --- | ---: | ---: | ---: | ---: | ---: |
      | \`student_attendance_temp\` | 0 | 0 | 0 | 0 | 0 |
      | \`student_attendance_trans\` | 8,30,140 | 12,50,340 | 12,50,340 | 12,50,340 | 0 |
      | \`school_student_total_attendance\` | 9,600 | 14,400 | 14,400 | 14,400 | 0 |
      "
    `)
  })

  it('says of a refused deletion why, and what to do', () => {
    const failure = {
      code: 'ROWS_CHANGED_SINCE_PLAN',
      message: 'diksha_tpd: the plan counted 5,420 rows, the tables now have 5,421; none was deleted.',
      at: '2026-11-24T16:30:12Z',
    }
    const refused = {...batchDeletion, state: 'VOID' as const, failure}

    const text = textOf(record({deletions: [deletion(), refused], holes: []}), {requests: [batches]})

    expect(text.split('\n')[0]).toBe('## Nothing was deleted')
    expect(text).toContain(
      '**No row of `diksha_tpd` was deleted.** `ROWS_CHANGED_SINCE_PLAN`: `diksha_tpd`: the plan counted 5,420 rows,',
    )
    expect(text).toContain(
      'Look at what arrived, then run `cqube-replay plan --write` and commit the new row contract.',
    )
  })

  it('says what the run stopped at where no deletion was tried', () => {
    const run = record({
      failure: {code: 'EMISSION_CONFLICT', message: 'Another object has the key.'},
      deletions: [{...batchDeletion, state: 'VOID'}],
      holes: [],
    })

    expect(textOf(run, {requests: [batches]})).toContain(
      'was deleted.** `EMISSION_CONFLICT`: Another object has the key.',
    )
  })

  it('says why a request was left out', () => {
    expect(textOf(record(), {leftOut: [notApproved]})).toMatchInlineSnapshot(`
      "## The request was left out

      Run \`20261124T163000Z-4f2a\`, 2026-11-24 22:00:00 +05:30. [Its report](<https://github.example/state/replay/blob/e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1/replay-reports/2026/20261124T163000Z-4f2a/report.md>) is \`replay-reports/2026/20261124T163000Z-4f2a/report.md\` on branch \`replay-reports\`, commit \`e1e1e1e1e1e1\`.

      ### Left out: \`replay-requests/udise.yaml\`

      No row of it was deleted. \`APPROVAL_MISSING\`: Pull request 12 has 0 of 1 approvals that count. Nobody has approved it.
      "
    `)
  })

  it('of one pull request does not tell what others brought', () => {
    const run = record({deletions: [deletion(), batchDeletion], holes: [hole()]})

    const text = textOf(run, {requests: [batches]})

    expect(text).not.toContain('2020-q1-attendance')
    expect(text).not.toContain('What to emit')
  })

  it('of a deletion for several requests says that its figures are of all of them', () => {
    const run = record({requests: [request(), overlapping], deletions: [deletion()], holes: []})

    expect(textOf(run, {requests: [request()]})).toContain('One deletion did the work for this request and for')
  })

  it('counts what did not fit', () => {
    const many = Array.from({length: 900}, (_, index) => ({...notApproved, path: `replay-requests/${index}.yaml`}))

    const text = textOf(record(), {leftOut: many})

    expect(text.length).toBeLessThanOrEqual(65_000)
    expect(text).toMatch(/\*\*\d+ parts are not shown here\.\*\* The report has everything\.\n$/)
  })

  it('without a pushed report says who pushes it', () => {
    expect(textOf(record(), {leftOut: [notApproved]}, {reportCommit: null})).toContain(
      'Its report is not pushed yet; the next run does that.',
    )
  })

  it('makes no link, image, heading, mention or HTML of what a request holds', () => {
    const hostile = '@state/all #12 <img src=x> ![x](http://evil.example) https://evil.example # Head\n# Head [a](b)'
    const quoted = {...notApproved, path: `replay-requests/${hostile}.yaml`, message: hostile}
    const withPath = request({paths: [hostile]})

    const html = rendered(
      textOf(record({deletions: [deletion()], holes: []}), {requests: [withPath], leftOut: [quoted]}),
    )

    const elements = new Set(elementsOf(html))
    for (const name of ['img', 'h1', 'script']) expect(elements).not.toContain(name)
    expect([...html.matchAll(/href="([^"]*)"/g)].map(([, address]) => address)).toEqual([
      expect.stringMatching(/^https:\/\/github\.example\/state\/replay\/blob\//),
    ])
    expect(textOutsideOfCode(html)).not.toMatch(/@|#12|evil/)
  })
})
