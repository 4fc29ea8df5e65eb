import {filesToEmit} from '../../core/holes/files-to-emit.ts'
import {groupHoles, groupWords} from '../../core/holes/hole-groups.ts'
import {howFar} from '../../core/holes/hole-words.ts'
import {figure} from '../../core/plan/figures.ts'
import {textTable} from '../text-table.ts'
import type {StatusSection} from './section.ts'

const groupsShown = 20
/** UDISE has 32; the report names them all. */
const filesShown = 3

/** Slices that were deleted and have not come back, and what to emit for them. */
export const holesSection: StatusSection = ({openHoles}, {at}) => {
  if (openHoles.length === 0) return null
  const groups = groupHoles(openHoles)
  const rows = groups
    .slice(0, groupsShown)
    .map((group) => [
      figure(group.deleted),
      figure(group.reloaded),
      group.deadline === null ? 'no deadline' : at(group.deadline),
      howFar(group, group.flag),
      `${group.dataSource}, ${groupWords(group)}`,
    ])
  const more = groups.length - rows.length
  return [
    'Deleted, and waiting for corrected files:',
    textTable(['>Deleted', '>Reloaded', 'Emit before', 'How far', 'Slice'], rows, '  '),
    ...(more > 0 ? [`  and ${more} more, see --json`] : []),
    'Files to emit, in this order:',
    ...[...new Set(groups.map(({dataSource}) => dataSource))].map(
      (dataSource) => `  ${dataSource}: ${filesText(filesToEmit(dataSource))}`,
    ),
  ].join('\n')
}

function filesText(files: readonly string[]): string {
  if (files.length === 0) return 'its owner knows them'
  const more = files.length - filesShown
  return [...files.slice(0, filesShown), ...(more > 0 ? [`and ${more} more, which the report names`] : [])].join(', ')
}
