import {actionIn, isActionReference, type ActionReference} from '../core/init/action-reference.ts'
import {forgeOf} from '../core/init/forge.ts'
import {ReplayError} from '../core/replay-error.ts'
import type {Settings} from '../core/settings/settings.ts'
import type {ScaffoldFolder, ScaffoldRepository} from '../ports/scaffold.ts'
import type {Host} from './scaffold-files.ts'
import {workflowPath} from './workflow-files.ts'

export interface HostOptions {
  /** Left out: as the remote, the settings and the folder `.github` tell. */
  readonly forge?: 'github' | 'none'
  /** Left out: the one that the workflows there name, else `usualAction`. */
  readonly action?: string
  readonly usualAction: ActionReference
}

/** @throws {ReplayError} USAGE for an Action that is not pinned */
export async function chooseHost(
  folder: ScaffoldFolder,
  repository: ScaffoldRepository,
  {git, github}: Settings,
  options: HostOptions,
): Promise<Host> {
  if (options.action !== undefined && !isActionReference(options.action)) throw notPinned(options.action)

  const isGithub = options.forge === 'github' || (options.forge === undefined && (await folder.holds('.github')))
  const address = (await repository.address(git.remote)) ?? git.remote
  return {
    forge: options.forge === 'none' ? 'none' : forgeOf({address, apiUrl: github.apiUrl, isGithub}),
    action: options.action ?? (await actionThere(folder)) ?? options.usualAction,
  }
}

const notPinned = (action: string) =>
  new ReplayError(
    'USAGE',
    `--action is ${JSON.stringify(action)}, which is not OWNER/NAME@COMMIT with the 40 characters of a commit: a branch or a ` +
      'tag can be moved to other code, which would then run with your secrets. Nothing was written.',
  )

async function actionThere(folder: ScaffoldFolder): Promise<ActionReference | null> {
  const bytes = await folder.read(workflowPath('validate'))
  return bytes === null ? null : actionIn(new TextDecoder().decode(bytes))
}
