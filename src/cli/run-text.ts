import {figure, rowsOf} from '../core/plan/figures.ts'
import {isOpen} from '../core/holes/hole.ts'
import {isError} from '../core/problem.ts'
import {outcomeOf, outcomeWords} from '../core/report/outcome.ts'
import {totalsOf} from '../core/report/totals.ts'
import {readableTime} from '../core/report/zoned-time.ts'
import type {LeftOut, RunRecord} from '../core/run/run-record.ts'
import type {ShownRun} from '../entries/shown-run.ts'
import {counted, problemLines} from './problem-lines.ts'
import {jsonText} from './terminal.ts'
import {textTable, wrapped} from './text-table.ts'

const rolledBack = 'Rehearsal: everything was rolled back. The database is as it was; nothing was emitted or reported.'

export function runText(shown: ShownRun): string {
  const {result, isRehearsal, settings} = shown
  const {runs, plan, renewed, unfinished} = result
  const waiting = plan?.waiting ?? []
  return `${[
    ...(isRehearsal ? [rolledBack] : []),
    ...(runs.length > 0 ? runs.map((record) => runBlock(record, shown)) : [nothingText(renewed)]),
    ...renewed.map((record) => renewedBlock(record, shown)),
    // Of a new run they stand with the run; told before, they start none.
    ...(runs.some(({leftOut}) => leftOut.length > 0)
      ? []
      : leftOutBlock('Still left out, as reported before:', plan?.leftOut ?? [])),
    ...(waiting.length === 0
      ? []
      : [
          [
            'Waiting:',
            ...waiting.map(({path, notBefore}) => `  ${path} until ${readableTime(notBefore, settings.timeZone)}`),
          ].join('\n'),
        ]),
    ...(plan?.problems ?? []).filter(isError).map(problemLines),
    ...(unfinished === null
      ? []
      : [wrapped(`Not finished, and done again by the next run: ${unfinished.code}: ${unfinished.message}`)]),
    ...(isRehearsal && runs.length > 0 ? [rolledBack] : []),
  ].join('\n\n')}\n`
}

const nothingText = (renewed: readonly RunRecord[]): string =>
  renewed.length === 0 ? 'Nothing to do.' : 'Nothing to delete.'

/** What came back since the report of an earlier run was published. */
function renewedBlock(record: RunRecord, {reports, settings}: ShownRun): string {
  const commit = reports.get(record.runId)
  const back = record.holes.filter((hole) => !isOpen(hole)).length
  return [
    `The report of run ${record.runId} says what came back since: ${back} of ${counted(record.holes.length, 'slice')}.`,
    ...record.files.map(({key, accepted, lines}) => `  ${key}: ${figure(accepted)} of ${counted(lines, 'line')} taken`),
    ...(commit === undefined ? [] : [`Report: branch ${settings.git.reportsBranch}, commit ${commit.slice(0, 12)}.`]),
  ].join('\n')
}

function leftOutBlock(title: string, leftOut: readonly LeftOut[]): string[] {
  if (leftOut.length === 0) return []
  const items = leftOut.flatMap(({path, reason, message}) => [`  ${path}`, wrapped(`${reason}: ${message}`, '    ')])
  return [[title, ...items].join('\n')]
}

function runBlock(record: RunRecord, {isRehearsal, reports, settings}: ShownRun): string {
  const report = reports.get(record.runId)
  return [
    headline(record, isRehearsal),
    ...(record.deletions.length === 0 ? [] : ['', sourcesTable(record)]),
    ...(record.failure === null ? [] : ['', wrapped(`Failed: ${record.failure.code}: ${record.failure.message}`)]),
    ...failedDeletions(record),
    ...(record.requests.length === 0
      ? []
      : ['', 'Requests:', ...record.requests.map(({paths}) => `  ${paths.join(', ')}`)]),
    ...leftOutBlock('\nLeft out:', record.leftOut),
    ...(record.notes.length === 0 ? [] : ['', ...record.notes.map((note) => wrapped(note))]),
    ...(report === undefined
      ? []
      : ['', `Report: branch ${settings.git.reportsBranch}, commit ${report.slice(0, 12)}.`]),
  ].join('\n')
}

function headline(record: RunRecord, isRehearsal: boolean): string {
  const {deleted, requests} = totalsOf(record)
  const verb = isRehearsal ? 'would have deleted' : 'deleted'
  if (deleted === 0) return `Run ${record.runId} ${verb} nothing.`
  const outcome = isRehearsal ? '' : `\n${outcomeWords[outcomeOf(record)]}.`
  return `Run ${record.runId} ${verb} ${rowsOf(deleted)} for ${counted(requests, 'request')}.${outcome}`
}

function sourcesTable(record: RunRecord): string {
  const orNone = (value: number | null): string => (value === null ? '–' : figure(value))
  return textTable(
    ['>Deleted', '>Archived', '>Left', 'Data source'],
    totalsOf(record).sources.map(({dataSource, deleted, archived, rowsAfter}) => [
      orNone(deleted),
      orNone(archived),
      orNone(rowsAfter),
      dataSource,
    ]),
    '  ',
  )
}

const failedDeletions = ({deletions}: RunRecord): string[] =>
  deletions.flatMap(({dataSource, state, failure}) =>
    state === 'DONE' || failure === null
      ? []
      : ['', wrapped(`Not deleted: ${dataSource}. ${failure.code}: ${failure.message}`)],
  )

/** The object of `run --json`. */
export const runJson = (shown: ShownRun): string => jsonText('run', runContent(shown))

export function runContent({result, reports, isRehearsal}: ShownRun): Readonly<Record<string, unknown>> {
  const {runs, plan, renewed, unfinished, exitCode} = result
  return {
    rehearsal: isRehearsal,
    exitCode,
    unfinished,
    runs: runs.map((record) => {
      const {sources, ...totals} = totalsOf(record)
      return {
        runId: record.runId,
        outcome: outcomeOf(record),
        failure: record.failure,
        reportCommit: reports.get(record.runId) ?? null,
        totals,
        sources,
        requests: record.requests.map(({requestId, paths}) => ({requestId, paths})),
        leftOut: record.leftOut,
        notes: record.notes,
      }
    }),
    renewed: renewed.map(({runId}) => ({runId, reportCommit: reports.get(runId) ?? null})),
    leftOut: plan?.leftOut ?? [],
    waiting: plan?.waiting ?? [],
    problems: plan?.problems ?? [],
  }
}
