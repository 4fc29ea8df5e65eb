import {isAtLeast} from '../../core/nifi/version.ts'
import {ReplayError} from '../../core/replay-error.ts'
import type {Settings} from '../../core/settings/settings.ts'
import type {Clock, Log} from '../../ports.ts'
import type {Left, Nifi, NifiAbout, NifiGroup} from '../../ports/nifi.ts'

/** What the commands on the flow in NiFi work with. */
export interface FlowWorld {
  readonly nifi: Nifi
  readonly settings: Settings['nifi']
  readonly clock: Pick<Clock, 'now' | 'sleep'>
  readonly log: Log
  readonly programVersion: string
}

/** `The group "cqube-replay" of NiFi at https://nifi:8443` */
export const ourGroup = ({settings}: Pick<FlowWorld, 'settings'>): string =>
  `The group "${settings.group}" of ${ourNifi({settings})}`

export const ourNifi = ({settings}: Pick<FlowWorld, 'settings'>): string => `NiFi at ${settings.address ?? ''}`

/** @throws {ReplayError} NIFI_TOO_OLD */
export async function supportedNifi(world: FlowWorld): Promise<NifiAbout> {
  const about = await world.nifi.server.about()
  if (isAtLeast(about.version, 1, 12)) return about
  throw new ReplayError(
    'NIFI_TOO_OLD',
    `${ourNifi(world)} is ${about.version}, and the flow needs 1.12 or later. Nothing was changed.`,
    {version: about.version},
  )
}

/** @returns null when there is none. @throws {ReplayError} NIFI_FLOW_AMBIGUOUS */
export async function findGroup(world: FlowWorld): Promise<NifiGroup | null> {
  const [group, ...others] = await world.nifi.groups.find(world.settings.group)
  if (others.length === 0) return group ?? null
  const ids = [group, ...others].map((each) => each?.id ?? '')
  throw new ReplayError(
    'NIFI_FLOW_AMBIGUOUS',
    `${ourNifi(world)} has ${ids.length} groups "${world.settings.group}" (${ids.join(', ')}), and nobody can tell which of them is ours. Nothing was changed.`,
    {ids},
  )
}

/** @throws {ReplayError} NIFI_FLOW_MISSING, NIFI_FLOW_AMBIGUOUS */
export async function requireGroup(world: FlowWorld): Promise<NifiGroup> {
  const group = await findGroup(world)
  if (group !== null) return group
  throw new ReplayError(
    'NIFI_FLOW_MISSING',
    `${ourNifi(world)} has no group "${world.settings.group}". Nothing was changed.`,
  )
}

/** `"Delete the rows" (1 thread is still at work)` */
export const leftWords = (left: readonly Left[]): string =>
  left.map(({name, why}) => `"${name}" (${why.replace(/[.\s]+$/, '')})`).join(', ')
