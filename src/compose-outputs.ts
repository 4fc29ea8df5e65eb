import {isAbsolute, join} from 'node:path'
import type {Sql} from './adapters/postgres/connection.ts'
import type {Settings} from './core/settings/settings.ts'
import type {Place} from './compose-s3.ts'
import type {Outputs, OutputStore} from './ports/outputs.ts'

/** @returns null where nobody looks after outputs */
async function outputStoreOf(place: Place, settings: Settings): Promise<OutputStore | null> {
  const {bucket, directory, storage} = settings.outputs
  if (storage === 's3') {
    if (bucket === null) return null
    const [{createS3OutputStore}, {bucketOf}] = await Promise.all([
      import('./adapters/s3/output-store.ts'),
      import('./compose-s3.ts'),
    ])
    // Only a run's own prefix is written by creation, so nobody else meets it there: what the settings say is enough.
    const way = settings.s3.conditionalPut === 'required' ? 'conditional' : 'read_first'
    return createS3OutputStore(await bucketOf(place, settings, bucket), way)
  }
  if (directory === null) return null
  const {createLocalOutputStore} = await import('./adapters/local-directory/output-store.ts')
  return createLocalOutputStore({directory: isAbsolute(directory) ? directory : join(place.root, directory)})
}

/** What a run needs to bring outputs in line. Throws FILE_UNREADABLE. */
export async function outputsOf(sql: Sql, place: Place, settings: Settings): Promise<Outputs> {
  const [store, journal, {postgresViews}, {postgresOptions}] = await Promise.all([
    outputStoreOf(place, settings),
    import('./adapters/postgres/output-journal.ts'),
    import('./adapters/postgres/views.ts'),
    import('./adapters/postgres/options.ts'),
  ])
  return {
    store,
    journal: journal.postgresOutputJournal(sql),
    rows: journal.postgresPeriodRows(sql),
    views: postgresViews(sql),
    options: postgresOptions(sql),
  }
}

/** The same for a rehearsal: the store is read, what would be written stays in memory, no view is refreshed. */
export async function rehearsedOutputsOf(sql: Sql, place: Place, settings: Settings): Promise<Outputs> {
  const {rehearsedOutputStore} = await import('./adapters/local-directory/rehearsed-output-store.ts')
  const outputs = await outputsOf(sql, place, settings)
  return {
    ...outputs,
    store: outputs.store === null ? null : rehearsedOutputStore(outputs.store),
    views: {...outputs.views, refresh: async () => undefined},
  }
}
