import type {ArchivedTable, ArchiveTotals} from '../../core/archive/archived-table.ts'
import {daysBetween, expiryOf, keptDays} from '../../core/archive/keeping.ts'
import {figure, rowsOf} from '../../core/plan/figures.ts'
import {readableTime} from '../../core/report/zoned-time.ts'
import type {Settings} from '../../core/settings/settings.ts'
import {bytesOf} from '../rough-figures.ts'
import {textTable, wrapped} from '../text-table.ts'

export interface ArchiveView {
  readonly settings: Settings
  readonly totals: ArchiveTotals
  readonly now: string
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
const counted = (count: number, word: string): string => `${figure(count)} ${word}${count === 1 ? '' : 's'}`
const dayOf = (moment: string, {settings}: ArchiveView): string => readableTime(moment, settings.timeZone).slice(0, 10)

/** "2027-02-22, in 90 days", or why it is not dropped by itself. */
export function endWords({createdAt, isReported}: ArchivedTable, view: ArchiveView): string {
  const expiry = expiryOf(createdAt, keptDays(view.settings.archive.keepDays, view.totals.keepAtLeastDays))
  if (expiry === null) return 'never by itself'
  const days = daysBetween(view.now, expiry)
  if (days >= 0) return `${dayOf(expiry, view)}, in ${counted(days, 'day')}`
  return isReported ? `by the next run (since ${dayOf(expiry, view)})` : 'once its run is reported'
}

/** How long archives are kept, and who says so where settings and owner differ. */
export function keepingWords({settings, totals}: Omit<ArchiveView, 'now'>): string {
  const {keepDays} = settings.archive
  const kept = keptDays(keepDays, totals.keepAtLeastDays)
  if (keepDays === null) return 'Kept until `cqube-replay archive drop`: `archive.keep_days` is `never`.'
  if (kept === null) return "Kept until `cqube-replay archive drop`: the ledger's owner lets no run drop them."
  const byOwner = kept > keepDays ? `; \`archive.keep_days\` says ${keepDays}, the ledger's owner at least ${kept}` : ''
  return `A run drops them ${counted(kept, 'day')} after they were made${byOwner}.`
}

export function archiveListText(tables: readonly ArchivedTable[], view: ArchiveView): string {
  if (tables.length === 0) return 'The archive is empty.\n'
  const {totals} = view
  const runs = [...new Set(tables.map(({runId}) => runId))]
  const rows = runs.flatMap((runId) => {
    const of = tables.filter((table) => table.runId === runId)
    const [first] = of
    if (first === undefined) return []
    return [
      [
        runId,
        dayOf(first.createdAt, view),
        String(of.length),
        figure(sum(of.map((table) => table.rows))),
        bytesOf(sum(of.map(({bytes}) => bytes ?? 0))),
        endWords(first, view),
      ],
    ]
  })
  return `${[
    `The archive holds ${rowsOf(totals.rows)} in ${counted(totals.tables, 'table')} of ${counted(totals.runs, 'run')}, ${bytesOf(totals.bytes)} on disk.`,
    wrapped(keepingWords(view)),
    '',
    textTable(['Run', 'Archived', '>Tables', '>Rows', '>Size', 'Dropped'], rows, '  '),
  ].join('\n')}\n`
}

/** A line for what went together: a pass of a runner, or one command, drops a run's tables within moments. */
export function droppedListText(tables: readonly ArchivedTable[], view: ArchiveView): string {
  if (tables.length === 0) return 'No archive was dropped so far.\n'
  const timeOf = ({dropped}: ArchivedTable): string =>
    readableTime(dropped?.at ?? '', view.settings.timeZone).slice(0, 16)
  const nameOf = (table: ArchivedTable): string =>
    JSON.stringify([table.runId, timeOf(table), table.dropped?.why, table.dropped?.by])
  const rows = [...new Set(tables.map(nameOf))].flatMap((name) => {
    const of = tables.filter((table) => nameOf(table) === name)
    const [first] = of
    if (first?.dropped === null || first?.dropped === undefined) return []
    const {why, by} = first.dropped
    const size = bytesOf(sum(of.map(({bytes}) => bytes ?? 0)))
    return [[timeOf(first), first.runId, figure(of.length), figure(sum(of.map((table) => table.rows))), size, why, by]]
  })
  return `Dropped from the archive, the latest first; rows and files are gone:\n\n${textTable(
    ['When', 'Run', '>Tables', '>Rows', '>Size', 'Why', 'By'],
    rows,
    '  ',
  )}\n`
}

/** One table in full; of several what tells them apart. */
export function archiveShowText(tables: readonly ArchivedTable[], view: ArchiveView): string {
  const [first] = tables
  if (first === undefined) return ''
  if (tables.length === 1) return `${tableBlock(first, view)}\n`
  const rows = tables.map(({archiveTable, rows: n, bytes}) => [
    archiveTable,
    figure(n),
    bytes === null ? '–' : bytesOf(bytes),
  ])
  return `${[
    ...facts([
      ['Run', first.runId],
      ['Archived', ageWords(first, view)],
      ['Dropped', endWords(first, view)],
    ]),
    '',
    textTable(['Table in schema cqube_replay_archive', '>Rows', '>Size'], rows, '  '),
  ].join('\n')}\n`
}

const facts = (lines: readonly (readonly [word: string, text: string])[], indent = ''): string[] =>
  lines.map(([word, text]) => `${indent}${word.padEnd(10)}  ${text}`)

function ageWords({createdAt}: ArchivedTable, {settings, now}: ArchiveView): string {
  const days = daysBetween(createdAt, now)
  const at = readableTime(createdAt, settings.timeZone)
  return days < 1 ? at : `${at}, ${counted(days, 'day')} ago`
}

/** Rows and size by data source: a full refresh of UDISE has more tables than a screen has lines. */
export function bySourceText(tables: readonly ArchivedTable[], indent: string): string {
  const rows = [...new Set(tables.map(({dataSource}) => dataSource))].map((dataSource) => {
    const of = tables.filter((table) => table.dataSource === dataSource)
    return [
      dataSource,
      figure(of.length),
      figure(sum(of.map((table) => table.rows))),
      bytesOf(sum(of.map(({bytes}) => bytes ?? 0))),
    ]
  })
  return textTable(['Data source', '>Tables', '>Rows', '>Size'], rows, indent)
}

function tableBlock(table: ArchivedTable, view: ArchiveView): string {
  const {archiveTable, runId, dataSource, table: name, rows, bytes, columns} = table
  return [
    `cqube_replay_archive."${archiveTable}"`,
    ...facts(
      [
        ['Rows', `${figure(rows)} of table ${name}, data source ${dataSource}`],
        ['Deleted by', `run ${runId}`],
        ['Archived', ageWords(table, view)],
        ['Size', bytes === null ? 'the table is not there any more' : bytesOf(bytes)],
        ['Dropped', endWords(table, view)],
        ['Columns', wrapped(columns.join(', '), ' '.repeat(14)).trimStart()],
      ],
      '  ',
    ),
  ].join('\n')
}
