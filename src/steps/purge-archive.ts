import {purgeText} from '../core/archive/purge-text.ts'
import {ReplayError} from '../core/replay-error.ts'
import type {Settings} from '../core/settings/settings.ts'
import type {Epoch, World} from '../ports.ts'

/**
 * Drops archived rows past their time. After the deletions, so that what a request wants back is still there; before the
 * report, so that it tells. What stops it stops no run: the next one tries again, and `status` shows what is overdue.
 * @param runId the run whose report tells of it; null: only the ledger and the log do
 */
export async function purgeArchive(
  {archive, submissions, log}: Pick<World, 'archive' | 'submissions' | 'log'>,
  {archive: {keepDays}}: Settings,
  epoch: Epoch,
  runId: string | null,
): Promise<void> {
  if (keepDays === null) return
  try {
    const {dropped, left} = await archive.purge(epoch, keepDays)
    const text = purgeText(dropped, left)
    if (text === null) return
    log.progress(text)
    if (runId !== null) await submissions.note(epoch, runId, text)
  } catch (error) {
    if (!(error instanceof ReplayError)) throw error
    log.warn(`Archived rows past their time were not dropped. ${error.code}: ${error.message}`)
  }
}
