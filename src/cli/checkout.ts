import {relative, resolve, sep} from 'node:path'
import {openWorkTree, surroundingsOf, type Surroundings} from '../compose.ts'
import {defaultSettings, readSettingsFile, requireSettings, settingsPath} from '../commands/settings-file.ts'
import type {Settings} from '../core/settings/settings.ts'
import type {WorkTree} from '../ports/work-tree.ts'
import {coloursOf} from './colours.ts'
import type {GlobalOptions, Terminal} from './terminal.ts'

export interface Checkout {
  readonly workTree: WorkTree
  readonly surroundings: Surroundings
  /** A path that the user gave, relative to the root; one outside of it stays absolute. */
  readonly pathOf: (given: string) => string
}

export async function openCheckout(terminal: Terminal, options: GlobalOptions): Promise<Checkout> {
  const directory = resolve(terminal.directory, options.directory ?? '.')
  const workTree = await openWorkTree(directory)
  const {environment, stderr, runner} = terminal
  return {
    workTree,
    surroundings: surroundingsOf({
      root: workTree.root,
      environment,
      stderr,
      runner,
      mark: coloursOf(stderr, environment).yellow,
    }),
    pathOf: (given) => {
      const absolute = resolve(directory, given)
      const path = relative(workTree.root, absolute)
      return path.startsWith('..') ? absolute : path.split(sep).join('/') || '.'
    },
  }
}

/** @throws {ReplayError} SETTINGS_INVALID */
export async function localSettings({workTree, surroundings}: Checkout): Promise<Settings> {
  const file = await readSettingsFile(workTree)
  const settings = requireSettings(file)
  if (file.bytes === null) surroundings.log.progress(`There is no ${settingsPath}; its defaults are used.`)
  return settings
}

/** For acts that must not fail for a mistake in a file: pausing is one. */
export async function settingsOrDefaults({workTree, surroundings}: Checkout): Promise<Settings> {
  const {settings} = await readSettingsFile(workTree)
  if (settings !== null) return settings
  surroundings.log.warn(`${settingsPath} holds mistakes (see \`cqube-replay validate\`); the defaults are used.`)
  return defaultSettings()
}
