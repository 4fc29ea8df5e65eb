import {readFileSync} from 'node:fs'
import {describe, expect, it} from 'vitest'
import {parse} from 'yaml'
import {validateSettings} from '../../../../src/core/generated/validators.js'
import {settingsTemplate} from '../../../../src/core/init/settings-template.ts'
import {readSettings} from '../../../../src/core/settings/read-settings.ts'
import {settingKeys, type SettingsSchema} from '../../../../src/core/settings/setting-keys.ts'
import {read} from '../settings/settings-text.ts'

const schema = JSON.parse(readFileSync('schemas/settings.schema.json', 'utf8')) as SettingsSchema
const defaults = readSettings(null, 'cqube-replay.yaml').settings

/** As an operator removes the `#` in front of a key: sentences keep theirs, which a blank follows. */
const uncommented = (text: string): string => text.replaceAll(/^( *)#(?=[a-z0-9_]+:)/gm, '$1')

describe('the settings file that init writes', () => {
  const text = settingsTemplate(schema)

  it('says the same as no file', () => {
    const {settings, problems, set} = read(text)

    expect({settings, problems, set}).toEqual({settings: defaults, problems: [], set: []})
  })

  it('holds every key with its default behind one `#`', () => {
    const {settings, problems, set} = read(uncommented(text))

    expect({settings, problems}).toEqual({settings: defaults, problems: []})
    expect(set.map(({path}) => path).sort()).toEqual(
      settingKeys(schema)
        .map(({path}) => path)
        .filter((path) => path !== 'added_sources')
        .sort(),
    )
  })

  it('is right in the eyes of an editor, before and after', () => {
    expect(validateSettings(parse(text))).toBe(true)
    expect(validateSettings(parse(uncommented(text)))).toBe(true)
  })

  it('explains each key above it', () => {
    expect(text).toContain(
      [
        '# Copies of deleted rows, from which `undo` restores.',
        'archive:',
        '  # Whether deleted rows are archived in the statement that deletes them.',
        '  #enabled: true',
      ].join('\n'),
    )
  })

  it('has what the operator chose in force, and quotes it where YAML would read something else', () => {
    const chosen = {
      time_zone: 'Asia/Kathmandu',
      'git.remote': 'git@git.example.org:state/replays.git',
      'git.branch': '2026',
      'git.protocols': ['https', 'ssh', 'file'],
      'emission.directory': '/opt/cqube/emission: new',
    }

    const {settings, problems, set} = read(settingsTemplate(schema, chosen))

    expect(problems).toEqual([])
    expect(settings?.timeZone).toBe('Asia/Kathmandu')
    expect(settings?.git).toMatchObject({
      remote: chosen['git.remote'],
      branch: '2026',
      protocols: ['https', 'ssh', 'file'],
    })
    expect(settings?.emission.directory).toBe('/opt/cqube/emission: new')
    expect(set).toHaveLength(5)
  })
})
