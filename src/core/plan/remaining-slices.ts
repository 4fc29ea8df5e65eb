import type {Slice} from '../slice.ts'
import {keysBySource, selects, type SourceKey} from './key-selection.ts'
import {packKeys} from './pack-keys.ts'

/** Keys of one data source among those of many. */
export const keysOf = (dataSource: string, keys: readonly SourceKey[]): Set<string> =>
  new Set(keys.filter((candidate) => candidate.dataSource === dataSource).map(({key}) => key))

/**
 * What a request still asks for after an earlier run did a part of it.
 * @param doneKeys keys that were deleted for this same request
 * @returns the slices as they are when none was touched, else packed again; empty when all is done
 */
export function remainingSlices(request: {readonly slices: readonly Slice[]}, doneKeys: readonly SourceKey[]): Slice[] {
  const kinds = new Map(request.slices.map((slice) => [slice.dataSource, slice.kind]))

  return [...keysBySource(request.slices)].flatMap(([dataSource, keys]) => {
    const done = keysOf(dataSource, doneKeys)
    const left = new Set([...keys].filter((key) => !selects(done, key)))
    const kind = kinds.get(dataSource)
    if (kind === undefined || left.size === keys.size) {
      return request.slices.filter((slice) => slice.dataSource === dataSource)
    }
    return packKeys(kind, dataSource, left)
  })
}
