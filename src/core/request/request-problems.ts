import type {ProblemEntry} from '../problem-entry.ts'
import {fileProblems} from './file-problems.ts'
import {selectionProblems} from './selection-problems.ts'

const expect = (rows: string): string =>
  `expect: {planned_at: "2026-11-24T10:15:00+05:30", ledger: 7c1e, rows: {${rows}}}\n`
const reason = 'reason: March attendance was emitted twice\n'
const udise = 'replay:\n  udise: {selection: yes}\n'

const entry = (
  title: string,
  fix: string,
  text: string | null,
  severity: ProblemEntry['severity'] = 'error',
): ProblemEntry => ({
  severity,
  title,
  fix,
  example: text === null ? null : {file: 'replay-requests/example.yaml', text},
})

/** Mistakes in request files. */
export const requestProblems = {
  REQUEST_SHAPE: entry(
    'A value has another shape than it should',
    'Write it as the examples in replay-requests/examples show it.',
    `${reason}ticket: [CQB-1]\n${udise}${expect('udise: 1')}`,
  ),
  REQUEST_KEY_UNKNOWN: entry(
    'A key has no meaning here',
    'Remove the key, or write one of those that replay-requests/README.md names.',
    `${reason}tikcet: CQB-1\n${udise}${expect('udise: 1')}`,
  ),
  REASON_MISSING: entry(
    'The request gives no reason',
    'Add a line `reason:` that says in 10 to 500 characters what was wrong with the data.',
    `${udise}${expect('udise: 1')}`,
  ),
  REASON_LENGTH: entry(
    'The reason is too short or too long',
    'Say in 10 to 500 characters what was wrong with the data.',
    `reason: Wrong\n${udise}${expect('udise: 1')}`,
  ),
  TICKET_INVALID: entry(
    'The ticket is not a plain name',
    'Write up to 64 letters, digits and `. _ - / #`, such as `CQB-1234`.',
    `${reason}ticket: see mail of Monday\n${udise}${expect('udise: 1')}`,
  ),
  NOT_BEFORE_INVALID: entry(
    '`not_before` is not a moment with an offset',
    'Write date, time and offset, such as `2026-12-01T22:00+05:30`.',
    `${reason}not_before: 2026-12-01 22:00\n${udise}${expect('udise: 1')}`,
  ),
  REPEAT_OF_INVALID: entry(
    '`repeat_of` is not a run id',
    'Write the id of the run as its report shows it, such as `20261101T163000Z-4f2a`.',
    `${reason}repeat_of: the last one\n${udise}${expect('udise: 1')}`,
  ),
  UNDO_RESERVED: entry(
    '`undo` is reserved for a later version',
    'Remove the key. Deleted rows are in the archive; docs/operations.md says how to put them back.',
    `${reason}undo: 20261101T163000Z-4f2a\n${udise}${expect('udise: 1')}`,
  ),
  REPLAY_MISSING: entry(
    'The request has no `replay`',
    'Add `replay:` and below it the data sources that are to be replayed, as in replay-requests/examples.',
    reason + expect(''),
  ),
  SOURCE_OUTSIDE_REPLAY: entry(
    'Data sources stand outside `replay`',
    "Put the data sources under `replay:` and add `reason:`; cQube's own files have neither.",
    'udise: {selection: yes}\n',
  ),
  EXPECT_MISSING: entry(
    'The request has no row contract',
    'Run `cqube-replay plan --write` on the file: it counts the rows and writes `expect`.',
    `${reason}${udise}`,
    'warning',
  ),
  EXPECT_INCOMPLETE: entry(
    'The row contract lacks a key',
    'Run `cqube-replay plan --write` on the file: it writes the whole of `expect`.',
    `${reason}${udise}expect: {ledger: 7c1e, rows: {udise: 1}}\n`,
  ),
  EXPECT_INVALID: entry(
    'A value of the row contract cannot be one',
    'Run `cqube-replay plan --write` on the file instead of writing `expect` by hand.',
    `${reason}${udise}${expect('udise: many')}`,
  ),
  EXPECT_ROWS_DIFFER: entry(
    'The row contract names other data sources than the request',
    'Run `cqube-replay plan --write` on the file again: the selection was changed after the plan.',
    `${reason}${udise}${expect('udise: 1, static: 2')}`,
  ),
  ...fileProblems,
  ...selectionProblems,
} as const satisfies Record<string, ProblemEntry>
