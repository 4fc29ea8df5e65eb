import {figure, rowsOf} from '../../core/plan/figures.ts'
import {keepingWords} from '../archive/archive-text.ts'
import {bytesOf} from '../rough-figures.ts'
import {wrapped} from '../text-table.ts'
import type {StatusSection} from './section.ts'

export const archiveSection: StatusSection = ({archive}, {settings}) => {
  const {tables, runs, rows, bytes, expired} = archive
  if (tables === 0) return null
  const size = `${rowsOf(rows)} of ${figure(runs)} ${runs === 1 ? 'run' : 'runs'}, ${bytesOf(bytes)} on disk`
  const overdue =
    expired === 0
      ? ''
      : ` OVERDUE: ${figure(expired)} of ${figure(tables)} tables are past their time, and no run has dropped them yet.`
  return wrapped(`Archive: ${size}. ${keepingWords({settings, totals: archive})}${overdue}`)
}
