import type {Place} from '../problem.ts'

/** Where a value of a document stands: offsets in UTF-16 units of its key and of itself, and the same of what it holds. */
export interface Spot {
  readonly key: number
  readonly value: number
  readonly entries: Map<string, Spot>
}

export const newSpot = (key: number, value: number): Spot => ({key, value, entries: new Map()})

const noEntries = new Map<string, Spot>()
/** Of a text, which holds nothing: a map for each would be most of what a reading allocates. */
export const textSpot = (at: number): Spot => ({key: at, value: at, entries: noEntries})

export const escapePointer = (key: string): string =>
  /[~/]/.test(key) ? key.replaceAll('~', '~0').replaceAll('/', '~1') : key
const unescapePointer = (token: string): string => token.replaceAll('~1', '/').replaceAll('~0', '~')

/** Where an offset of a text stands, in UTF-16 units. */
export type PlaceAt = (offset: number, pointer: string) => Place

/** Lines and columns count from 1. The lines are looked for when a place is first asked for. */
export function placesIn(file: string, text: string): PlaceAt {
  let found: number[] | null = null
  return (offset, pointer) => {
    const starts = (found ??= lineStarts(text))
    let [low, high] = [0, starts.length - 1]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return {file, line: low + 1, column: offset - (starts[low] ?? 0) + 1, pointer}
  }
}

function lineStarts(text: string): number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

/** The spot that a JSON pointer names, or the nearest one above it. */
export function spotOf(root: Spot, pointer: string): {readonly spot: Spot; readonly exact: boolean} {
  let spot = root
  for (const token of pointer.split('/').slice(1)) {
    const next = spot.entries.get(unescapePointer(token))
    if (next === undefined) return {spot, exact: false}
    spot = next
  }
  return {spot, exact: true}
}
