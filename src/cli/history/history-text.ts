import type {ToldRun} from '../../commands/history.ts'
import {isOpen} from '../../core/holes/hole.ts'
import {figure} from '../../core/plan/figures.ts'
import {readableTime} from '../../core/report/zoned-time.ts'
import type {RunOutcome} from '../../core/run/run-record.ts'
import {bytesOf} from '../rough-figures.ts'
import {withdrawnTable} from '../status/withdrawn-section.ts'
import {textTable, wrapped} from '../text-table.ts'
import type {ShownHistory} from './shown-history.ts'
import {trendText} from './trend-text.ts'

const shortOutcome: Readonly<Record<RunOutcome, string>> = {
  awaiting_files: 'files awaited',
  reloaded: 'reloaded',
  partly_deleted: 'partly deleted',
  failed: 'failed',
  nothing_deleted: 'nothing deleted',
}

/** A screen narrower than this gets fewer columns. */
const wide = 110

export interface HistoryScreen {
  readonly timeZone: string
  readonly columns: number
  readonly unicode: boolean
}

export function historyText(shown: ShownHistory, screen: HistoryScreen): string {
  const blocks = [
    runsBlock(shown, screen),
    awaitedBlock(shown.runs, screen),
    trendText(shown.trend, screen.columns, screen.unicode),
    withdrawnBlock(shown, screen),
    purgesBlock(shown, screen),
  ]
  return `${blocks.filter((block) => block !== null).join('\n\n')}\n`
}

/** To the minute: a run's id has its seconds. */
const minuteOf = (moment: string, {timeZone}: HistoryScreen): string => readableTime(moment, timeZone).slice(0, 16)

function runsBlock({runs, hasMore}: ShownHistory, screen: HistoryScreen): string {
  if (runs.length === 0) return 'No run fits.'
  const isWide = screen.columns >= wide
  const heads = [
    'Run',
    'Requested',
    'Outcome',
    ...(isWide ? ['>Requests', '>Left out'] : []),
    '>Deleted',
    ...(isWide ? ['>Archived'] : []),
    '>Reloaded',
    ...(isWide ? ['Report'] : []),
  ]
  const rows = runs.map((run) => [
    run.runId,
    minuteOf(run.requestedAt, screen),
    shortOutcome[run.outcome],
    ...(isWide ? [figure(run.requests), figure(run.leftOut)] : []),
    figure(run.rowsDeleted),
    ...(isWide ? [figure(run.rowsArchived)] : []),
    reloadedShare(run),
    ...(isWide ? [run.reportCommit?.slice(0, 12) ?? 'not yet'] : []),
  ])
  const title = `${runs.length === 1 ? '1 run' : `${figure(runs.length)} runs`}, newest first, times of ${screen.timeZone}`
  return [`${title}${hasMore ? '; older ones with `--limit`' : ''}:`, textTable(heads, rows, '  ')].join('\n')
}

/** In the tables that stand for the slices: other tables are filled by cQube in its own time. */
function reloadedShare({holes}: ToldRun): string {
  const deleted = holes.reduce((sum, hole) => sum + hole.deleted, 0)
  if (deleted === 0) return '–'
  const share = Math.floor((holes.reduce((sum, {reloaded}) => sum + reloaded, 0) / deleted) * 100)
  return `${figure(share)} %`
}

function awaitedBlock(runs: readonly ToldRun[], screen: HistoryScreen): string | null {
  const lines = runs.flatMap(({runId, holes}) => {
    const open = holes.filter(isOpen)
    if (open.length === 0) return []
    const overdue = open.filter((hole) => hole.overdue).length
    const [next] = open.flatMap(({deadline, overdue: late}) => (deadline === null || late ? [] : [deadline])).sort()
    return [
      [
        `  ${runId}  ${figure(open.length)} of ${figure(holes.length)} ${holes.length === 1 ? 'slice' : 'slices'}`,
        ...(overdue === 0 ? [] : [`${figure(overdue)} OVERDUE`]),
        ...(next === undefined ? [] : [`emit by ${minuteOf(next, screen)}`]),
      ].join(', '),
    ]
  })
  if (lines.length === 0) return null
  return ['Corrected files are awaited for (see `cqube-replay explain <run>`):', ...lines].join('\n')
}

function withdrawnBlock({withdrawn}: ShownHistory, {timeZone}: HistoryScreen): string | null {
  if (withdrawn === null) return null
  if ('failure' in withdrawn) {
    return wrapped(`Withdrawn requests are not known: ${withdrawn.failure.code}: ${withdrawn.failure.message}`)
  }
  return withdrawnTable(withdrawn.requests, (moment) => readableTime(moment, timeZone))
}

function purgesBlock({purges}: ShownHistory, screen: HistoryScreen): string | null {
  if (purges.length === 0) return null
  const isWide = screen.columns >= wide
  const rows = purges.map(({at, why, by, runs, tables, rows: n, bytes}) => [
    minuteOf(at, screen),
    figure(n),
    bytesOf(bytes),
    ...(isWide ? [figure(tables), figure(runs.length)] : []),
    why,
    by,
  ])
  return [
    'Archived rows dropped for good:',
    textTable(['When', '>Rows', '>Size', ...(isWide ? ['>Tables', '>Runs'] : []), 'Why', 'By'], rows, '  '),
  ].join('\n')
}
