import {uninstall, type Uninstalled} from '../../commands/nifi/uninstall.ts'
import {openRunsOf} from '../../compose-nifi.ts'
import {exitCodes} from '../../core/error-catalogue.ts'
import {ReplayError} from '../../core/replay-error.ts'
import type {NifiSettings} from '../../core/settings/settings.ts'
import {askLine} from '../ask-line.ts'
import {jsonText, type GlobalOptions, type Terminal} from '../terminal.ts'
import {inNifi} from './in-nifi.ts'

export interface UninstallOptions extends GlobalOptions {
  readonly yes?: string
}

export const uninstallFlow = (terminal: Terminal, options: UninstallOptions): Promise<number> =>
  inNifi(terminal, options, async (world, settings, surroundings) => {
    const removed = await uninstall(world, {
      openRuns: await openRunsOf(surroundings, settings),
      confirm: async ({name, id}) => {
        if (options.yes !== undefined) return options.yes
        const answer = await askLine(terminal, question(name, id, settings.nifi))
        if (answer !== null) return answer
        throw new ReplayError(
          'USAGE',
          `Nobody is there to confirm it, so nothing was removed. In a script, add \`--yes ${JSON.stringify(name)}\`.`,
        )
      },
    })
    terminal.stdout.write(
      options.json === true ? jsonText('nifi uninstall', {...removed}) : uninstalledText(removed, settings.nifi),
    )
    return exitCodes.done
  })

export const question = (name: string, id: string, {address}: Pick<NifiSettings, 'address'>): string =>
  [
    `This removes the group "${name}" (${id}) with the flow in it from NiFi at ${address ?? ''}.`,
    'Until it is installed again, NiFi deletes nothing for this program.',
    'Type the name of the group to go on: ',
  ].join('\n')

export function uninstalledText(
  {groupId, contextId}: Uninstalled,
  {address, group}: Pick<NifiSettings, 'address' | 'group'>,
): string {
  const removed = [
    ...(groupId === null ? [] : [`the group "${group}" (${groupId})`]),
    ...(contextId === null ? [] : [`the parameter context "${group}" (${contextId})`]),
  ]
  return removed.length === 0
    ? `NiFi at ${address ?? ''} has no group "${group}": nothing is to be removed.\n`
    : `Removed from NiFi at ${address ?? ''}: ${removed.join(' and ')}.\n`
}
