import {openArchive, type OpenArchive} from '../../compose-archive.ts'
import type {Settings} from '../../core/settings/settings.ts'
import {localSettings, openCheckout, type Checkout} from '../checkout.ts'
import type {GlobalOptions, Terminal} from '../terminal.ts'
import type {ArchiveView} from './archive-text.ts'

export async function inArchive(
  terminal: Terminal,
  options: GlobalOptions,
  act: (archive: OpenArchive, settings: Settings, checkout: Checkout) => Promise<number>,
): Promise<number> {
  const checkout = await openCheckout(terminal, options)
  const settings = await localSettings(checkout)
  const archive = await openArchive(checkout.surroundings, settings)
  try {
    return await act(archive, settings, checkout)
  } finally {
    await archive.close()
  }
}

export const viewOf = async ({facts, now}: OpenArchive, settings: Settings): Promise<ArchiveView> => ({
  settings,
  totals: await facts.totals(settings.archive.keepDays),
  now: now(),
})
