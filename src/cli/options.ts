import {options as readOptions} from '../commands/options.ts'
import {openHeldOptions} from '../compose-choose.ts'
import {exitCodes} from '../core/error-catalogue.ts'
import {localSettings, openCheckout} from './checkout.ts'
import {coloursOf} from './colours.ts'
import {optionsText} from './options-text.ts'
import {jsonText, type GlobalOptions, type Terminal} from './terminal.ts'

export interface OptionsOptions extends GlobalOptions {
  readonly year?: number
  readonly search?: string
  readonly rows?: true
  readonly all?: true
}

/** Codes on a screen, of each data source, unless all are wanted. */
const shownOnScreen = 20

export async function showOptions(
  terminal: Terminal,
  dataSources: readonly string[],
  {json, year, search, rows, all, ...global}: OptionsOptions,
): Promise<number> {
  const checkout = await openCheckout(terminal, global)
  const settings = await localSettings(checkout)
  const {held, close} = await openHeldOptions(checkout.surroundings, settings)
  try {
    const filter = {...(year === undefined ? {} : {year}), ...(search === undefined ? {} : {search})}
    const sources = await readOptions(held, {dataSources, withRows: rows === true, ...filter})
    const isCut = terminal.stdout.isTTY === true && all !== true
    const colours = coloursOf(terminal.stdout, terminal.environment)
    const {fullRefresh} = settings.limits
    terminal.stdout.write(
      json === true
        ? jsonText('options', {
            filter,
            sources: sources.map((source) => ({
              ...source,
              ...(source.kind === 'all' ? {isAllowed: fullRefresh.includes(source.dataSource)} : {}),
            })),
          })
        : optionsText(sources, {fullRefresh, most: isCut ? shownOnScreen : null, withRows: rows === true, colours}),
    )
    return exitCodes.done
  } finally {
    await close()
  }
}
