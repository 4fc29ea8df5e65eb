import {install, type Installed} from '../../commands/nifi/install.ts'
import {siteFor} from '../../compose-nifi.ts'
import {exitCodes} from '../../core/error-catalogue.ts'
import type {NifiSettings} from '../../core/settings/settings.ts'
import {jsonText, type GlobalOptions, type Terminal} from '../terminal.ts'
import {bullet} from './bullet.ts'
import {wrapped} from '../text-table.ts'
import {inNifi} from './in-nifi.ts'

export interface InstallOptions extends GlobalOptions {
  readonly dryRun?: true
  readonly secrets?: true
  readonly force?: true
}

export const installFlow = (terminal: Terminal, options: InstallOptions): Promise<number> =>
  inNifi(terminal, options, async (world, settings, surroundings) => {
    const isDry = options.dryRun === true
    const installed = await install(world, {
      ...siteFor(surroundings, settings),
      sendsSecrets: options.secrets === true,
      isForced: options.force === true,
      isDry,
    })
    terminal.stdout.write(
      options.json === true
        ? jsonText('nifi install', {...installed, isDry})
        : installedText(installed, settings.nifi, isDry),
    )
    return exitCodes.done
  })

type Where = Pick<NifiSettings, 'address' | 'group' | 'trigger'>

export function installedText(installed: Installed, {address, group, trigger}: Where, isDry: boolean): string {
  const {acts, doubts, flow, nifiVersion, keepsSecrets, runs, isAnswered} = installed
  const where = `group "${group}" of NiFi ${nifiVersion} at ${address ?? ''}`
  const head =
    acts.length === 0
      ? `Nothing is to be done: the ${where} has the flow ${flow} as it should be.`
      : `${isDry ? 'To do' : 'Done'} in the ${where}:`
  const goesOn = runs
    ? 'The flow runs.'
    : trigger === 'run'
      ? 'The flow is stopped: each run starts it for its own time (`nifi.trigger: run`).'
      : 'The flow does not run: its processors are disabled in NiFi, and only who did that starts them again.'
  const told = [
    ...(isAnswered === true ? ['It asked the ledger, and got an answer.'] : []),
    ...(isDry ? ['Nothing was changed.'] : [goesOn]),
    ...(runs && trigger === 'run' && !isDry
      ? ['By `nifi.trigger: run` it need not: if no run is under way, stop the group in NiFi.']
      : []),
    ...(keepsSecrets ? ['NiFi keeps the passwords and keys that it has; `--secrets` sends them anew.'] : []),
  ]
  return `${[
    wrapped(head, ''),
    ...acts.map((act) => bullet(`${act}.`)),
    ...(acts.length > 0 ? [''] : []),
    ...told.map((line) => wrapped(line, '')),
    ...doubts.map((doubt) => wrapped(`Look at this: ${doubt}`, '')),
  ].join('\n')}\n`
}
