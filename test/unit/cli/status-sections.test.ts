import {expect, test} from 'vitest'
import {archiveSection} from '../../../src/cli/status/archive-section.ts'
import {nextStartsSection} from '../../../src/cli/status/next-starts-section.ts'
import {pendingSection} from '../../../src/cli/status/pending-section.ts'
import {runningSection} from '../../../src/cli/status/running-section.ts'
import {waitingSection} from '../../../src/cli/status/waiting-section.ts'
import {defaultSettings} from '../../../src/commands/settings-file.ts'
import type {Status} from '../../../src/commands/status.ts'
import type {RunProgress} from '../../../src/core/run/progress.ts'

const context = {settings: defaultSettings(), at: (moment: string) => `<${moment}>`, columns: 80}
const progress: RunProgress = {
  runId: '20261124T163000Z-4f2a',
  state: 'deleting',
  since: '2026-11-24T16:30:00Z',
  elapsedSeconds: 95,
  deletions: 3,
  deletionsDone: 1,
  rowsExpected: 2_500_000,
  rowsDeleted: 1_250_340,
  secondsLeft: 61,
}
const status = (overrides: Partial<Status>): Status => overrides as Status
const lease = {holder: 'r', expiresAt: '', active: true}

test('a run under way shows how far it is and what is left', () => {
  expect(runningSection(status({openRuns: [progress], lease}), context)).toMatchInlineSnapshot(`
    "Running:
      20261124T163000Z-4f2a  deleting, begun 2 minutes ago
        1 of 3 deletions done, 12,50,340 of 25,00,000 rows (50.01 %), about 61
        seconds of deleting left"
  `)
})

test('one that was left behind is told as such, without a guess', () => {
  const left = {...progress, secondsLeft: null, elapsedSeconds: 90_000}

  expect(runningSection(status({openRuns: [left], lease: {...lease, active: false}}), context)).toMatchInlineSnapshot(`
    "Unfinished runs, which the next run goes on with:
      20261124T163000Z-4f2a  deleting, begun 25 hours ago
        1 of 3 deletions done, 12,50,340 of 25,00,000 rows (50.01 %)"
  `)
  expect(runningSection(status({openRuns: [], lease}), context)).toBeNull()
})

test('requests that are due, not valid, left out or waiting for their time are told apart', () => {
  const file = {blob: 'b', leftOutBefore: null, waitsUntil: null, isValid: true}
  const branch: Status['branch'] = {
    commit: 'c1'.repeat(20),
    withdrawn: [],
    pending: [
      {...file, path: 'replay-requests/a.yaml'},
      {...file, path: 'replay-requests/b.yaml', isValid: false},
      {...file, path: 'replay-requests/c.yaml', leftOutBefore: 'LIMIT_ROWS_PER_RUN'},
      {...file, path: 'replay-requests/d.yaml', waitsUntil: '2026-12-01T22:00+05:30'},
    ],
  }

  expect(pendingSection(status({branch}), context)).toMatchInlineSnapshot(`
    "Pending requests on branch main, commit c1c1c1c1c1c1:
      File                    State
      replay-requests/a.yaml  new
      replay-requests/b.yaml  not valid, see \`cqube-replay validate\`
      replay-requests/c.yaml  left out: LIMIT_ROWS_PER_RUN"
  `)
  expect(waitingSection(status({branch}), context)).toMatchInlineSnapshot(`
    "Waiting for their time:
      File                    Not before
      replay-requests/d.yaml  <2026-12-01T22:00+05:30>"
  `)
})

test('the archive shows its size, and what is overdue', () => {
  const archive = {tables: 12, runs: 3, rows: 1_250_340, bytes: 2e9, oldest: null, expired: 0, keepAtLeastDays: 90}

  expect(archiveSection(status({archive}), context)).toMatchInlineSnapshot(
    `"Archive: 12,50,340 rows of 3 runs, 2.0 GB on disk. A run drops them 90 days after they were made."`,
  )
  expect(archiveSection(status({archive: {...archive, expired: 4}}), context)).toMatchInlineSnapshot(`
    "Archive: 12,50,340 rows of 3 runs, 2.0 GB on disk. A run drops them 90 days after they were made.
    OVERDUE: 4 of 12 tables are past their time, and no run has dropped them yet."
  `)
  expect(archiveSection(status({archive: {...archive, tables: 0}}), context)).toBeNull()
})

test('the next starts of a daemon, or that there are none', () => {
  expect(nextStartsSection(status({nextStarts: ['a', 'b']}), context)).toMatchInlineSnapshot(`
    "Next starts by the schedule, where a daemon runs:
      <a>
      <b>"
  `)
  expect(nextStartsSection(status({nextStarts: []}), context)).toMatchInlineSnapshot(
    `"\`schedule.cron\` is never due: a daemon would start no run"`,
  )
})
