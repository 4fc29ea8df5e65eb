import {isError, type Problem} from '../core/problem.ts'
import {problemText} from '../core/problem-text.ts'
import {ReplayError} from '../core/replay-error.ts'
import {readSettings} from '../core/settings/read-settings.ts'
import type {Settings} from '../core/settings/settings.ts'
import type {WorkTree} from '../ports/work-tree.ts'

export const settingsPath = 'cqube-replay.yaml'

export interface SettingsFile {
  /** Defaults where there is no file; null when it holds an error. */
  readonly settings: Settings | null
  readonly problems: readonly Problem[]
  /** Null: there is no such file. */
  readonly bytes: Uint8Array | null
}

export async function readSettingsFile(workTree: WorkTree): Promise<SettingsFile> {
  const bytes = await workTree.read(settingsPath)
  return {...readSettings(bytes, settingsPath), bytes}
}

export const defaultSettings = (): Settings => requireSettings(readSettings(null, settingsPath))

/** @throws {ReplayError} SETTINGS_INVALID, which shows every mistake */
export function requireSettings(
  {settings, problems}: Pick<SettingsFile, 'settings' | 'problems'>,
  where = settingsPath,
): Settings {
  if (settings !== null) return settings
  const errors = problems.filter(isError)
  const summary = `${where} has ${errors.length} ${errors.length === 1 ? 'mistake' : 'mistakes'}; nothing was started.`
  throw new ReplayError('SETTINGS_INVALID', [summary, ...errors.map(problemText)].join('\n'))
}
