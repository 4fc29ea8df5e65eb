import {filesToEmit, retentionNote} from '../holes/files-to-emit.ts'
import {isOpen, type Hole} from '../holes/hole.ts'
import {groupHoles, groupWords, type HoleGroup} from '../holes/hole-groups.ts'
import {howFar} from '../holes/hole-words.ts'
import {flagOf} from '../holes/judge-hole.ts'
import {bySource} from '../emission/source-order.ts'
import {bullets, code, joined, line, table, type Markdown} from './markdown.ts'

type At = (moment: string) => Markdown

const deadlineWords = ({deadline}: HoleGroup, at: At): Markdown =>
  deadline === null ? line`no deadline` : at(deadline)

const groupRow = (group: HoleGroup, at: At): readonly Markdown[] => [
  code(group.dataSource),
  line`${groupWords(group)}`,
  line`${group.deleted}`,
  line`${group.reloaded}`,
  line`${howFar(group, group.flag)}`,
  isOpen(group) ? deadlineWords(group, at) : line`–`,
]

/** What somebody who emits files reads: which, in which order, and what cQube does with old ones. */
function instruction(dataSource: string, tables: readonly string[]): Markdown {
  const files = filesToEmit(dataSource)
  const named = joined(files.map(code), ', ')
  const note = retentionNote(dataSource)
  const what =
    files.length === 0
      ? line`Emit the files that its owner knows`
      : files.length === 1
        ? line`Emit ${named}`
        : line`Emit, in this order: ${named}`
  return line`${code(dataSource)}: ${what}. Rows are compared in ${joined(tables.map(code), ', ')}.${note === null ? line`` : line` ${note}`}`
}

const sourcesIn = (holes: readonly Hole[]): string[] =>
  [...new Set(holes.map(({dataSource}) => dataSource))].sort(bySource)

/** Empty when the run left no hole. */
export function holesSection(holes: readonly Hole[], at: At): Markdown[] {
  if (holes.length === 0) return []
  const awaited = holes.filter(isOpen)
  const tablesOf = (dataSource: string) => [
    ...new Set(awaited.filter((hole) => hole.dataSource === dataSource).map((hole) => hole.table)),
  ]
  return [
    table(
      ['Data source', 'Slice', '>Rows deleted', '>Reloaded so far', 'How far', 'Emit before'],
      groupHoles(holes).map((group) => groupRow(group, at)),
    ),
    ...(awaited.length === 0
      ? [line`Nothing is to be emitted any more.`]
      : [bullets(sourcesIn(awaited).map((dataSource) => instruction(dataSource, tablesOf(dataSource))))]),
    ...(awaited.length === 0
      ? []
      : [
          line`Each of these is how the name of a file begins in the emission bucket; it ends in the time of the upload. The file is a zip with one CSV.`,
        ]),
  ]
}

/** `holes` of report.json. */
export const holesJson = (holes: readonly Hole[], at: (moment: string | null) => string | null): unknown =>
  sourcesIn(holes).map((dataSource) => ({
    dataSource,
    files: filesToEmit(dataSource),
    slices: holes
      .filter((hole) => hole.dataSource === dataSource)
      .map((hole) => ({
        key: hole.key,
        table: hole.table,
        deleted: hole.deleted,
        reloaded: hole.reloaded,
        state: hole.state,
        flag: flagOf(hole),
        overdue: hole.overdue,
        openedAt: at(hole.openedAt),
        changedAt: at(hole.changedAt),
        closedAt: at(hole.closedAt),
        deadline: at(hole.deadline),
      })),
  }))
