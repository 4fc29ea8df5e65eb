/** As far as schemas/settings.schema.json is read here: sections have properties, keys have a default. */
export interface SettingsSchema {
  readonly description: string
  readonly default?: unknown
  readonly properties?: Readonly<Record<string, SettingsSchema>>
}

export interface SettingKey {
  /** `git.branch` is `branch` below `git`. */
  readonly path: string
  readonly default: unknown
}

/** Every key of the settings file, in the order of the schema. */
export const settingKeys = ({properties = {}}: SettingsSchema, parents = ''): readonly SettingKey[] =>
  Object.entries(properties).flatMap(([name, node]) => {
    const path = `${parents}${name}`
    return node.properties === undefined ? [{path, default: node.default}] : settingKeys(node, `${path}.`)
  })

/** A value as it stands in the settings file: plain where YAML readers agree on what it is. */
export function settingText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(settingText).join(', ')}]`
  const isPlain = typeof value === 'string' && /^(\.{0,2}\/|[A-Za-z])[\w./@-]*$/.test(value)
  return isPlain ? value : JSON.stringify(value)
}
