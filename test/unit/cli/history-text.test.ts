import {expect, test} from 'vitest'
import {historyText} from '../../../src/cli/history/history-text.ts'
import type {ShownHistory} from '../../../src/cli/history/shown-history.ts'
import {filterOf} from '../../../src/cli/history/filter.ts'
import type {ToldRun} from '../../../src/commands/history.ts'
import {defaultSettings} from '../../../src/commands/settings-file.ts'

const run = (overrides: Partial<ToldRun> = {}): ToldRun => ({
  runId: '20261124T163000Z-4f2a',
  requestedAt: '2026-11-24T16:30:00Z',
  state: 'reported',
  failureCode: null,
  reportCommit: 'd4'.repeat(20),
  requests: 3,
  leftOut: 1,
  dataSources: ['student_attendance'],
  deletionStates: ['DONE'],
  rowsDeleted: 1_250_340,
  rowsArchived: 1_250_340,
  holes: [
    {state: 'awaited', deleted: 400, reloaded: 0, overdue: true, deadline: '2026-11-29T16:30:00Z'},
    {state: 'reloaded', deleted: 600, reloaded: 590, overdue: false, deadline: null},
  ],
  outcome: 'awaiting_files',
  ...overrides,
})
const shown: ShownHistory = {
  runs: [
    run(),
    run({
      runId: '20261101T163000Z-77aa',
      requestedAt: '2026-11-01T16:30:00Z',
      outcome: 'failed',
      rowsDeleted: 0,
      rowsArchived: 0,
      holes: [],
      reportCommit: null,
    }),
  ],
  hasMore: true,
  trend: {
    unit: 'month',
    bars: [
      {from: '2026-10', runs: 1, rowsDeleted: 300_000},
      {from: '2026-11', runs: 2, rowsDeleted: 1_250_340},
    ],
  },
  purges: [
    {
      at: '2026-11-24T16:31:00Z',
      by: 'replay-host (pid 99)',
      why: 'expired',
      runs: ['a', 'b'],
      tables: 12,
      rows: 90_000,
      bytes: 14_000_000,
    },
  ],
  withdrawn: {
    requests: [
      {
        path: 'replay-requests/march.yaml',
        blob: 'b1'.repeat(20),
        requestId: 'a1'.repeat(32),
        reason: 'Twice',
        change: 'removed',
        commit: 'c1'.repeat(20),
        author: 'Meera Nair <meera@example.org>',
        at: '2026-11-20T10:00:00+05:30',
      },
    ],
  },
}
const screen = {timeZone: 'Asia/Kolkata', columns: 120, unicode: true}

test('the history shows runs, what is awaited, the trend, what was withdrawn and what was dropped', () => {
  expect(historyText(shown, screen)).toMatchInlineSnapshot(`
    "2 runs, newest first, times of Asia/Kolkata; older ones with \`--limit\`:
      Run                    Requested         Outcome        Requests  Left out    Deleted   Archived  Reloaded  Report
      20261124T163000Z-4f2a  2026-11-24 22:00  files awaited         3         1  12,50,340  12,50,340      59 %  d4d4d4d4d4d4
      20261101T163000Z-77aa  2026-11-01 22:00  failed                3         1          0          0         –  not yet

    Corrected files are awaited for (see \`cqube-replay explain <run>\`):
      20261124T163000Z-4f2a  1 of 2 slices, 1 OVERDUE

    Rows deleted in the month of
      2026-10   3,00,000   1 run  ████████████
      2026-11  12,50,340  2 runs  ██████████████████████████████████████████████████

    Withdrawn before any run, so nothing was deleted for them:
      File                        Change   On                          By                              Commit
      replay-requests/march.yaml  removed  2026-11-20 10:00:00 +05:30  Meera Nair <meera@example.org>  c1c1c1c1c1c1

    Archived rows dropped for good:
      When                Rows   Size  Tables  Runs  Why      By
      2026-11-24 22:01  90,000  14 MB      12     2  expired  replay-host (pid 99)
    "
  `)
})

test('on a narrow screen it keeps what matters, and no line of ours is wider', () => {
  const text = historyText({...shown, withdrawn: null}, {...screen, columns: 80, unicode: false})

  expect(text).toMatchInlineSnapshot(`
    "2 runs, newest first, times of Asia/Kolkata; older ones with \`--limit\`:
      Run                    Requested         Outcome          Deleted  Reloaded
      20261124T163000Z-4f2a  2026-11-24 22:00  files awaited  12,50,340      59 %
      20261101T163000Z-77aa  2026-11-01 22:00  failed                 0         –

    Corrected files are awaited for (see \`cqube-replay explain <run>\`):
      20261124T163000Z-4f2a  1 of 2 slices, 1 OVERDUE

    Rows deleted in the month of
      2026-10   3,00,000   1 run  ############
      2026-11  12,50,340  2 runs  ##################################################

    Archived rows dropped for good:
      When                Rows   Size  Why      By
      2026-11-24 22:01  90,000  14 MB  expired  replay-host (pid 99)
    "
  `)
  for (const line of text.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80)
})

test('a remote that does not answer hides no run', () => {
  const failure = {code: 'GIT_UNREACHABLE', message: 'The remote cannot be reached.'}

  const text = historyText(
    {...shown, runs: [], trend: {unit: 'week', bars: []}, purges: [], withdrawn: {failure}},
    screen,
  )

  expect(text).toBe(
    'No run fits.\n\nWithdrawn requests are not known: GIT_UNREACHABLE: The remote cannot be reached.\n',
  )
})

test('days are those of the zone, both included; a request is an id or a path', () => {
  const settings = {...defaultSettings(), timeZone: 'Asia/Kolkata'}
  const filter = (options: Parameters<typeof filterOf>[0]) => filterOf(options, settings, (given) => `root/${given}`)

  expect(filter({})).toEqual({source: null, since: null, until: null, outcome: null, request: null})
  expect(filter({since: '2026-11-01', until: '2026-11-30', source: 'Infrastructure', request: 'a.yaml'})).toMatchObject(
    {
      since: '2026-10-31T18:30:00.000Z',
      until: '2026-11-30T18:30:00.000Z',
      source: 'infrastructure',
      request: 'root/a.yaml',
    },
  )
  expect(filter({request: 'ab'.repeat(32)}).request).toBe('ab'.repeat(32))
  expect(() => filter({since: '2026-02-30'})).toThrow('--since is "2026-02-30", which is no day such as 2026-11-24.')
  expect(() => filter({source: 'uidse'})).toThrow('No data source is called "uidse". Did you mean "udise"?')
})
