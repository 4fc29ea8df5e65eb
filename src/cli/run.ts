import {fetchProtectedBranch, type ProtectedBranch} from '../commands/branch-settings.ts'
import {readSettingsFile, requireSettings} from '../commands/settings-file.ts'
import {openRequestSource} from '../compose.ts'
import type {Settings} from '../core/settings/settings.ts'
import {openCheckout, type Checkout} from './checkout.ts'
import {performRehearsal, performRun} from '../entries/perform-run.ts'
import {runJson, runText} from './run-text.ts'
import {stopOnSignal} from '../entries/stop-points.ts'
import type {GlobalOptions, Terminal} from './terminal.ts'

export interface RunOptions extends GlobalOptions {
  readonly rehearse?: true
}

export async function runPending(terminal: Terminal, options: RunOptions): Promise<number> {
  const points = stopOnSignal(terminal)
  const checkout = await openCheckout(terminal, options, points)
  const branch = await openProtectedBranch(checkout)
  points.reach('fetched')
  const perform = options.rehearse === true ? performRehearsal : performRun
  const shown = await perform(checkout.surroundings, branch)
  terminal.stdout.write(options.json === true ? runJson(shown) : runText(shown))
  return shown.result.exitCode
}

async function openProtectedBranch({workTree, surroundings}: Checkout): Promise<ProtectedBranch> {
  const file = await readSettingsFile(workTree)
  const settings = requireSettings(file)
  surroundings.log.progress(`Fetching branch ${settings.git.branch} of ${shownRemote(settings)} …`)
  const requests = await openRequestSource(surroundings, settings)
  return fetchProtectedBranch(requests, {bytes: file.bytes, settings}, surroundings.log)
}

/** An address may hold what is not for logs. */
const shownRemote = ({git: {remote}}: Settings): string => (remote.includes(':') ? 'the remote' : remote)
