import type {Hole} from './hole.ts'
import type {HoleFlag} from './judge-hole.ts'

const stateWords: Readonly<Record<Hole['state'], string>> = {
  awaited: 'nothing came yet',
  partly_reloaded: 'a part came',
  reloaded: 'came back',
  settled: 'less came, and no more for a week',
  deleted_again: 'deleted again by a later run',
  given_up: 'nothing came within 90 days',
}

const flagWords: Readonly<Record<HoleFlag, string>> = {
  far_below: 'far fewer rows than were deleted',
  far_above: 'far more rows than were deleted',
}

/** `OVERDUE, a part came: far fewer rows than were deleted` */
export const howFar = ({state, overdue}: Pick<Hole, 'state' | 'overdue'>, flag: HoleFlag | null): string =>
  `${overdue ? 'OVERDUE, ' : ''}${stateWords[state]}${flag === null ? '' : `: ${flagWords[flag]}`}`
