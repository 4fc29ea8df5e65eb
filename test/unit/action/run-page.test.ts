import {describe, expect, it} from 'vitest'
import {runLines, runPage} from '../../../src/action/run-page.ts'
import {defaultSettings} from '../../../src/commands/settings-file.ts'
import type {RunPlan} from '../../../src/core/plan/run-plan.ts'
import type {LeftOut} from '../../../src/core/run/run-record.ts'
import type {ShownRun} from '../../../src/entries/shown-run.ts'
import {deletion, hole, record, runId} from '../core/report/records.ts'

const plan: RunPlan = {
  taken: [],
  leftOut: [],
  waiting: [],
  settled: [],
  counts: [],
  documents: [],
  problems: [],
  notes: [],
}
const leftOut: LeftOut = {
  path: 'replay-requests/udise.yaml',
  blob: 'b9'.repeat(20),
  requestId: null,
  reason: 'ROWS_CHANGED_SINCE_PLAN',
  message: 'udise: the plan expected 1,000 rows, the database now has 1,082.',
}

const shownRun = (result: Partial<ShownRun['result']>, more: Partial<ShownRun> = {}): ShownRun => ({
  result: {runs: [], plan, submitted: null, newlyLeftOut: [], renewed: [], unfinished: null, exitCode: 0, ...result},
  settings: {...defaultSettings(), timeZone: 'Asia/Kolkata'},
  reports: new Map(),
  isRehearsal: false,
  ...more,
})
const textOf = (shown: ShownRun, warnings: readonly string[] = []): string =>
  runPage(shown, warnings)
    .map(({markdown}) => markdown)
    .join('\n\n')

describe('the summary of a job that runs', () => {
  it('says that nothing was pending', () => {
    expect(textOf(shownRun({}))).toMatchInlineSnapshot(`
      "# Nothing was pending

      No request of branch \`main\` needs a run now."
    `)
    expect(runLines(shownRun({}))).toEqual(['Nothing was pending.'])
  })

  it('without a run names what must be done, what waits, and what came back', () => {
    const shown = shownRun({
      plan: {
        ...plan,
        leftOut: [leftOut],
        waiting: [{path: 'replay-requests/later.yaml', notBefore: '2026-12-01T16:30:00Z'}],
      },
      renewed: [record({holes: [hole({state: 'reloaded'}), hole({key: '2020-04'})]})],
      unfinished: {code: 'EMISSION_FAILED', message: 'The emission store is full.'},
    })

    expect(textOf(shown, ['GitHub says that branch main is not protected.'])).toMatchInlineSnapshot(`
      "# Nothing was deleted

      1 request of branch \`main\` is left out, as was told before.

      **Warning:** GitHub says that branch main is not protected.

      **Not finished, and done again by the next run:** \`EMISSION_FAILED\`: The emission store is full. Check the emission store (space, rights); then run again.

      ## Left out, and what to do

      - \`replay-requests/udise.yaml\`: \`ROWS_CHANGED_SINCE_PLAN\`: udise: the plan expected 1,000 rows, the database now has 1,082. Look at what arrived, then run \`cqube-replay plan --write\` and commit the new row contract.

      ## Waiting

      - \`replay-requests/later.yaml\` until 2026-12-01 22:00:00 +05:30

      ## Files that came back

      - The report of run \`20261124T163000Z-4f2a\` says what came back since: 1 of 2 slices."
    `)
  })

  it('holds the report of each run, and where it is', () => {
    const shown = shownRun(
      {runs: [record({deletions: [deletion()], leftOut: []})]},
      {reports: new Map([[runId, 'e1'.repeat(20)]])},
    )

    const text = textOf(shown)

    expect(text).toMatch(
      /^# Everything was deleted; the corrected files have yet to come \(run `20261124T163000Z-4f2a`\)/,
    )
    expect(text).toMatch(/This report is on branch `replay-reports`, commit `(e1){20}`\.$/)
    expect(runLines(shown)).toMatchInlineSnapshot(`
      [
        "Run 20261124T163000Z-4f2a: Everything was deleted; the corrected files have yet to come. Deletions done: 1 of 1. Rows deleted: 12,64,740.",
      ]
    `)
  })

  it('of a rehearsal says first that everything was rolled back', () => {
    const text = textOf(shownRun({runs: [record({deletions: [deletion()]})]}, {isRehearsal: true}))

    expect(text.split('\n\n').slice(0, 2)).toMatchInlineSnapshot(`
      [
        "# Rehearsal",
        "**Rehearsal: everything was rolled back. The database is as it was; nothing was emitted, and no report was pushed.**",
      ]
    `)
    expect(text).toContain('This report is in no branch.')
  })

  it('shows two hundred of ten thousand that were left out, and counts the others', () => {
    const many = Array.from({length: 10_000}, (_, index) => ({...leftOut, path: `replay-requests/${index}.yaml`}))

    const text = textOf(shownRun({plan: {...plan, leftOut: many}}))

    expect(text.match(/ROWS_CHANGED_SINCE_PLAN/g)).toHaveLength(200)
    expect(text).toContain('- and 9,800 more')
  })
})
