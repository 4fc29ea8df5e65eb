import {ReplayError} from '../core/replay-error.ts'
import type {Epoch, World} from '../ports.ts'

/** Puts every document of the run into the emission store; those that lie there already, byte for byte, stay. */
export async function emit(
  world: Pick<World, 'journal' | 'submissions' | 'emission' | 'points' | 'log'>,
  epoch: Epoch,
  runId: string,
): Promise<void> {
  world.points.reach('before-emission')
  const {deletions} = await world.journal.record(runId)
  const isNeeded = (no: number) => deletions.some(({documentNo, state}) => documentNo === no && state === 'SUBMITTED')
  for (const document of await world.submissions.documents(runId)) {
    if (document.emitted || !isNeeded(document.documentNo)) continue
    const bytes = new TextEncoder().encode(document.bytes)
    await world.emission.create(document.key, bytes)
    world.points.reach('document-created')
    const stored = await world.emission.read(document.key)
    if (stored === null || Buffer.compare(stored, bytes) !== 0) {
      throw new ReplayError(
        'EMISSION_CONFLICT',
        `${world.emission.locate(document.key)} is not what was written there a moment ago.`,
      )
    }
    await world.submissions.emitted(epoch, runId, document.documentNo)
    world.points.reach('document-recorded')
    world.log.progress(`Emitted ${world.emission.locate(document.key)}.`)
  }
  world.points.reach('emitted')
}
