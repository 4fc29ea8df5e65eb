import {status} from '../commands/status.ts'
import {openDatabaseOf, openLedger, openRequestSource} from '../compose.ts'
import {openSchedule} from '../compose-daemon.ts'
import {openHistory} from '../compose-history.ts'
import {exitCodes} from '../core/error-catalogue.ts'
import {localSettings, openCheckout} from './checkout.ts'
import {statusText} from './status-text.ts'
import {jsonText, type GlobalOptions, type Terminal} from './terminal.ts'

const usualColumns = 120

export async function showStatus(terminal: Terminal, options: GlobalOptions): Promise<number> {
  const checkout = await openCheckout(terminal, options)
  const {surroundings} = checkout
  const settings = await localSettings(checkout)
  const database = await openDatabaseOf(settings, surroundings.environment)
  try {
    const ledger = await openLedger(database, settings, terminal.runner)
    const shown = await status(
      {...ledger, ...(await openHistory(database)), schedule: await openSchedule(settings)},
      await openRequestSource(surroundings, settings),
      settings,
      surroundings.clock.now(),
    )
    const columns = terminal.stdout.columns ?? usualColumns
    terminal.stdout.write(options.json === true ? jsonText('status', {...shown}) : statusText(shown, settings, columns))
    return exitCodes.done
  } finally {
    await database.end()
  }
}
