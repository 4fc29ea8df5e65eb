import {settingText, type SettingsSchema} from '../settings/setting-keys.ts'
import {wrapped} from '../wrapped.ts'

/** Values that the operator chose, by path: `git.branch`. */
export type ChosenSettings = Readonly<Record<string, unknown>>

const comment = (text: string, indent = ''): string => wrapped(text, `${indent}# `)

const head = [
  '# yaml-language-server: $schema=./schemas/settings.schema.json',
  '#',
  comment(
    'Settings of cqube-replay. Every key stands here with its default, switched off by the `#` in front of it: remove ' +
      'the `#` to change one. `cqube-replay validate` checks this file, `cqube-replay settings` shows what is in force.',
  ),
  comment('A run reads this file from the protected branch: a change acts once it is merged there.'),
  comment(
    'No password belongs here. The database is named by DATABASE_URL, or by PGHOST, PGUSER and so on, in the environment.',
  ),
].join('\n')

/**
 * The settings file with every key explained. A key that is not chosen is commented out with its default, so that the
 * file says the same as none; its section stands, empty, so that one `#` less is enough to change it.
 */
export const settingsTemplate = (schema: SettingsSchema, chosen: ChosenSettings = {}): string =>
  `${[head, ...Object.entries(schema.properties ?? {}).map((entry) => topLevel(entry, chosen))].join('\n\n')}\n`

function topLevel([name, node]: readonly [string, SettingsSchema], chosen: ChosenSettings): string {
  if (node.properties === undefined) return keyLines(name, node, chosen[name])
  const keys = Object.entries(node.properties).map(([key, child]) =>
    keyLines(key, child, chosen[`${name}.${key}`], '  '),
  )
  return [comment(node.description), `${name}:`, ...keys].join('\n')
}

function keyLines(key: string, node: SettingsSchema, chosen: unknown, indent = ''): string {
  const line = chosen === undefined ? `#${key}: ${settingText(node.default)}` : `${key}: ${settingText(chosen)}`
  return [comment(node.description, indent), `${indent}${line}`].join('\n')
}
