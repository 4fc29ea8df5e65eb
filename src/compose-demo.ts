import {systemClock} from './adapters/clock/system-clock.ts'
import type {Surroundings} from './compose.ts'
import type {Settings} from './core/settings/settings.ts'
import {demoPaths, type DemoSite} from './demo/site.ts'

/**
 * Makes what the demo plays on; an earlier demo in the folder is replaced.
 * @throws {ReplayError} DEMO_UNAVAILABLE, or USAGE for a folder with something else in it, with nothing changed
 */
export async function openDemo(
  folder: string,
  environment: Surroundings['environment'],
  settings: Settings['git'],
): Promise<DemoSite> {
  const [server, {createDemoFolder, demoFiles, lockDemoFolder}, {createDemoRepository}, {openDatabase}] =
    await Promise.all([
      import('./adapters/embedded-postgres/demo-server.ts'),
      import('./adapters/local-directory/demo-folder.ts'),
      import('./adapters/git/demo-remote.ts'),
      import('./adapters/postgres/connection.ts'),
    ])
  const paths = demoPaths(folder)
  server.requireDemoBinaries()
  const startServer = async () => {
    server.requireStoppedServer(folder)
    await createDemoFolder(folder)
    return server.startDemoServer(folder)
  }
  const release = await lockDemoFolder(folder, systemClock)
  const {connectionString, dataDirectory, stop} = await startServer().catch(async (error: unknown) => {
    await release()
    throw error
  })
  const database = openDatabase({connectionString, lockTimeoutSeconds: 10, statementTimeoutSeconds: 0})
  const close = async () => {
    await database.end()
    await stop()
    await release()
  }
  try {
    const repository = await createDemoRepository({...paths, directory: paths.checkout, environment, settings})
    return {
      paths,
      connectionString,
      dataDirectory,
      query: (sql) => database.query(sql),
      files: demoFiles(paths.checkout),
      emission: demoFiles(paths.emission),
      outputs: demoFiles(paths.outputs),
      repository,
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}
