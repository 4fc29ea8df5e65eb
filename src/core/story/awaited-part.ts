import {filesToEmit, retentionNote} from '../holes/files-to-emit.ts'
import {isOpen} from '../holes/hole.ts'
import {groupHoles, groupWords} from '../holes/hole-groups.ts'
import {howFar} from '../holes/hole-words.ts'
import {figure} from '../plan/figures.ts'
import type {RunRecord} from '../run/run-record.ts'
import {counted, momentWords} from './words.ts'
import type {StoryContext, StoryPart} from './story-parts.ts'

/** What came back of the deleted slices, and what still has to. */
export function awaitedPart({holes}: RunRecord, {timeZone}: StoryContext): StoryPart {
  const notes = [...new Set(holes.filter(isOpen).map(({dataSource}) => dataSource))].flatMap((dataSource) => {
    const files = filesToEmit(dataSource)
    const note = retentionNote(dataSource)
    return [
      ...(files.length === 0
        ? []
        : [`For ${dataSource} emit${files.length > 1 ? ', in this order' : ''}: ${named(files)}.`]),
      ...(note === null ? [] : [note]),
    ]
  })
  return {
    heading: 'What came back',
    lines: [
      ...groupHoles(holes).map((group) => {
        const by =
          isOpen(group) && group.deadline !== null ? `; emit before ${momentWords(group.deadline, timeZone)}` : ''
        return (
          `- ${group.dataSource}, ${groupWords(group)}: ${howFar(group, group.flag)}, ` +
          `${figure(group.reloaded)} of ${counted(group.deleted, 'row')} in ${group.table}${by}`
        )
      }),
      ...notes,
    ],
  }
}

const shownFiles = 5

/** UDISE has more than thirty. */
function named(files: readonly string[]): string {
  const more = files.length - shownFiles
  return more <= 0
    ? files.join(', ')
    : `${files.slice(0, shownFiles).join(', ')} and ${figure(more)} more, which the report names`
}
