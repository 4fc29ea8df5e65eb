import {fetchProtectedBranch, type LocalSettings, type ProtectedBranch} from '../commands/branch-settings.ts'
import {openRequestSource, type Surroundings} from '../compose.ts'
import type {Settings} from '../core/settings/settings.ts'

/**
 * The protected branch as it is on the remote now, with the settings on it.
 * @param local the checkout's: they say where the branch is
 * @throws {ReplayError} GIT_UNREACHABLE, BRANCH_MISSING, SETTINGS_MISSING, SETTINGS_INVALID
 */
export async function openProtectedBranch(surroundings: Surroundings, local: LocalSettings): Promise<ProtectedBranch> {
  const {settings} = local
  surroundings.log.progress(`Fetching branch ${settings.git.branch} of ${shownRemote(settings)} …`)
  const requests = await openRequestSource(surroundings, settings)
  return fetchProtectedBranch(requests, local, surroundings.log)
}

/** An address may hold what is not for logs. */
const shownRemote = ({git: {remote}}: Settings): string => (remote.includes(':') ? 'the remote' : remote)
