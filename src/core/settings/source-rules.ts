import {selectionKinds} from '../catalogue/catalogue.ts'
import {cqubeCatalogue} from '../catalogue/cqube-catalogue.ts'
import {nearestWord} from '../document/nearest-word.ts'
import {oneOf} from '../document/scalar-rules.ts'
import {quote, type Rule, type Section} from '../document/section.ts'
import type {SelectionKind} from '../slice.ts'

export type SourceKinds = Readonly<Record<string, SelectionKind>>

const kindsOfCqube: SourceKinds = Object.fromEntries(
  cqubeCatalogue.sources.map((source) => [source.dataSource, source.kind]),
)

/** Reads the names of added data sources with the kind of each; the names of cQube's ten are taken. */
export function readAddedSources(section: Section): SourceKinds {
  const entries = section.keys.flatMap((name): [string, SelectionKind][] => {
    const kind = section.scalar(name, oneOf('SETTINGS_NOT_ONE_OF', selectionKinds), null)
    if (Object.hasOwn(kindsOfCqube, name)) {
      section.complain(
        'SETTINGS_SOURCE_IS_CQUBES',
        `"${name}" is one of cQube's own data sources.`,
        name,
        undefined,
        'key',
      )
      return []
    }
    if (!/^[a-z][a-z0-9_]{0,62}$/.test(name)) {
      const what = `${quote(name)} cannot name a data source.`
      section.complain('SETTINGS_SOURCE_NAME_INVALID', what, name, undefined, 'key')
      return []
    }
    return kind === null ? [] : [[name, kind]]
  })
  return Object.fromEntries(entries)
}

/** The name of a data source that cQube has or the settings add. */
export const dataSourceName =
  (added: SourceKinds): Rule<string> =>
  (text) => {
    const known = {...kindsOfCqube, ...added}
    if (Object.hasOwn(known, text)) return {value: text}
    const meant = nearestWord(text, Object.keys(known))
    return {
      code: 'SETTINGS_SOURCE_UNKNOWN',
      what: (key) => `\`${key}\` names ${quote(text)}, which is not a data source.`,
      ...(meant === null ? {} : {fix: `Write \`${meant}\` if that is what you mean.`}),
    }
  }

/** The name of a data source that is only ever replayed as a whole. */
export const fullRefreshName =
  (added: SourceKinds): Rule<string> =>
  (text) => {
    const known = dataSourceName(added)(text)
    if (!('value' in known) || {...kindsOfCqube, ...added}[text] === 'all') return known
    return {
      code: 'SETTINGS_SOURCE_NOT_FULL_REFRESH',
      what: (key) => `\`${key}\` names "${text}", which is replayed by slices and never as a whole.`,
    }
  }
