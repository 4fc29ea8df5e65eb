import {isAbsolute, join} from 'node:path'
import type {Sql} from './adapters/postgres/connection.ts'
import type {Settings} from './core/settings/settings.ts'
import type {Outputs} from './ports/outputs.ts'

/** What a run needs to bring outputs in line. @param root of the operator's repository */
export async function outputsOf(sql: Sql, root: string, settings: Settings): Promise<Outputs> {
  const [{createLocalOutputStore}, journal, {postgresViews}, {postgresOptions}] = await Promise.all([
    import('./adapters/local-directory/output-store.ts'),
    import('./adapters/postgres/output-journal.ts'),
    import('./adapters/postgres/views.ts'),
    import('./adapters/postgres/options.ts'),
  ])
  const {directory} = settings.outputs
  return {
    store:
      directory === null
        ? null
        : createLocalOutputStore({directory: isAbsolute(directory) ? directory : join(root, directory)}),
    journal: journal.postgresOutputJournal(sql),
    rows: journal.postgresPeriodRows(sql),
    views: postgresViews(sql),
    options: postgresOptions(sql),
  }
}

/** The same for a rehearsal: the store is read, what would be written stays in memory, no view is refreshed. */
export async function rehearsedOutputsOf(sql: Sql, root: string, settings: Settings): Promise<Outputs> {
  const {rehearsedOutputStore} = await import('./adapters/local-directory/rehearsed-output-store.ts')
  const outputs = await outputsOf(sql, root, settings)
  return {
    ...outputs,
    store: outputs.store === null ? null : rehearsedOutputStore(outputs.store),
    views: {...outputs.views, refresh: async () => undefined},
  }
}
