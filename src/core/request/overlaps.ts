import {problemAt} from '../document/problem-at.ts'
import type {Problem} from '../problem.ts'
import {sliceKeys, type Slice} from '../slice.ts'
import type {ReplayRequest} from './request.ts'

interface Claim {
  readonly path: string
  readonly key: string
}

/** A semester without an academic year is asked for in every one, so the year is no part of what may clash. */
const clashKey = (slice: Slice, key: string): string =>
  `${slice.dataSource} ${slice.kind === 'semesters' ? key.slice(key.indexOf('/') + 1) : key}`

const clash = (a: string, b: string): boolean => a === b || a.startsWith('*/') || b.startsWith('*/')

/**
 * What several pending requests select at once: a warning for each data source of each later request, naming the first
 * request that has it too. Nothing is deleted or counted twice for it.
 * @param requests in the order of their files
 */
export function overlaps(requests: readonly ReplayRequest[]): Problem[] {
  const claims = new Map<string, Claim[]>()
  return requests.flatMap((request) => {
    const shared = new Map<string, {readonly path: string; readonly keys: string[]}>()
    const own: [string, Claim][] = []
    for (const slice of request.slices) {
      for (const key of sliceKeys(slice)) {
        const name = clashKey(slice, key)
        const earlier = claims.get(name)?.find((claim) => clash(claim.key, key))
        if (earlier?.key !== key) own.push([name, {path: request.path, key}])
        if (earlier === undefined) continue
        const found = shared.get(slice.dataSource) ?? {path: earlier.path, keys: []}
        found.keys.push(key)
        shared.set(slice.dataSource, found)
      }
    }
    // Added only now: a request does not overlap itself.
    for (const [name, claim] of own) {
      const known = claims.get(name)
      if (known === undefined) claims.set(name, [claim])
      else known.push(claim)
    }
    return [...shared].map(([dataSource, {path, keys}]) => warning(request, dataSource, path, keys))
  })
}

function warning(request: ReplayRequest, dataSource: string, other: string, keys: readonly string[]): Problem {
  const place = {file: request.path, line: 1, column: 1, pointer: `/replay/${dataSource}`}
  const [first = ''] = keys
  const named = first === '*' ? 'as a whole' : first
  const more = keys.length === 1 ? '' : ` and ${keys.length - 1} more`
  const what = `${dataSource} ${named}${more} is also selected by ${JSON.stringify(other)}; it is counted and deleted once.`
  return problemAt('REQUESTS_OVERLAP', place, what)
}
