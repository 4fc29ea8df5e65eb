import {allTables, selectedTables} from '../../commands/archive/selected-tables.ts'
import {exitCodes} from '../../core/error-catalogue.ts'
import {jsonText, type GlobalOptions, type Terminal} from '../terminal.ts'
import {archiveListText, archiveShowText, droppedListText} from './archive-text.ts'
import {inArchive, viewOf} from './in-archive.ts'

export interface ListOptions extends GlobalOptions {
  readonly dropped?: true
  readonly limit: number
}

export const listArchive = (terminal: Terminal, options: ListOptions): Promise<number> =>
  inArchive(terminal, options, async (archive, settings) => {
    const isDropped = options.dropped === true
    const tables = await archive.facts.tables(null, isDropped, isDropped ? options.limit : allTables)
    const view = await viewOf(archive, settings)
    const text = isDropped ? droppedListText(tables, view) : archiveListText(tables, view)
    terminal.stdout.write(
      options.json === true ? jsonText('archive list', {totals: view.totals, dropped: isDropped, tables}) : text,
    )
    return exitCodes.done
  })

export const showArchive = (terminal: Terminal, of: string, options: GlobalOptions): Promise<number> =>
  inArchive(terminal, options, async (archive, settings) => {
    const tables = await selectedTables(archive.facts, of)
    const view = await viewOf(archive, settings)
    terminal.stdout.write(options.json === true ? jsonText('archive show', {tables}) : archiveShowText(tables, view))
    return exitCodes.done
  })
