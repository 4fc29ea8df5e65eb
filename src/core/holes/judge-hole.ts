import {isOpenState, type Hole, type HoleState} from './hole.ts'

/**
 * A corrected file is rarely as long as the wrong one: what was in it twice is gone, what was missing is there. Nine
 * rows of ten are the slice; less is a file that is missing. A constant, since nobody can know a better one beforehand,
 * and the figures stand beside it.
 */
const fullFrom = 0.9
/** So far from what was deleted that somebody should look: half a file, or one that was loaded twice. */
const farBelow = 0.5
const farAbove = 1.5

const dayMs = 86_400_000
/** Files of one slice may come over days, and a file that comes twice comes soon: a week without a change is the end. */
const settledAfterMs = 7 * dayMs
/** As long as archives are kept by default; each open hole costs a scan of its table in every pass. */
const givenUpAfterMs = 90 * dayMs

export type HoleFlag = 'far_below' | 'far_above'

/** @returns null while nothing came, and where there was no row to compare with */
export function flagOf({deleted, reloaded}: Pick<Hole, 'deleted' | 'reloaded'>): HoleFlag | null {
  if (deleted === 0 || reloaded === 0) return null
  const share = reloaded / deleted
  return share < farBelow ? 'far_below' : share > farAbove ? 'far_above' : null
}

/** What is written to the ledger of a hole whose slice was counted again. */
export interface JudgedHole {
  readonly runId: string
  readonly dataSource: string
  readonly key: string
  readonly reloaded: number
  readonly state: HoleState
  readonly overdue: boolean
  /** Whether the next pass counts it again: open, or filled so lately that more may come. */
  readonly watched: boolean
}

/** @param reloaded rows of the slice now, in the table that is compared */
export function judgeHole(hole: Hole, reloaded: number, now: Date): JudgedHole {
  const since = (moment: string | null): number => (moment === null ? 0 : now.getTime() - Date.parse(moment))
  const isSteady = hole.reloaded === reloaded && since(hole.changedAt) >= settledAfterMs
  const state = stateOf(hole, reloaded, isSteady, since(hole.openedAt))
  return {
    runId: hole.runId,
    dataSource: hole.dataSource,
    key: hole.key,
    reloaded,
    state,
    overdue: isOpenState(state) && isLate(hole, now),
    watched: isOpenState(state) || (state === 'reloaded' && !isSteady),
  }
}

/** True once cQube drops what is emitted. */
export const isLate = ({deadline}: Pick<Hole, 'deadline'>, now: Date): boolean =>
  deadline !== null && Date.parse(deadline) <= now.getTime()

function stateOf({deleted}: Hole, reloaded: number, isSteady: boolean, ageMs: number): HoleState {
  if (reloaded === 0) return ageMs >= givenUpAfterMs ? 'given_up' : 'awaited'
  if (reloaded >= deleted * fullFrom) return 'reloaded'
  return isSteady ? 'settled' : 'partly_reloaded'
}
