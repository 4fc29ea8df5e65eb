import type {Hole} from '../holes/hole.ts'
import type {DeletionRecord, RunOutcome} from '../run/run-record.ts'

export const isDone = (deletion: Pick<DeletionRecord, 'state'>): boolean => deletion.state === 'DONE'

/**
 * What became of a run, whatever state it stopped in. A run that failed after its last deletion has `failed`: nothing
 * is left to delete, but something after it went wrong. A run that left no hole, as those of earlier programs, awaits
 * files for ever: nobody counts what comes back of it.
 */
export function outcomeOf(record: {
  readonly deletions: readonly Pick<DeletionRecord, 'state'>[]
  readonly failure: object | null
  readonly holes: readonly Pick<Hole, 'state'>[]
}): RunOutcome {
  const done = record.deletions.filter(isDone).length
  if (done > 0 && done < record.deletions.length) return 'partly_deleted'
  if (record.failure !== null) return 'failed'
  if (done === 0) return 'nothing_deleted'
  return record.holes.length > 0 && record.holes.every(isFilled) ? 'reloaded' : 'awaiting_files'
}

// A slice that was deleted again had come back before: a request that finds no row is refused.
const isFilled = ({state}: Pick<Hole, 'state'>): boolean => ['reloaded', 'settled', 'deleted_again'].includes(state)

/** The outcome as the report's first words. */
export const outcomeWords: Readonly<Record<RunOutcome, string>> = {
  awaiting_files: 'Everything was deleted; the corrected files have yet to come',
  reloaded: 'Everything was deleted, and corrected files were loaded again',
  partly_deleted: 'Only a part was deleted',
  failed: 'Failed',
  nothing_deleted: 'Nothing was deleted',
}
