import type {RequestRecord, RunRecord} from '../run/run-record.ts'
import {approvalLine} from './approval-section.ts'
import {sourcesOf, type RequestSource, type RequestTable} from './attribution.ts'
import {bullets, code, joined, line, table, type Markdown} from './markdown.ts'
import {sliceWords} from './slice-words.ts'
import {readableTime} from './zoned-time.ts'

const none = line`–`
export const figureOrNone = (value: number | null | undefined): Markdown =>
  value === null || value === undefined ? none : line`${value}`

export const codes = (texts: readonly string[]): Markdown => joined(texts.map(code), ', ')

const outcomeCells = ({deletion}: RequestTable): Markdown[] => [
  figureOrNone(deletion?.archived),
  figureOrNone(deletion?.deleted),
  figureOrNone(deletion?.rowsAfter),
]

const ownTable = ({tables}: RequestSource): Markdown =>
  table(
    ['Table', '>Expected', '>Archived', '>Deleted', '>Left afterwards'],
    tables.map((row) => [code(row.table), line`${row.requested}`, ...outcomeCells(row)]),
  )

const sharedTable = ({tables}: RequestSource): Markdown =>
  table(
    [
      'Table',
      '>Expected by this request',
      '>Expected by the deletion',
      '>Archived by it',
      '>Deleted by it',
      '>Left afterwards',
    ],
    tables.map((row) => [
      code(row.table),
      line`${row.requested}`,
      figureOrNone(row.deletion?.expected),
      ...outcomeCells(row),
    ]),
  )

const shownKeys = 20

function sharingOf(source: RequestSource, pathOf: (requestId: string) => string): Markdown {
  const others = codes(source.deletedTogetherWith.map(pathOf))
  const together = line`One deletion did the work for this request and for ${others}. Only the first column of figures is this request's own; the others are those of the whole deletion and cannot be split.`
  if (source.sharedKeys.length === 0) return together
  const more = source.sharedKeys.length - shownKeys
  const keys = codes(source.sharedKeys.slice(0, shownKeys))
  return line`${together} Asked for by more than one of them, and deleted once: ${keys}${more > 0 ? line` and ${more} more` : line``}.`
}

/** What became of one data source of a request, table by table. */
export function sourceBlocks(source: RequestSource, pathOf: (requestId: string) => string): Markdown[] {
  const documents = source.deletions.map(({documentNo}) => documentNo)
  const where =
    documents.length === 0
      ? line`no deletion of this run`
      : line`document ${joined(
          documents.map((documentNo) => line`${documentNo}`),
          ' and ',
        )}`
  const isShared = source.deletedTogetherWith.length > 0
  return [
    line`**${code(source.dataSource)}** (${where})`,
    ...(isShared ? [sharingOf(source, pathOf)] : []),
    isShared ? sharedTable(source) : ownTable(source),
  ]
}

/** Who asked for what and why, and what became of it, table by table. */
export function requestBlocks(record: RunRecord, request: RequestRecord, no: number, timeZone: string): Markdown[] {
  const pathOf = (requestId: string): string =>
    record.requests.find((other) => other.requestId === requestId)?.paths[0] ?? requestId
  const {introduction, paths, ticket, repeatOf} = request
  const [path = request.requestId, ...copies] = paths
  const approved = approvalLine(request.approval, timeZone)

  return [
    line`### Request ${no}: ${code(path)}`,
    bullets([
      line`Why: ${request.reason}`,
      introduction === null
        ? line`Who: not known (no commit of the branch brought this file)`
        : line`Who: ${introduction.author}, ${readableTime(introduction.committedAt, timeZone)}, commit ${code(introduction.commit)}`,
      ...(approved === null ? [] : [approved]),
      ...(ticket === null ? [] : [line`Ticket: ${code(ticket)}`]),
      ...(repeatOf === null ? [] : [line`Repeats run: ${code(repeatOf)}`]),
      ...(copies.length === 0 ? [] : [line`Same content, so the same request: ${codes(copies)}`]),
      ...request.slices.map((slice) => line`What: ${code(slice.dataSource)}, ${sliceWords(slice)}`),
      line`Request id: ${code(request.requestId)}`,
    ]),
    ...sourcesOf(record, request).flatMap((source) => sourceBlocks(source, pathOf)),
  ]
}
