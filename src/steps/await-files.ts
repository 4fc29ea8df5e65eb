import type {Settings} from '../core/settings/settings.ts'
import type {World} from '../ports.ts'
import type {FileInFlight, FilesInFlight} from '../ports/files-in-flight.ts'

type IngestionSettings = Settings['ingestion']

const pauseBetweenMs = 15_000

/** `student_attendance_2021.zip (for 12 minutes)` */
const fileWords = ({file, minutes}: FileInFlight): string =>
  `${file} (${minutes === null ? 'for an unknown time' : `for ${minutes} minutes`})`

const listed = (files: readonly FileInFlight[]): string => {
  const shown = files.slice(0, 3).map(fileWords).join(', ')
  return files.length > 3 ? `${shown} and ${files.length - 3} more` : shown
}

/** Sentences for whoever reads a plan: a deletion would not be executed now. */
export async function notesOfFilesInFlight(
  filesInFlight: FilesInFlight,
  dataSources: readonly string[],
  {inFlight, ignoreOpenRowsAfterMinutes}: IngestionSettings,
): Promise<string[]> {
  const notes: string[] = []
  for (const dataSource of dataSources) {
    const files = await filesInFlight.of(dataSource, ignoreOpenRowsAfterMinutes)
    if (files.length === 0) continue
    const meanwhile = inFlight === 'wait' ? 'a deletion waits for them' : 'a deletion is refused meanwhile'
    notes.push(`cQube is processing files of ${dataSource}; ${meanwhile}: ${listed(files)}.`)
  }
  return notes
}

/**
 * Waits while cQube processes files of the data source, as long as the settings allow. Whether there are still some is
 * for the deletion itself to find out, behind its locks.
 */
export async function awaitFilesInFlight(
  world: Pick<World, 'filesInFlight' | 'clock' | 'log' | 'points'>,
  dataSource: string,
  {inFlight, waitMinutes, ignoreOpenRowsAfterMinutes}: IngestionSettings,
): Promise<void> {
  if (inFlight !== 'wait') return
  const giveUpAt = world.clock.now().getTime() + waitMinutes * 60_000
  for (;;) {
    const files = await world.filesInFlight.of(dataSource, ignoreOpenRowsAfterMinutes)
    if (files.length === 0 || world.clock.now().getTime() >= giveUpAt) return
    world.log.progress(`Waiting for cQube to process files of ${dataSource}: ${listed(files)} …`)
    await world.clock.sleep(pauseBetweenMs)
    // Where a signal stops the runner.
    world.points.reach('before-deletion')
  }
}
