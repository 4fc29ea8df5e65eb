import {readSettingsFile, requireSettings} from '../commands/settings-file.ts'
import {openCheckout} from './checkout.ts'
import {performRehearsal, performRun} from '../entries/perform-run.ts'
import {openProtectedBranch} from '../entries/protected-branch.ts'
import {runJson, runText} from './run-text.ts'
import {stoppable, stopOnSignal} from '../entries/stop-points.ts'
import type {GlobalOptions, Terminal} from './terminal.ts'

export interface RunOptions extends GlobalOptions {
  readonly rehearse?: true
}

/** @param paths of the checkout's files, for those of the protected branch; none: all that are pending */
export async function runPending(terminal: Terminal, paths: readonly string[], options: RunOptions): Promise<number> {
  const stop = stopOnSignal(terminal)
  const {workTree, surroundings: around, pathOf} = await openCheckout(terminal, options)
  const surroundings = stoppable(around, stop)
  const {bytes, ...file} = await readSettingsFile(workTree)
  const branch = await openProtectedBranch(surroundings, {bytes, settings: requireSettings(file)})
  stop.reach('fetched')
  const perform = options.rehearse === true ? performRehearsal : performRun
  const shown = await perform(surroundings, branch, paths.map(pathOf))
  terminal.stdout.write(options.json === true ? runJson(shown) : runText(shown))
  return shown.result.exitCode
}
