import {rejectReasons, type RejectReason} from '../ingestion/rejects.ts'
import type {FileRecord} from '../run/run-record.ts'
import {code, joined, line, table, type Markdown} from './markdown.ts'

const shownSlices = 5

function slices({slices: loaded}: FileRecord): Markdown {
  const shown = loaded.slice(0, shownSlices).map(({key, rows}) => line`${code(key)}: ${rows}`)
  const more = loaded.length - shown.length
  return joined([...shown, ...(more > 0 ? [line`${more} more`] : [])], ', ')
}

function rejects({rejects: counted}: FileRecord): Markdown {
  const reasons = (Object.entries(counted) as [RejectReason, number][]).sort(([a], [b]) => (a < b ? -1 : 1))
  return reasons.length === 0
    ? line`none`
    : joined(
        reasons.map(([reason, lines]) => line`${lines} ${rejectReasons[reason]}`),
        '; ',
      )
}

/** Files of the embedded ingestion that brought rows of what the run deleted. Empty when there are none. */
export function filesSection(files: readonly FileRecord[], at: (moment: string) => Markdown): Markdown[] {
  if (files.length === 0) return []
  return [
    table(
      ['File', '>Lines', '>Taken', 'Rejected lines', 'Rows by slice', 'Loaded'],
      files.map((file) => [
        code(file.key),
        line`${file.lines}`,
        line`${file.accepted}`,
        rejects(file),
        slices(file),
        at(file.loadedAt),
      ]),
    ),
  ]
}

/** `files` of report.json. */
export const filesJson = (files: readonly FileRecord[], at: (moment: string | null) => string | null): unknown =>
  files.map((file) => ({
    key: file.key,
    dataSource: file.dataSource,
    stem: file.stem,
    sha256: file.sha256,
    lines: file.lines,
    accepted: file.accepted,
    rejects: Object.fromEntries(Object.entries(file.rejects).sort(([a], [b]) => (a < b ? -1 : 1))),
    slices: file.slices.map(({key, rows}) => ({key, rows})),
    loadedAt: at(file.loadedAt),
    outputsAt: at(file.outputsAt),
  }))
