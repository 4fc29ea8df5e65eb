import {outputSources, type KeyTemplate, type OutputSource} from './key-templates.ts'
import {periodOf, type Period, type PeriodParts} from './period.ts'

/** What a key of the output store says. */
export interface MatchedKey {
  readonly dataSource: string
  /** Null: the object spans periods (`overall`, `last_7_days`, …), or its period cannot be read. */
  readonly period: Period | null
  /** Tables that the object is made from; none without a period. */
  readonly fedBy: readonly string[]
}

interface Matcher {
  readonly dataSource: string
  readonly pattern: RegExp
  readonly template: KeyTemplate
}

const placeholders: Readonly<Record<string, string>> = {
  '{year}': '(?<year>[0-9-]+)',
  '{month}': '(?<month>[0-9A-Za-z]+)',
  '{semester}': '(?<semester>\\d+)',
  '**': '.+',
  '*': '[^/]+',
}

/** @param key as in a `KeyTemplate` */
export const patternOf = (key: string): RegExp =>
  new RegExp(
    `^${key
      .split(/(\{\w+\}|\*+)/)
      .map((piece) => placeholders[piece] ?? piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('')}$`,
    'u',
  )

const matchers = ({dataSource, templates}: OutputSource): readonly Matcher[] =>
  templates.map((template) => ({dataSource, template, pattern: patternOf(template.key)}))

const allMatchers = outputSources.flatMap(matchers)

const sourceOf = (key: string): OutputSource | undefined =>
  outputSources.find(({dataSource, roots}) =>
    // Objects of cQube's composite report lie in the same folder as these.
    dataSource === 'infrastructure'
      ? /^(school_management_category\/overall_category\/[^/]+\/)?infra_[^/]+$/.test(key)
      : roots.some((root) => key.startsWith(root)),
  )

/** @returns null for an object that is no output of a data source: it is never touched */
export function matchOutputKey(key: string): MatchedKey | null {
  const source = sourceOf(key)
  if (source === undefined) return null
  for (const {dataSource, pattern, template} of allMatchers) {
    if (dataSource !== source.dataSource) continue
    const parts = pattern.exec(key)?.groups as PeriodParts | undefined
    const period = parts === undefined ? null : periodOf(template.period, parts)
    if (period !== null) return {dataSource, period, fedBy: template.fedBy}
  }
  return {dataSource: source.dataSource, period: null, fedBy: []}
}

/** Whether a view is named, or matched by a name that ends in `*`. */
export const isNamedView = (view: string, names: readonly string[]): boolean =>
  names.some((name) => (name.endsWith('*') ? view.startsWith(name.slice(0, -1)) : view === name))
