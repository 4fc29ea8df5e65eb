import type {ConnectionOptions, Sql} from './adapters/postgres/connection.ts'
import type {Clock, Points} from './ports.ts'
import type {Ingestion} from './ports/ingestion.ts'

/** The stand-in for NiFi: files of the emission store, loaded over connections of their own. */
export async function openIngestion(of: {
  readonly sql: Sql
  readonly connection: ConnectionOptions
  /** Absolute path of the emission store. */
  readonly directory: string
  readonly clock: Clock
  readonly points: Points
}): Promise<Ingestion> {
  const [{createLocalIncomingFiles}, {postgresFileLoader}] = await Promise.all([
    import('./adapters/embedded-ingestion/incoming-files.ts'),
    import('./adapters/postgres/ingestion/file-loader.ts'),
  ])
  const {directory, clock, ...loading} = of
  return {files: createLocalIncomingFiles({directory, clock}), loader: postgresFileLoader(loading)}
}
