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
  // Once NiFi has them it begins with any of them; the runner itself waits for the files of each.
  const waitsBefore = world.engine.name === 'nifi'
  const awaitFiles = (dataSource: string) => awaitFilesInFlight(world, dataSource, settings.ingestion)
  if (waitsBefore) for (const dataSource of new Set(open.map((each) => each.dataSource))) await awaitFiles(dataSource)
  try {
    if (open.length > 0) await world.engine.begin(epoch, runId)
    for (const [done, deletion] of open.entries()) {
      world.log.advance('Deletions', done, open.length)
      const document = documents.find(({documentNo}) => documentNo === deletion.documentNo)
      if (document === undefined) throw new ReplayError('BUG', `Run ${runId} has no document ${deletion.documentNo}.`)
      if (!waitsBefore) await awaitFiles(deletion.dataSource)
      const failure = await executeOne(world, epoch, runId, deletion, document)
      unfinished ??= failure
    }
  } finally {
    await world.engine.end()
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
      // Who stops the runner here hears of that, and not of what becomes of the deletion.
      sent.catch(() => undefined)
      world.points.reach('deletion-sent')
      await sent
      world.points.reach('deletion-done')
      return null
    } catch (error) {
      if (!(error instanceof ReplayError) || ['LEASE_LOST', 'STOPPED'].includes(error.code)) throw error
      if (isRefusal(error) || error.code === 'NIFI_NOT_DONE') return close(world, epoch, name, error)
      // After a lost connection the outcome is unknown; executing again tells, since it is done at most once.
      if (attempt === attempts) return error
      world.log.warn(`${error.code}: ${error.message} Trying again.`)
      await world.clock.sleep(pauseBetweenMs * attempt)
    }
  }
}

/**
 * Voids the deletion, so that nobody can execute it any more; its request is planned again by the next run.
 * @returns what keeps it open; null when it is closed, or was executed in the last moment
 */
async function close(
  {submissions, log}: DeletingWorld,
  epoch: Epoch,
  name: DeletionName,
  error: ReplayError,
): Promise<ReplayError | null> {
  try {
    const isClosed = await submissions.close(epoch, name, {code: error.code, message: error.message})
    if (isClosed) log.warn(`${error.code}: ${error.message}`)
    else log.progress(`${name.dataSource} (document ${name.documentNo}) was deleted in the last moment.`)
    return null
  } catch (closing) {
    const isAtWork = closing instanceof ReplayError && closing.code === 'LOCK_TIMEOUT' && error.code === 'NIFI_NOT_DONE'
    if (!isAtWork) throw closing
    const atWork = new ReplayError(
      'NIFI_AT_WORK',
      `${name.dataSource}, document ${name.documentNo} of run ${name.runId}: the time of NiFi is over, but the deletion is being executed and cannot be voided meanwhile. It ends whole or not at all, and stays open until then.`,
    )
    log.warn(`${atWork.code}: ${atWork.message}`)
    return atWork
  }
}

/** Errors that would come again however often the same deletion is tried: refusals, and SQLSTATEs about data or objects. */
const isRefusal = (error: ReplayError): boolean =>
  error.exitCode === 2 ||
  (error.code === 'DATABASE_FAILED' && /^(22|23|42|P0|0A)/.test(String(error.details['sqlState'])))
