import type {Settings} from '../core/settings/settings.ts'
import type {Epoch, World} from '../ports.ts'
import {ingestWaiting} from './ingest.ts'
import {loadThroughNifi} from './load-through-nifi.ts'
import {recountHoles} from './recount-holes.ts'

/** Loads the files that wait in the emission store, or has NiFi load them, and counts what came back of the slices that were deleted. */
export async function reprocess(world: World, settings: Settings, epoch: Epoch): Promise<void> {
  await ingestWaiting(world, settings, epoch)
  await loadThroughNifi(world, settings)
  await recountHoles(world, epoch)
}
