import {writeOptionFiles as bytesOf} from '../../core/options/option-files.ts'
import {outputRecord} from '../../core/outputs/output-record.ts'
import type {Epoch} from '../../ports.ts'
import type {OutputStore} from '../../ports/outputs.ts'
import type {OutputWorld} from './output-world.ts'

/** All of cQube's option files, as its own replay writes all of them after every deletion. */
export async function writeOptionFiles(
  {outputs, submissions, points, log}: OutputWorld,
  store: OutputStore,
  epoch: Epoch,
  runId: string,
): Promise<void> {
  const {offers, notes} = await outputs.options.offered()
  for (const note of notes) await submissions.note(epoch, runId, note)
  const files = bytesOf(offers)
  const record = (key: string, action: 'planned' | 'written' | 'unchanged') =>
    outputRecord({kind: 'option file', name: key, action})
  await outputs.journal.plan(
    epoch,
    runId,
    files.map(({key}) => record(key, 'planned')),
  )
  for (const {key, bytes} of files) {
    const there = await store.read(key)
    const isSame = there !== null && Buffer.compare(there, bytes) === 0
    if (!isSame) await store.replace(key, bytes)
    points.reach('option-file-written')
    await outputs.journal.settle(epoch, runId, [record(key, isSame ? 'unchanged' : 'written')])
  }
  log.progress(`Wrote ${files.length} option files below ${store.locate('data_replay')}.`)
}
