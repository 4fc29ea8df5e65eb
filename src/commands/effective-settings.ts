import settingsSchema from '../../schemas/settings.schema.json' with {type: 'json'}
import {readSettings, type ReadSettings} from '../core/settings/read-settings.ts'
import {settingKeys} from '../core/settings/setting-keys.ts'
import type {RequestSource} from '../ports.ts'
import type {WorkTree} from '../ports/work-tree.ts'
import {readBranchSettings} from './branch-settings.ts'
import {requireSettings, settingsPath} from './settings-file.ts'

export interface EffectiveSetting {
  /** `git.branch` is `branch` below `git`. */
  readonly path: string
  readonly value: unknown
  /** Null: it has its default. */
  readonly line: number | null
}

/** Settings that are in force, in the order of the reference. */
export interface EffectiveSettings {
  /** The file they are from, with its branch where it was read there; null: there is none. */
  readonly file: string | null
  readonly settings: readonly EffectiveSetting[]
}

/** @throws {ReplayError} SETTINGS_INVALID */
export async function settingsOfCheckout(workTree: WorkTree): Promise<EffectiveSettings> {
  const bytes = await workTree.read(settingsPath)
  return effective(readSettings(bytes, settingsPath), bytes === null ? null : settingsPath)
}

/**
 * What a run goes by: the file on the protected branch, whose remote and branch are those that the checkout's names.
 * @throws {ReplayError} SETTINGS_INVALID, SETTINGS_MISSING, GIT_UNREACHABLE, BRANCH_MISSING
 */
export async function settingsOfBranch(
  requests: Pick<RequestSource, 'fetch' | 'readPath'>,
  branch: string,
): Promise<EffectiveSettings> {
  const {bytes} = await readBranchSettings(requests, await requests.fetch(), branch)
  return effective(readSettings(bytes, settingsPath), `${settingsPath} on ${branch}`)
}

function effective(read: ReadSettings, file: string | null): EffectiveSettings {
  requireSettings(read, file ?? settingsPath)
  const set = new Map(read.set.map((key) => [key.path, key]))
  const known = settingKeys(settingsSchema).map(({path, default: value}): EffectiveSetting => {
    const found = set.get(path)
    set.delete(path)
    return {path, value: found === undefined ? value : found.value, line: found?.place.line ?? null}
  })
  const added = [...set.values()].map(({path, value, place}) => ({path, value, line: place.line}))
  return {
    file,
    settings: added.length === 0 ? known : [...known.filter(({path}) => path !== 'added_sources'), ...added],
  }
}
