import {applyCatalogueFile} from '../commands/catalogue.ts'
import {openAdministration} from '../compose-administration.ts'
import {exitCodes} from '../core/error-catalogue.ts'
import type {Administration} from '../ports/administration.ts'
import {localSettings, openCheckout, type Checkout} from './checkout.ts'
import {problemCount, problemLines} from './problem-lines.ts'
import {jsonText, type GlobalOptions, type Terminal} from './terminal.ts'

async function administer(
  terminal: Terminal,
  options: GlobalOptions,
  act: (administration: Administration, checkout: Checkout) => Promise<number>,
): Promise<number> {
  const checkout = await openCheckout(terminal, options)
  const settings = await localSettings(checkout)
  const {administration, close} = await openAdministration(checkout.surroundings, settings)
  try {
    return await act(administration, checkout)
  } finally {
    await close()
  }
}

export const migrateLedger = (terminal: Terminal, options: GlobalOptions): Promise<number> =>
  administer(terminal, options, async (administration) => {
    const migrated = await administration.migrate()
    const {from, to, ledgerId, dataSchema, keepArchivesAtLeastDays: days} = migrated
    const what =
      from === null
        ? `Installed the ledger, version ${to}.`
        : from === to
          ? `The ledger is up to date, version ${to}.`
          : `Brought the ledger from version ${from} to ${to}.`
    const kept =
      days === null
        ? 'No run drops archived rows.'
        : `Archived rows are kept for at least ${days} ${days === 1 ? 'day' : 'days'} (\`archive.keep_days\`); no runner can drop them earlier.`
    const text = `${what}\nLedger ${ledgerId}, cQube's tables in schema ${dataSchema}.\n${kept}\n`
    terminal.stdout.write(options.json === true ? jsonText('db migrate', migrated) : text)
    return exitCodes.done
  })

export type GrantOptions = GlobalOptions & Parameters<Administration['grants']>[0]

export const printGrants = (terminal: Terminal, options: GrantOptions): Promise<number> =>
  administer(terminal, options, async (administration) => {
    const sql = await administration.grants(options)
    terminal.stdout.write(options.json === true ? jsonText('db grants', {sql}) : sql)
    return exitCodes.done
  })

export type ViewOptions = GlobalOptions & Parameters<Administration['views']>[0]

export const printViews = (terminal: Terminal, options: ViewOptions): Promise<number> =>
  administer(terminal, options, async (administration) => {
    const sql = await administration.views(options)
    terminal.stdout.write(options.json === true ? jsonText('db views', {sql}) : sql)
    return exitCodes.done
  })

export const applyCatalogue = (terminal: Terminal, file: string, options: GlobalOptions): Promise<number> =>
  administer(terminal, options, async (administration, {workTree, pathOf}) => {
    const {changes, problems} = await applyCatalogueFile(administration, workTree, pathOf(file))
    const blocks = [
      ...problems.map(problemLines),
      ...(changes === null ? [`Nothing was installed: ${problemCount(problems)}.`] : [changes.join('\n')]),
    ]
    terminal.stdout.write(
      options.json === true ? jsonText('db catalogue apply', {changes, problems}) : `${blocks.join('\n\n')}\n`,
    )
    return changes === null ? exitCodes.problems : exitCodes.done
  })
