import type {Problem} from '../problem.ts'
import {bullets, code, line, percent, type Markdown} from '../report/markdown.ts'
import type {PlannedTable} from './change-plan.ts'

const shownItems = 10

/** A list below its title as one part of a page, cut with a count; none when it is empty. */
export function listed(title: string, items: readonly Markdown[]): Markdown[] {
  if (items.length === 0) return []
  const more = items.length - shownItems
  const shown = [...items.slice(0, shownItems), ...(more > 0 ? [line`and ${more} more`] : [])]
  return [{markdown: `**${title}**\n\n${bullets(shown).markdown}`}]
}

export const requestsOf = (count: number): Markdown => line`${count} ${count === 1 ? 'request' : 'requests'}`

/** Unlike `rowsOf` with a figure that is never taken for the number of a list. */
export const rowsOf = (count: number): Markdown => line`${count} ${count === 1 ? 'row' : 'rows'}`

export const shortCommit = (commit: string): Markdown => code(commit.slice(0, 12))

export const problemLine = ({severity, code: name, place, what, fix}: Problem): Markdown =>
  line`${severity} ${code(name)} in ${code(`${place.file}:${place.line}:${place.column}`)}: ${what} ${fix}`

/** Table, rows, share. */
export function tableCells({table, rows, tableRows, tableRowsExact}: PlannedTable): Markdown[] {
  const about = tableRowsExact ? line`` : line`about `
  const share = tableRows === 0 ? 0 : rows / tableRows
  return [code(table), line`${rows}`, line`${about}${percent(share)} of ${about}${tableRows}`]
}
