import {ReplayError} from '../core/replay-error.ts'
import type {DeletionRecord} from '../core/run/run-record.ts'
import type {DeletionName, SubmittedDocument} from '../core/run/submission.ts'
import type {Settings} from '../core/settings/settings.ts'
import type {Epoch, World} from '../ports.ts'
import {awaitFilesInFlight} from './await-files.ts'

export type DeletingWorld = Pick<
  World,
  'journal' | 'submissions' | 'engine' | 'filesInFlight' | 'points' | 'log' | 'clock'
>

const attempts = 3
const pauseBetweenMs = 2_000

/**
 * Executes every open deletion of the run. A refused one is closed and the others go on: they were approved apart.
 * @throws {ReplayError} what can be tried again, once the other deletions are through; LEASE_LOST at once
 */
export async function executeDeletions(
  world: DeletingWorld,
  settings: Pick<Settings, 'ingestion'>,
  epoch: Epoch,
  runId: string,
): Promise<void> {
  world.points.reach('before-deletions')
  const {deletions} = await world.journal.record(runId)
  const documents = await world.submissions.documents(runId)
  let unfinished: ReplayError | null = null
  const open = deletions.filter(isOpen)
  for (const [done, deletion] of open.entries()) {
    world.log.advance('Deletions', done, open.length)
    const document = documents.find(({documentNo}) => documentNo === deletion.documentNo)
    if (document === undefined) throw new ReplayError('BUG', `Run ${runId} has no document ${deletion.documentNo}.`)
    await awaitFilesInFlight(world, deletion.dataSource, settings.ingestion)
    const failure = await executeOne(world, epoch, runId, deletion, document)
    unfinished ??= failure
  }
  world.log.advance('Deletions', open.length, open.length)
  if (unfinished !== null) throw unfinished
  world.points.reach('deletions-done')
}

const isOpen = ({state}: DeletionRecord): boolean => state === 'SUBMITTED' || state === 'EMITTED'

/** @returns what keeps the deletion open; null when it is done or closed */
async function executeOne(
  world: DeletingWorld,
  epoch: Epoch,
  runId: string,
  {documentNo, dataSource}: DeletionRecord,
  document: SubmittedDocument,
): Promise<ReplayError | null> {
  const name: DeletionName = {runId, documentNo, dataSource}
  world.log.progress(`Deleting ${dataSource} (document ${documentNo}) …`)
  for (let attempt = 1; ; attempt += 1) {
    try {
      world.points.reach('before-deletion')
      const sent = world.engine.execute(epoch, name, document)
      world.points.reach('deletion-sent')
      await sent
      world.points.reach('deletion-done')
      return null
    } catch (error) {
      if (!(error instanceof ReplayError) || ['LEASE_LOST', 'STOPPED'].includes(error.code)) throw error
      if (isRefusal(error)) {
        await world.submissions.close(epoch, name, {code: error.code, message: error.message})
        world.log.warn(`${error.code}: ${error.message}`)
        return null
      }
      // After a lost connection the outcome is unknown; executing again tells, since it is done at most once.
      if (attempt === attempts) return error
      world.log.warn(`${error.code}: ${error.message} Trying again.`)
      await world.clock.sleep(pauseBetweenMs * attempt)
    }
  }
}

/** Errors that would come again however often the same deletion is tried: refusals, and SQLSTATEs about data or objects. */
const isRefusal = (error: ReplayError): boolean =>
  error.exitCode === 2 ||
  (error.code === 'DATABASE_FAILED' && /^(22|23|42|P0|0A)/.test(String(error.details['sqlState'])))
