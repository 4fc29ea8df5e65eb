import {lookBack} from '../../commands/history.ts'
import {todayIn} from '../../commands/today.ts'
import {withdrawnRequests, type WithdrawnRequest} from '../../commands/withdrawn.ts'
import {openDatabaseOf, openLedger, openRequestSource} from '../../compose.ts'
import {openHistory} from '../../compose-history.ts'
import {exitCodes} from '../../core/error-catalogue.ts'
import type {HistoryFilter} from '../../core/history/past-run.ts'
import {ReplayError} from '../../core/replay-error.ts'
import type {Settings} from '../../core/settings/settings.ts'
import {takesUnicode} from '../bars.ts'
import {localSettings, openCheckout, type Checkout} from '../checkout.ts'
import {jsonText, type GlobalOptions, type Terminal} from '../terminal.ts'
import {filterOf, type FilterOptions} from './filter.ts'
import {historyText} from './history-text.ts'
import type {ShownHistory} from './shown-history.ts'

export interface HistoryOptions extends GlobalOptions, FilterOptions {
  readonly limit: number
}

const usualColumns = 120

export async function showHistory(terminal: Terminal, options: HistoryOptions): Promise<number> {
  const checkout = await openCheckout(terminal, options)
  const settings = await localSettings(checkout)
  const filter = filterOf(options, settings, checkout.pathOf)
  const now = checkout.surroundings.clock.now()
  const database = await openDatabaseOf(settings, checkout.surroundings.environment)
  try {
    const ledger = await openLedger(database, settings, terminal.runner)
    const {limit} = options
    const shown: ShownHistory = {
      ...(await lookBack((await openHistory(database)).history, filter, {limit, now, timeZone: settings.timeZone})),
      withdrawn: await withdrawn(checkout, settings, ledger.memory, filter, now),
    }
    const screen = {
      timeZone: settings.timeZone,
      columns: terminal.stdout.columns ?? usualColumns,
      unicode: takesUnicode(terminal.environment),
    }
    terminal.stdout.write(options.json === true ? jsonText('history', {filter, ...shown}) : historyText(shown, screen))
    return exitCodes.done
  } finally {
    await database.end()
  }
}

async function withdrawn(
  {surroundings}: Checkout,
  settings: Settings,
  memory: Awaited<ReturnType<typeof openLedger>>['memory'],
  {source, outcome, since, until, request}: HistoryFilter,
  now: Date,
): Promise<ShownHistory['withdrawn']> {
  if (source !== null || outcome !== null) return null
  try {
    const requests = await openRequestSource(surroundings, settings)
    const commit = await requests.fetch()
    const context = {today: todayIn(settings, now), addedSources: settings.addedSources}
    const all = await withdrawnRequests({requests, memory, commit, now, context})
    const isWithin = ({at}: WithdrawnRequest): boolean =>
      (since === null || Date.parse(at) >= Date.parse(since)) && (until === null || Date.parse(at) < Date.parse(until))
    const isMeant = ({path, requestId}: WithdrawnRequest): boolean =>
      request === null || request === path || request === requestId
    return {requests: all.filter((each) => isWithin(each) && isMeant(each))}
  } catch (error) {
    if (!(error instanceof ReplayError) || !/^(GIT|BRANCH)_/.test(error.code)) throw error
    return {failure: {code: error.code, message: error.message}}
  }
}
