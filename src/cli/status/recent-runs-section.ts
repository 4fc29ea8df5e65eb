import {figure} from '../../core/plan/figures.ts'
import {textTable} from '../text-table.ts'
import type {StatusSection} from './section.ts'

/** A screen narrower than this gets fewer columns. */
const wide = 100

export const recentRunsSection: StatusSection = ({recentRuns}, {at, columns}) => {
  if (recentRuns.length === 0) return 'No run so far'
  const isWide = columns >= wide
  const rows = recentRuns.map(({runId, requestedAt, state, failureCode, rowsDeleted, reportCommit}) => [
    runId,
    at(requestedAt).slice(0, 16),
    failureCode ?? state,
    figure(rowsDeleted),
    ...(isWide ? [reportCommit?.slice(0, 12) ?? 'not yet'] : []),
  ])
  const heads = ['Run', 'Requested', 'State', '>Rows deleted', ...(isWide ? ['Report'] : [])]
  return `Last runs (more with \`cqube-replay history\`):\n${textTable(heads, rows, '  ')}`
}
