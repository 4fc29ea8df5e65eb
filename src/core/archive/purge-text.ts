import {figure, rowsOf} from '../plan/figures.ts'

interface Purged {
  readonly runId: string
  readonly rows: number
}

/** One sentence, or two, about what a pass dropped of the archive; null when there is nothing to tell. */
export function purgeText(
  dropped: readonly Purged[],
  left: readonly {readonly archiveTable: string; readonly obstacle: string}[],
): string | null {
  const runs = [...new Set(dropped.map(({runId}) => runId))]
  const rows = dropped.reduce((sum, table) => sum + table.rows, 0)
  const gone =
    dropped.length === 0
      ? []
      : [
          `Past their time, archived rows were dropped for good: ${rowsOf(rows)} in ${tablesOf(dropped.length)} of ${runsOf(runs)}.`,
        ]
  const kept = left.map(
    ({archiveTable, obstacle}) =>
      `Archive table \`${archiveTable}\` is past its time and was left, since ${obstacle}; the next run tries again.`,
  )
  return dropped.length + left.length === 0 ? null : [...gone, ...kept].join(' ')
}

const tablesOf = (count: number): string => `${figure(count)} ${count === 1 ? 'table' : 'tables'}`

const shownRuns = 5

function runsOf(runs: readonly string[]): string {
  const more = runs.length - shownRuns
  const shown = runs.slice(0, shownRuns).join(', ')
  return `${runs.length === 1 ? 'run' : 'runs'} ${shown}${more > 0 ? ` and ${figure(more)} more` : ''}`
}
