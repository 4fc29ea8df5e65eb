import {explain} from '../commands/explain.ts'
import {openDatabaseOf, openLedger} from '../compose.ts'
import {openHistory} from '../compose-history.ts'
import {exitCodes} from '../core/error-catalogue.ts'
import {localSettings, openCheckout} from './checkout.ts'
import {storyText} from './story-text.ts'
import {jsonText, type GlobalOptions, type Terminal} from './terminal.ts'

export async function explainRun(terminal: Terminal, runId: string | null, options: GlobalOptions): Promise<number> {
  const {surroundings, ...checkout} = await openCheckout(terminal, options)
  const settings = await localSettings({surroundings, ...checkout})
  const database = await openDatabaseOf(settings, surroundings.environment)
  try {
    await openLedger(database, settings, terminal.runner)
    const {record, story} = await explain(await openHistory(database), runId, settings, surroundings.clock.now())
    const text = storyText(story, {timeZone: settings.timeZone, columns: terminal.stdout.columns ?? 100})
    terminal.stdout.write(options.json === true ? jsonText('explain', {record}) : text)
    return exitCodes.done
  } finally {
    await database.end()
  }
}
