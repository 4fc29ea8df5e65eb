import type {FlowWorld} from './commands/nifi/flow-world.ts'
import {openNifiOf} from './compose-nifi-client.ts'
import {emissionDirectory, openDatabaseOf, openLedger, type Surroundings} from './compose.ts'
import {siteOfSettings} from './core/nifi/site-of-settings.ts'
import {secretsFrom} from './core/nifi/wanted-parameters.ts'
import {ReplayError} from './core/replay-error.ts'
import type {Settings} from './core/settings/settings.ts'

/** @throws {ReplayError} as `openNifiOf` */
export async function openFlowWorld(
  {root, environment, clock, log}: Surroundings,
  settings: Settings,
  programVersion: string,
): Promise<FlowWorld> {
  return {
    nifi: await openNifiOf(settings, root, environment, clock),
    settings: settings.nifi,
    clock,
    log,
    programVersion,
  }
}

/**
 * What NiFi is to be told of this site, and the secrets that it is given.
 * @throws {ReplayError} USAGE where the database is reached in a way that is of no use to NiFi
 */
export const siteFor = ({root, environment}: Surroundings, settings: Settings) => ({
  settled: siteOfSettings(settings, environment, emissionDirectory(root, settings)),
  secrets: secretsFrom(environment),
})

/** Runs that may wait for NiFi; a database that does not answer is told, and nothing is known then. */
export async function openRunsOf(surroundings: Surroundings, settings: Settings): Promise<readonly string[]> {
  try {
    return await readOpenRuns(surroundings, settings)
  } catch (error) {
    if (!(error instanceof ReplayError)) throw error
    surroundings.log.warn(`${error.code}: ${error.message} Whether a run waits for NiFi was not looked at.`)
    return []
  }
}

async function readOpenRuns({environment, runner}: Surroundings, settings: Settings): Promise<readonly string[]> {
  const database = await openDatabaseOf(settings, environment)
  try {
    return await (await openLedger(database, settings, runner)).facts.openRuns()
  } finally {
    await database.end()
  }
}
