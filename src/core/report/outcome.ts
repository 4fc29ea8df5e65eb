import type {DeletionRecord, RunOutcome, RunRecord} from '../run/run-record.ts'

export const isDone = (deletion: DeletionRecord): boolean => deletion.state === 'DONE'

/**
 * What became of a run, whatever state it stopped in. A run that failed after its last deletion has `failed`: nothing
 * is left to delete, but something after it went wrong.
 */
export function outcomeOf(record: Pick<RunRecord, 'deletions' | 'failure'>): RunOutcome {
  const done = record.deletions.filter(isDone).length
  if (done > 0 && done < record.deletions.length) return 'partly_deleted'
  if (record.failure !== null) return 'failed'
  return done === 0 ? 'nothing_deleted' : 'awaiting_files'
}

/** The outcome as the report's first words. */
export const outcomeWords: Readonly<Record<RunOutcome, string>> = {
  awaiting_files: 'Everything was deleted; the corrected files have yet to come',
  partly_deleted: 'Only a part was deleted',
  failed: 'Failed',
  nothing_deleted: 'Nothing was deleted',
}
