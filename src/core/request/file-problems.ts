import type {ProblemEntry, ProblemExample} from '../problem-entry.ts'

const request = (months: string): string =>
  'reason: March attendance was emitted twice\n' +
  `replay:\n  crc: {year: 2021, months: [${months}]}\n` +
  'expect: {planned_at: "2026-11-24T10:15:00+05:30", ledger: 7c1e, rows: {crc: 12}}\n'

const march = request('3')
const runId = '20261101T163000Z-4f2a'

const entry = (
  severity: ProblemEntry['severity'],
  title: string,
  fix: string,
  example: Partial<ProblemExample>,
): ProblemEntry => ({severity, title, fix, example: {file: 'replay-requests/march.yaml', text: march, ...example}})

/** What is wrong with a request file as a whole: its name, its kind, its neighbours, its past. */
export const fileProblems = {
  FILE_NAME_REFUSED: entry('error', 'The name of the file is not allowed', 'Rename the file.', {
    file: 'replay-requests/March 2021.yaml',
  }),
  FILE_IS_LINK: entry('error', 'The file is a symbolic link', 'Commit the request itself in its place.', {
    kind: 'link',
  }),
  FILE_IS_SUBMODULE: entry(
    'error',
    'A submodule stands in place of a file',
    'Commit the request itself in its place.',
    {kind: 'submodule'},
  ),
  FILE_IS_EXECUTABLE: entry('error', 'The file is executable', 'Run `git update-index --chmod=-x` on it and commit.', {
    kind: 'executable',
  }),
  FILE_PASSED_OVER: entry(
    'warning',
    'A file in the requests directory is no request',
    'Rename the file if it is a request, or move it elsewhere.',
    {file: 'replay-requests/march.yml.txt'},
  ),
  REQUEST_RAN_EDITED: entry(
    'warning',
    'A request that has run was edited',
    'Keep the edit if the file is to say more; what is to be deleted once more needs a request with `repeat_of`.',
    {text: request('4'), before: {text: march, runId}},
  ),
  REQUEST_RAN_REMOVED: entry(
    'warning',
    'A request that has run was removed',
    'Keep the file as the record of what was asked for, unless it is removed on purpose.',
    {text: null, before: {text: march, runId}},
  ),
  REQUEST_WITHDRAWN: entry(
    'note',
    'A request was removed before any run took it',
    'Nothing has to be done; put the file back if it is still wanted.',
    {text: null, before: {text: march, runId: null}},
  ),
  REQUESTS_OVERLAP: entry(
    'warning',
    'Two pending requests select the same data',
    'Nothing has to be done; if one of them is a mistake, remove that file.',
    {beside: {file: 'replay-requests/first-quarter.yaml', text: request('1, 2, 3')}},
  ),
} as const satisfies Record<string, ProblemEntry>
