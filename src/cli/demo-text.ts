import {dirname, join} from 'node:path'
import type {DemoOutcome} from '../demo/chapters/replay.ts'
import type {DemoSite} from '../demo/site.ts'
import type {Terminal} from './terminal.ts'
import {wrapped} from './text-table.ts'

/** Sentences are wrapped; lines that begin with a blank are not. */
export const paragraph = (text: string): string =>
  text
    .split('\n')
    .map((line) => (line.startsWith(' ') ? line : wrapped(line)))
    .join('\n')

/** Rows of one table that are shown of a data source with as many tables as udise. */
const rowsShown = 4
const udiseRow = /^ *[\d,]+ {2}udise_/

/** The same text with most of the 33 tables of udise left out. */
export function shortened(text: string): string {
  const lines = text.split('\n')
  const rows = lines.flatMap((line, index) => (udiseRow.test(line) ? [index] : []))
  const left = rows.slice(rowsShown)
  const [first] = left
  if (first === undefined) return text
  const isLeft = new Set(left)
  return lines
    .flatMap((line, index) =>
      index === first ? [`       …  and ${left.length} more tables, left out here`] : isLeft.has(index) ? [] : [line],
    )
    .join('\n')
}

/** A report up to its second request. */
export function beginningOf(report: string): string {
  const lines = report.split('\n')
  const end = lines.findIndex((line) => line.startsWith('Request 2: '))
  if (end < 0) return report
  const shown = lines.slice(0, end).map((line) => (line.includes('  ') ? line : wrapped(line)))
  return `${shown.join('\n')}\n… ${lines.length - end} more lines: the other requests, side effects, deletions, documents, timeline.`
}

export const places = ({paths, dataDirectory}: DemoSite, {reportPath}: DemoOutcome): string =>
  [
    `Where everything lies, in ${paths.folder}:`,
    "  checkout/      the operator's repository: cqube-replay.yaml and replay-requests/",
    '  remote.git/    the remote: branch main with the requests, branch replay-reports with the reports',
    '  emission/      stands for the emission bucket: the JSON that was emitted, and the corrected files',
    "  outputs/       stands for the output bucket: what cQube's reports show, and what was moved aside",
    dataDirectory === null
      ? '  (PostgreSQL runs as nobody, who cannot enter this folder: its data is in a temporary one, until the end)'
      : '  postgres/      the data of PostgreSQL, with the ledger and the archive',
    '  postgres.log   what the server said',
    '',
    'To look at the report again:',
    `  git -C ${quoted(paths.remote)} show replay-reports:${reportPath}`,
    'To see what was emitted:',
    `  cat ${quoted(paths.emission)}/cqube_replay/*.json`,
  ].join('\n')

/** How the program is called: by `npm run demo` it is on no path. */
export function programOf(environment: Terminal['environment']): {readonly program: string; readonly demo: string} {
  const manifest = environment['npm_lifecycle_event'] === 'demo' ? environment['npm_package_json'] : undefined
  return manifest === undefined
    ? {program: 'cqube-replay', demo: 'cqube-replay demo --keep-running'}
    : {program: `node ${quoted(join(dirname(manifest), 'build', 'cli.js'))}`, demo: 'npm run demo -- --keep-running'}
}

type Program = ReturnType<typeof programOf>

export const whileItRuns = ({paths, connectionString}: DemoSite, program: Program): string =>
  [
    'PostgreSQL runs until Ctrl-C. In another terminal:',
    `  export DATABASE_URL=${connectionString}`,
    `  cd ${quoted(paths.checkout)}`,
    ...thingsToTry(program),
  ].join('\n')

export const afterwards = (program: Program): string =>
  [
    'PostgreSQL was stopped; the folder stays, and the next demo replaces it. To go on with it yourself:',
    `  ${program.demo}`,
    'tells the same, keeps its PostgreSQL, and says how to reach it.',
    ...thingsToTry(program),
  ].join('\n')

const thingsToTry = ({program}: Program): string[] => [
  'Now try:',
  ...(program === 'cqube-replay' ? [] : [`  alias cqube-replay=${JSON.stringify(program)}`]),
  '  cqube-replay options student_attendance   what the database offers to be replayed',
  '  cqube-replay new                          asks for a request, counts it, writes the file; commit and push it',
  '  cqube-replay run --rehearse               everything, and then rolled back',
  '  cqube-replay history                      past runs, and a trend',
  '  cqube-replay archive list                 the deleted rows, and until when they are kept',
  '  cqube-replay daemon                       runs by the schedule; Ctrl-C ends it',
  '  cqube-replay doctor                       whether all that a run needs is there',
]

const quoted = (path: string): string => (/^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`)
