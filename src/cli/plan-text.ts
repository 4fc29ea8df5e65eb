import type {Plan} from '../commands/plan.ts'
import type {PlannedRequest} from '../commands/planned-request.ts'
import {totalRows} from '../core/plan/attribute.ts'
import type {SourceCount} from '../core/plan/counts.ts'
import {figure, percentOf, rowsOf} from '../core/plan/figures.ts'
import {isError} from '../core/problem.ts'
import {sliceWords} from '../core/report/slice-words.ts'
import {readableTime} from '../core/report/zoned-time.ts'
import type {Settings} from '../core/settings/settings.ts'
import {noColours, type Colours} from './colours.ts'
import {counted, problemCount, problemLinesIn} from './problem-lines.ts'
import {bytesOf, durationOf} from './rough-figures.ts'
import {textTable, wrapped} from './text-table.ts'

/** A plan for people: what would be deleted first, then everything else. */
export function planText(plan: Plan, settings: Settings, colours: Colours = noColours): string {
  const {run, requests} = plan
  return `${[
    headline(plan, settings, colours),
    ...requests.map((request) => requestBlock(request, run.counts, settings)),
    ...sideEffects(run.counts),
    ...(run.documents.length === 0 ? [] : [totals(plan)]),
    ...list('A run would emit:', plan.documents, ({key, content}) => `${key}\n    ${JSON.stringify(content)}`),
    ...list(
      'Waiting:',
      run.waiting,
      ({path, notBefore}) => `${path} until ${readableTime(notBefore, settings.timeZone)}`,
    ),
    ...list('Nothing left to do:', run.settled, ({path, runId}) => `${path}: run ${runId} deleted what it selects`),
    ...list('Row contract written:', plan.written, (path) => path),
    ...list('To know:', run.notes, (note) => wrapped(note, '    ').trimStart()),
    ...plan.problems.map(problemLinesIn(colours)),
    ...(plan.problems.length === 0 ? [] : [`Problems in files: ${problemCount(plan.problems)}.${advice(plan)}`]),
  ].join('\n\n')}\n`
}

const advice = ({problems}: Plan): string =>
  problems.some(isError) ? ' A file with an error is left out of every run.' : ''

function list<T>(title: string, items: readonly T[], text: (item: T) => string): string[] {
  return items.length === 0 ? [] : [[title, ...items.map((item) => `  ${text(item)}`)].join('\n')]
}

function headline({requests, totals: {rows}, ledger, plannedAt}: Plan, {timeZone}: Settings, {bold}: Colours): string {
  const refused = requests.filter(({refusal}) => refusal !== null).length
  const taken = requests.length - refused
  const what = taken === 0 ? 'nothing' : `${rowsOf(rows)} for ${counted(taken, 'request')}`
  const left = refused === 0 ? '' : ` ${counted(refused, 'request')} would be left out.`
  return (
    `${bold(`A run would delete ${what}.`)}${left}\n` +
    `Counted ${readableTime(plannedAt, timeZone)} in the database of ledger ${ledger}.`
  )
}

function requestBlock(planned: PlannedRequest, counts: readonly SourceCount[], settings: Settings): string {
  const {request, files, slices, rows, refusal} = planned
  const [first, ...copies] = files.map(({path}) => path)
  const empty = rows.filter(({expected}) => expected === 0)
  const filled = rows.filter(({expected}) => expected > 0)
  return [
    first ?? request.path,
    ...copies.map((path) => `  the same request: ${path}`),
    wrapped(request.reason, '  '),
    ...slices.map((slice) => wrapped(`${slice.dataSource}: ${sliceWords(slice)}`, '  ')),
    ...(rows.length === 0 ? [] : ['', tableOf(filled, counts), ...emptyTables(empty)]),
    '',
    ...(refusal === null ? [] : [wrapped(`Would be left out: ${refusal.reason}. ${refusal.message}`, '  ')]),
    ...contractLine(planned, settings),
  ]
    .join('\n')
    .trimEnd()
}

function tableOf(rows: PlannedRequest['rows'], counts: readonly SourceCount[]): string {
  const cells = rows.map(({dataSource, table, expected}) => {
    const facts = counts
      .find((count) => count.dataSource === dataSource)
      ?.tables.find((candidate) => candidate.table === table)
    const tableRows = Math.max(facts?.tableRows ?? 0, expected)
    const about = facts?.tableRowsExact === false ? 'about ' : ''
    return [figure(expected), table, `${about}${percentOf(expected / tableRows)} of ${about}${figure(tableRows)}`]
  })
  return textTable(['>Delete', 'Table', 'Share of the table'], [...cells, [figure(totalRows(rows)), 'in all']], '  ')
}

const emptyTables = (rows: PlannedRequest['rows']): string[] =>
  rows.length === 0 ? [] : [wrapped(`No such rows in ${rows.map(({table}) => table).join(', ')}.`, '  ')]

function contractLine({contract, request, refusal}: PlannedRequest, {requireExpect}: Settings): string[] {
  switch (contract) {
    case 'written':
      return ['  Row contract: written now; commit the file.']
    case 'there':
      return refusal === null ? ['  Row contract: holds.'] : []
    case 'missing':
      return request.expect === null && requireExpect && refusal === null
        ? ['  Row contract: missing, so a run would refuse it. `cqube-replay plan --write` adds it.']
        : []
  }
}

const sideEffects = (counts: readonly SourceCount[]): string[] =>
  counts.flatMap(({dataSource, sideEffects: effects}) =>
    effects.map(({table, rows, siblings, siblingKeys}) => {
      const more = siblings - siblingKeys.length
      const keys = `${siblingKeys.join(', ')}${more > 0 ? ` and ${figure(more)} more` : ''}`
      return wrapped(
        `Side effect: ${dataSource} also removes ${rowsOf(rows)} of ${table} that ${counted(siblings, 'slice')} nobody ` +
          `selected have a share in: ${keys}.`,
      )
    }),
  )

function totals({totals: {rows, seconds, archiveBytes}, run: {documents}}: Plan): string {
  const deletions = documents.reduce((sum, {sections}) => sum + sections.length, 0)
  const archive = archiveBytes === 0 ? 'no archive' : `archive about ${bytesOf(archiveBytes)}`
  return (
    `In all, each row once: ${rowsOf(rows)} in ${counted(deletions, 'deletion')}, ` +
    `about ${durationOf(seconds)}, ${archive}.`
  )
}
