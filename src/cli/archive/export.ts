import {resolve} from 'node:path'
import {exportArchive, type ExportedTable, type ExportManifest} from '../../commands/archive/export.ts'
import {exitCodes} from '../../core/error-catalogue.ts'
import {figure, rowsOf} from '../../core/plan/figures.ts'
import {bytesOf} from '../rough-figures.ts'
import {textTable, wrapped} from '../text-table.ts'
import {jsonText, type GlobalOptions, type Terminal} from '../terminal.ts'
import {inArchive} from './in-archive.ts'

export const exportToFiles = (
  terminal: Terminal,
  of: string,
  options: GlobalOptions & {readonly to: string},
): Promise<number> =>
  inArchive(terminal, options, async ({facts, owner, openPlace, ledger}, _settings, {surroundings}) => {
    const stopping = new AbortController()
    let signals = 0
    terminal.onSignal(() => {
      signals += 1
      if (signals > 1) terminal.exitAtOnce(exitCodes.stopped)
      stopping.abort()
    })
    const path = resolve(terminal.directory, options.directory ?? '.', options.to)
    const {log, clock} = surroundings
    const world = {facts, owner, openPlace, ledger, log, now: () => clock.now(), signal: stopping.signal}
    const manifest = await exportArchive(world, of, path, terminal.person)
    for (const {archiveTable, rows, rowsDeleted} of manifest.tables) {
      if (rows === rowsDeleted) continue
      log.warn(`${archiveTable}: ${rowsOf(rows)} were exported, but ${figure(rowsDeleted)} had been archived.`)
    }
    terminal.stdout.write(
      options.json === true ? jsonText('archive export', {path, manifest}) : exportText(manifest, path),
    )
    return exitCodes.done
  })

export function exportText({runId, tables}: ExportManifest, path: string): string {
  const sources = [...new Set(tables.map(({dataSource}) => dataSource))]
  const rows = sources.map((dataSource) => {
    const of = tables.filter((table) => table.dataSource === dataSource)
    const sum = (value: (table: ExportedTable) => number): number => of.reduce((total, each) => total + value(each), 0)
    return [dataSource, figure(of.length), figure(sum((table) => table.rows)), bytesOf(sum(({bytes}) => bytes))]
  })
  return `${[
    `Exported the archive of run ${runId} to ${path}:`,
    '',
    textTable(['Data source', '>Files', '>Rows', '>Size'], rows, '  '),
    '',
    wrapped(
      "The files hold pupils' data and only you can read them. The manifest beside them has the SHA-256 of each. Nothing was taken out of the archive.",
    ),
  ].join('\n')}\n`
}
