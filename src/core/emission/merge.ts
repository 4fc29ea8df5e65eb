import {byText, keysBySource} from '../plan/key-selection.ts'
import {packKeys} from '../plan/pack-keys.ts'
import {sliceKeys, type Slice} from '../slice.ts'
import {bySource} from './source-order.ts'

/** One data source of one emission document: what becomes one deletion. */
export interface DocumentSection {
  readonly dataSource: string
  readonly slice: Slice
  /** The keys of `slice`, sorted by code unit. */
  readonly keys: readonly string[]
}

export interface DocumentPlan {
  /** From 1. */
  readonly documentNo: number
  /** In cQube's order, then by name; each data source at most once, never empty. */
  readonly sections: readonly DocumentSection[]
}

/**
 * Packs the union of the requests' slices into the fewest emission documents. A document says one year, one academic
 * year and one range of days per data source (cQube's documented JSON), so their number is that of the data source with
 * the most of them; document n takes the nth of each. Depends on the set of slices only, not on order or repetition, and
 * no slice key comes up in two sections.
 */
export function mergeRequests(requests: readonly {readonly slices: readonly Slice[]}[]): DocumentPlan[] {
  const slices = requests.flatMap((request) => request.slices)
  const kinds = new Map(slices.map((slice) => [slice.dataSource, slice.kind]))
  const packed = [...keysBySource(slices)]
    .sort(([a], [b]) => bySource(a, b))
    .map(([dataSource, keys]) => packKeys(kinds.get(dataSource) ?? 'all', dataSource, keys))

  return Array.from({length: Math.max(0, ...packed.map((ofSource) => ofSource.length))}, (_, index) => ({
    documentNo: index + 1,
    sections: packed
      .flatMap((ofSource) => ofSource.slice(index, index + 1))
      .map((slice) => ({dataSource: slice.dataSource, slice, keys: sliceKeys(slice).sort(byText)})),
  }))
}
