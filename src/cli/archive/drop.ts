import {dropArchive, type DroppedByHand} from '../../commands/archive/drop.ts'
import type {ArchivedTable} from '../../core/archive/archived-table.ts'
import {exitCodes} from '../../core/error-catalogue.ts'
import {rowsOf} from '../../core/plan/figures.ts'
import {ReplayError} from '../../core/replay-error.ts'
import {askLine} from '../ask-line.ts'
import {bySourceText} from './archive-text.ts'
import {bytesOf} from '../rough-figures.ts'
import {jsonText, type GlobalOptions, type Terminal} from '../terminal.ts'
import {inArchive} from './in-archive.ts'

export const dropForGood = (
  terminal: Terminal,
  of: string,
  options: GlobalOptions & {readonly yes?: string},
): Promise<number> =>
  inArchive(terminal, options, async (archive) => {
    const dropped = await dropArchive(archive, of, terminal.person, async (tables, runId) => {
      if (options.yes !== undefined) return options.yes
      const answer = await askLine(terminal, question(tables, runId))
      if (answer !== null) return answer
      throw new ReplayError(
        'USAGE',
        `Nobody is there to confirm it, so nothing was dropped. In a script, add \`--yes ${runId}\`.`,
      )
    })
    terminal.stdout.write(options.json === true ? jsonText('archive drop', {...dropped}) : droppedText(dropped))
    return exitCodes.done
  })

const sizeOf = (tables: readonly ArchivedTable[]): {readonly rows: string; readonly bytes: string} => ({
  rows: rowsOf(tables.reduce((sum, {rows}) => sum + rows, 0)),
  bytes: bytesOf(tables.reduce((sum, {bytes}) => sum + (bytes ?? 0), 0)),
})

export function question(tables: readonly ArchivedTable[], runId: string): string {
  const {rows, bytes} = sizeOf(tables)
  return [
    `This drops ${rows} (${bytes}) that run ${runId} deleted and archived:`,
    bySourceText(tables, '  '),
    'They are then gone for good: nothing can bring them back.',
    `Type the id of the run to go on: `,
  ].join('\n')
}

export function droppedText({runId, tables}: DroppedByHand): string {
  if (tables.length === 0) return `Somebody else dropped the archive of run ${runId} a moment ago.\n`
  const {rows, bytes} = sizeOf(tables)
  return [
    `Dropped ${tables.length === 1 ? '1 table' : `${tables.length} tables`} of run ${runId}: ${rows}, ${bytes}. They are gone for good.`,
    'What was dropped, when and by whom stays in `cqube-replay archive list --dropped`.',
    '',
  ].join('\n')
}
