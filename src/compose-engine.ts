import type {Sql} from './adapters/postgres/connection.ts'
import type {Settings} from './core/settings/settings.ts'
import type {DeletionEngine, World} from './ports.ts'
import type {Nifi} from './ports/nifi.ts'
import {flowKeeper} from './steps/flow-keeper.ts'
import {nifiEngine} from './steps/nifi-engine.ts'
import {nifiLoading} from './steps/nifi-loading.ts'

export interface RunnerPlace extends Pick<World, 'clock' | 'log' | 'points'> {
  /** Of the operator's repository. */
  readonly root: string
  readonly environment: Readonly<Record<string, string | undefined>>
}

/**
 * What a run needs of NiFi, as far as the settings let it have a part: who deletes, and who loads files.
 * @param postgres the engine of a run that deletes by itself
 * @throws {ReplayError} FILE_UNREADABLE for a certificate or token of NiFi, NIFI_SIGN_IN where a secret is missing
 */
export async function nifiParts(sql: Sql, place: RunnerPlace, settings: Settings, postgres: DeletionEngine) {
  const isNeeded = settings.engine === 'nifi' || settings.nifi.loadingGroups.length > 0
  const nifi = isNeeded ? await nifiOf(place, settings) : null
  return {
    engine: settings.engine === 'nifi' ? await engineOf(sql, place, settings, nifi) : postgres,
    loading: nifi === null ? null : nifiLoading(nifi),
  }
}

/** @returns null where the runner does not speak to NiFi */
async function nifiOf({root, environment, clock}: RunnerPlace, settings: Settings): Promise<Nifi | null> {
  if (settings.nifi.address === null) return null
  const {openNifiOf} = await import('./compose-nifi-client.ts')
  return openNifiOf(settings, root, environment, clock)
}

async function engineOf(sql: Sql, {clock, log, points}: RunnerPlace, settings: Settings, nifi: Nifi | null) {
  const {postgresHandOvers} = await import('./adapters/postgres/hand-overs.ts')
  const keeper = nifi === null ? null : flowKeeper(nifi, settings.nifi, {clock, log})
  return nifiEngine({handOvers: postgresHandOvers(sql), keeper, clock, log, points}, settings.nifi)
}
