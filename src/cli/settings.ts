import {settingsOfBranch, settingsOfCheckout, type EffectiveSettings} from '../commands/effective-settings.ts'
import {openRequestSource} from '../compose.ts'
import {exitCodes} from '../core/error-catalogue.ts'
import {connectionFacts, type ConnectionFact} from '../core/settings/connection-facts.ts'
import {settingText} from '../core/settings/setting-keys.ts'
import {localSettings, openCheckout} from './checkout.ts'
import {coloursOf, type Colours} from './colours.ts'
import {jsonText, type GlobalOptions, type Terminal} from './terminal.ts'
import {textTable} from './text-table.ts'

export interface SettingsOptions extends GlobalOptions {
  readonly protected?: true
}

export async function showSettings(terminal: Terminal, options: SettingsOptions): Promise<number> {
  const checkout = await openCheckout(terminal, options)
  const effective = await settingsFrom(checkout, options)
  const connection = connectionFacts(terminal.environment)
  terminal.stdout.write(
    options.json === true
      ? jsonText('settings', {root: checkout.workTree.root, ...effective, connection})
      : settingsText(effective, connection, coloursOf(terminal.stdout, terminal.environment)),
  )
  return exitCodes.done
}

async function settingsFrom(checkout: Awaited<ReturnType<typeof openCheckout>>, options: SettingsOptions) {
  if (options.protected !== true) return settingsOfCheckout(checkout.workTree)
  const local = await localSettings(checkout)
  return settingsOfBranch(await openRequestSource(checkout.surroundings, local), local.git.branch)
}

export function settingsText(
  {file, settings}: EffectiveSettings,
  connection: readonly ConnectionFact[],
  {bold}: Colours,
): string {
  const rows = settings.map(({path, value, line}) => [
    path,
    settingText(value),
    line === null || file === null ? 'default' : file.replace(/^\S+/, (name) => `${name}:${line}`),
  ])
  const parts = connection.map(({name, value, from}) => [name, value ?? '–', from ?? "not named: the client's rule"])
  const title = file === null ? 'There is no cqube-replay.yaml: every key has its default' : `Settings in ${file}`
  return `${[
    `${bold(title)}\n${textTable(['Key', 'Value', 'From'], rows, '  ')}`,
    `${bold('Connection to the database')}\n${textTable(['Part', 'Value', 'From'], parts, '  ')}`,
  ].join('\n\n')}\n`
}
