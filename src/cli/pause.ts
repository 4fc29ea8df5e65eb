import {openDatabaseOf, openLedger} from '../compose.ts'
import {exitCodes} from '../core/error-catalogue.ts'
import type {LedgerFacts, Pause} from '../ports.ts'
import {openCheckout, settingsOrDefaults} from './checkout.ts'
import {jsonText, type GlobalOptions, type Terminal} from './terminal.ts'

interface Ledger {
  readonly pause: Pause
  readonly facts: LedgerFacts
}

async function inLedger(
  terminal: Terminal,
  options: GlobalOptions,
  act: (ledger: Ledger) => Promise<{readonly paused: boolean; readonly text: string}>,
): Promise<number> {
  const checkout = await openCheckout(terminal, options)
  const settings = await settingsOrDefaults(checkout)
  const database = await openDatabaseOf(settings, terminal.environment)
  try {
    const {paused, text} = await act(await openLedger(database, settings, terminal.runner))
    const notice = !paused && settings.paused ? ' cqube-replay.yaml still says `paused: true`.' : ''
    terminal.stdout.write(
      options.json === true ? jsonText(paused ? 'pause' : 'resume', {paused}) : `${text}${notice}\n`,
    )
    return exitCodes.done
  } finally {
    await database.end()
  }
}

export const pause = (terminal: Terminal, options: GlobalOptions & {readonly reason?: string}): Promise<number> =>
  inLedger(terminal, options, async ({pause: pauses, facts}) => {
    await pauses.set(terminal.person, options.reason ?? 'no reason given')
    const {active, holder} = await facts.lease()
    const running = active ? ` ${holder ?? 'A runner'} is active and ends what it began.` : ''
    return {paused: true, text: `Paused: no run starts until \`cqube-replay resume\`.${running}`}
  })

export const resume = (terminal: Terminal, options: GlobalOptions): Promise<number> =>
  inLedger(terminal, options, async ({pause: pauses}) => {
    const wasPaused = await pauses.clear()
    return {paused: false, text: wasPaused ? 'Resumed: runs start again.' : 'Nothing was paused.'}
  })
