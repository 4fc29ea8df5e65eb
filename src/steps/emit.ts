import type {PutWay} from '../core/emission/conditional-put.ts'
import {ReplayError} from '../core/replay-error.ts'
import type {Epoch, World} from '../ports.ts'
import type {ChoosePut} from './choose-put.ts'

/** Puts every document of the run into the emission store; those that lie there already, byte for byte, stay. */
export async function emit(
  world: Pick<World, 'journal' | 'submissions' | 'emission' | 'points' | 'log'>,
  epoch: Epoch,
  runId: string,
  choosePut: ChoosePut,
): Promise<void> {
  world.points.reach('before-emission')
  const {deletions} = await world.journal.record(runId)
  const isNeeded = (no: number) => deletions.some(({documentNo, state}) => documentNo === no && state === 'SUBMITTED')
  const documents = await world.submissions.documents(runId)
  const waiting = documents.filter(({emitted, documentNo}) => !emitted && isNeeded(documentNo))
  const way = waiting.length === 0 ? 'conditional' : await wayOf(world, epoch, runId, choosePut)
  for (const document of waiting) {
    const bytes = new TextEncoder().encode(document.bytes)
    await world.emission.create(document.key, bytes, way)
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

/** What the report must say is in the ledger before the first document is written. */
async function wayOf(
  {submissions}: Pick<World, 'submissions'>,
  epoch: Epoch,
  runId: string,
  choosePut: ChoosePut,
): Promise<PutWay> {
  const {way, note} = await choosePut(`Run ${runId} waits with its documents; nothing that they ask for was deleted.`)
  if (note !== null) await submissions.note(epoch, runId, note)
  return way
}
