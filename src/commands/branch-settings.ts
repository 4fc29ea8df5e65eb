import {ReplayError} from '../core/replay-error.ts'
import {readSettings} from '../core/settings/read-settings.ts'
import type {Settings} from '../core/settings/settings.ts'
import type {Log, RequestSource} from '../ports.ts'
import {requireSettings, settingsPath, type SettingsFile} from './settings-file.ts'

export interface ProtectedBranch {
  readonly commit: string
  /** As the branch says; remote and branch are those that it was read from. */
  readonly settings: Settings
}

/** Of a checkout. */
export type LocalSettings = Pick<SettingsFile, 'bytes'> & {readonly settings: Settings}

/**
 * Fetches the protected branch and reads the settings that a run goes by: reviewed ones, not those on this disk.
 * @param local the checkout's: they say where the branch is
 * @throws {ReplayError} GIT_UNREACHABLE, BRANCH_MISSING, SETTINGS_MISSING, SETTINGS_INVALID
 */
export async function fetchProtectedBranch(
  requests: Pick<RequestSource, 'fetch' | 'readPath'>,
  local: LocalSettings,
  log: Log,
): Promise<ProtectedBranch> {
  const {remote, branch} = local.settings.git
  const commit = await requests.fetch()
  const {bytes, settings} = await readBranchSettings(requests, commit, branch)
  const where = `${settingsPath} on branch ${branch}`
  if (local.bytes === null || Buffer.compare(local.bytes, bytes) !== 0) {
    log.warn(`${where} is not the file of this checkout; the one on the branch counts.`)
  }
  if (settings.git.remote !== remote || settings.git.branch !== branch) {
    log.warn(`It names ${settings.git.remote}, branch ${settings.git.branch}; read was ${remote}, branch ${branch}.`)
  }
  return {commit, settings: {...settings, git: {...settings.git, remote, branch}}}
}

/** @throws {ReplayError} SETTINGS_MISSING, SETTINGS_INVALID */
export async function readBranchSettings(
  requests: Pick<RequestSource, 'readPath'>,
  commit: string,
  branch: string,
): Promise<{readonly bytes: Uint8Array; readonly settings: Settings}> {
  const bytes = await requests.readPath(commit, settingsPath)
  if (bytes === null) {
    throw new ReplayError(
      'SETTINGS_MISSING',
      `Branch ${branch} (commit ${commit.slice(0, 12)}) has no ${settingsPath}; nothing was started.`,
    )
  }
  return {bytes, settings: requireSettings(readSettings(bytes, settingsPath), `${settingsPath} on branch ${branch}`)}
}
