import type {ApprovalSettings} from '../settings/settings.ts'
import type {Slice} from '../slice.ts'

/** Why a request needs as many approvals as it does. */
export type NeededBecause = 'usual' | 'full_refresh' | 'rows'

export interface NeededApprovals {
  readonly count: number
  readonly because: NeededBecause
}

/** @param rows that the request selects, each once */
export function neededApprovals(
  slices: readonly Slice[],
  rows: number,
  {approvals, approvalsLarge, largeFromRows}: ApprovalSettings,
): NeededApprovals {
  const isFull = slices.some(({kind}) => kind === 'all')
  const isLarge = largeFromRows !== null && rows >= largeFromRows
  // Whoever asks for more in general does not get by with less for what is large.
  const large = Math.max(approvals, approvalsLarge)
  if (isFull) return {count: large, because: 'full_refresh'}
  return isLarge ? {count: large, because: 'rows'} : {count: approvals, because: 'usual'}
}
