import packageJson from '../../../package.json' with {type: 'json'}
import type {FlowWorld} from '../../commands/nifi/flow-world.ts'
import {openFlowWorld} from '../../compose-nifi.ts'
import type {Surroundings} from '../../compose.ts'
import type {Settings} from '../../core/settings/settings.ts'
import {localSettings, openCheckout} from '../checkout.ts'
import type {GlobalOptions, Terminal} from '../terminal.ts'

/** By the settings of the checkout: whoever installs may try them before they are on the protected branch. */
export async function inNifi(
  terminal: Terminal,
  options: GlobalOptions,
  act: (world: FlowWorld, settings: Settings, surroundings: Surroundings) => Promise<number>,
): Promise<number> {
  const checkout = await openCheckout(terminal, options)
  const settings = await localSettings(checkout)
  const {surroundings} = checkout
  return act(await openFlowWorld(surroundings, settings, packageJson.version), settings, surroundings)
}
