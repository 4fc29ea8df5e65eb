import {nearestWord} from '../core/document/nearest-word.ts'
import {bySource} from '../core/emission/source-order.ts'
import {sourceOptions, type OptionFilter, type SourceOptions} from '../core/options/source-options.ts'
import {ReplayError} from '../core/replay-error.ts'
import type {HeldOptions, HeldSource} from '../ports/options.ts'

export interface OptionsAsked extends OptionFilter {
  /** Empty: all that the database knows, but for a search, which has nothing to look for in a full refresh. */
  readonly dataSources: readonly string[]
  readonly withRows: boolean
}

/**
 * What the database holds that a request can select, by data source in cQube's order. Reads only.
 * @throws {ReplayError} USAGE for a data source that the catalogue does not know, and what the database throws
 */
export async function options(held: HeldOptions, asked: OptionsAsked): Promise<readonly SourceOptions[]> {
  const sources = [...(await held.sources())].sort((a, b) => bySource(a.dataSource, b.dataSource))
  const wanted =
    asked.dataSources.length === 0
      ? sources.filter(({kind}) => kind !== 'all' || !isFiltered(asked))
      : asked.dataSources.map((name) => sourceNamed(sources, name))
  return Promise.all(wanted.map(async (source) => sourceOptions(await held.held(source, asked.withRows), asked)))
}

const isFiltered = ({year, search}: OptionFilter): boolean => year !== undefined || search !== undefined

/** @throws {ReplayError} USAGE */
export function sourceNamed(sources: readonly HeldSource[], name: string): HeldSource {
  const found = sources.find(({dataSource}) => dataSource === name)
  if (found !== undefined) return found
  const names = sources.map(({dataSource}) => dataSource)
  const meant = nearestWord(name, names)
  throw new ReplayError(
    'USAGE',
    `No data source is called ${JSON.stringify(name)}${meant === null ? '.' : `; did you mean ${meant}?`} ` +
      `There are ${names.join(', ')}.`,
  )
}
