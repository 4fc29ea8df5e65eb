import {visible} from '../../core/problem-text.ts'
import {textTable} from '../text-table.ts'
import type {StatusSection} from './section.ts'

/** Requests with a `not_before` that is still to come. */
export const waitingSection: StatusSection = ({branch}, {at}) => {
  if (branch.commit === null) return null
  const rows = branch.pending.flatMap(({path, waitsUntil}) =>
    waitsUntil === null ? [] : [[visible(path), at(waitsUntil)]],
  )
  return rows.length === 0 ? null : `Waiting for their time:\n${textTable(['File', 'Not before'], rows, '  ')}`
}
