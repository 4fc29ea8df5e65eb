import {bySource} from '../emission/source-order.ts'
import {packKeys} from '../plan/pack-keys.ts'
import {sliceWords} from '../report/slice-words.ts'
import {isOpen, type Hole} from './hole.ts'
import {flagOf, type HoleFlag} from './judge-hole.ts'

/** Holes of one run and data source of which the same is to be said. */
export interface HoleGroup {
  readonly runId: string
  readonly dataSource: string
  readonly table: string
  readonly state: Hole['state']
  readonly flag: HoleFlag | null
  readonly overdue: boolean
  readonly deadline: string | null
  readonly holes: readonly Hole[]
  readonly deleted: number
  readonly reloaded: number
}

const nameOf = (hole: Hole): string =>
  JSON.stringify([hole.runId, hole.dataSource, hole.table, hole.state, flagOf(hole), hole.overdue, hole.deadline])

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0)

/** The overdue first, then what is still awaited, by deadline; then in cQube's order. */
export function groupHoles(holes: readonly Hole[]): HoleGroup[] {
  const groups = new Map<string, Hole[]>()
  for (const hole of holes) {
    const known = groups.get(nameOf(hole))
    if (known === undefined) groups.set(nameOf(hole), [hole])
    else known.push(hole)
  }
  return [...groups.values()]
    .flatMap((members) => {
      const [first] = members
      if (first === undefined) return []
      const {runId, dataSource, table, state, overdue, deadline} = first
      const figures = {
        deleted: sum(members.map((each) => each.deleted)),
        reloaded: sum(members.map((each) => each.reloaded)),
      }
      return [{runId, dataSource, table, state, flag: flagOf(first), overdue, deadline, holes: members, ...figures}]
    })
    .sort((a, b) => rankOf(a) - rankOf(b) || timeOf(a) - timeOf(b) || bySource(a.dataSource, b.dataSource))
}

const rankOf = (group: HoleGroup): number => (group.overdue ? 0 : isOpen(group) ? 1 : 2)
const timeOf = ({deadline}: HoleGroup): number => (deadline === null ? Number.MAX_SAFE_INTEGER : Date.parse(deadline))

const rangesShown = 6

/** The slices of a group as a reader would say them. */
export function groupWords({dataSource, holes}: HoleGroup): string {
  const kind = holes[0]?.kind ?? 'codes'
  const words = packKeys(kind, dataSource, new Set(holes.map(({key}) => key))).map(sliceWords)
  const more = words.length - rangesShown
  return [...words.slice(0, rangesShown), ...(more > 0 ? [`${more} more`] : [])].join('; ')
}
