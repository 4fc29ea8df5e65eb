import {isOpen} from '../core/holes/hole.ts'
import {spanOf, quoted} from '../core/nifi/trouble-words.ts'
import {ReplayError} from '../core/replay-error.ts'
import type {Settings} from '../core/settings/settings.ts'
import type {World} from '../ports.ts'
import type {LoadingGroup, LoadingGroups} from '../ports/loading.ts'
import {awaitLoading} from './await-loading.ts'

export type LoadingWorld = Pick<World, 'loading' | 'holes' | 'clock' | 'log' | 'points'>

/**
 * Lets the process groups that the settings name load files, as long as deleted slices wait for their rows; puts each
 * back into the state that it had. What NiFi meets is told, and no more: nothing is lost by it, the next run tries again.
 * A process that is killed meanwhile leaves the groups running, and the next run leaves them as it finds them.
 */
export async function loadThroughNifi(
  world: LoadingWorld,
  {nifi: {loadingGroups, loadingMinutes}}: Pick<Settings, 'nifi'>,
): Promise<void> {
  const {loading, log} = world
  if (loading === null || loadingGroups.length === 0) return
  const waiting = (await world.holes.watched()).filter(isOpen)
  if (waiting.length === 0) return
  const groups: LoadingGroup[] = []
  try {
    await told(log, async () => {
      for (const name of loadingGroups) {
        const group = await openGroup(loading, log, name)
        if (group === null) continue
        // Before it is started: what is half started is put back as well.
        groups.push(group)
        for (const sentence of await group.start()) log.warn(sentence)
      }
      if (groups.length === 0) return
      log.progress(
        `NiFi loads files by ${quoted(groups.map(({name}) => name))}, up to ${spanOf(loadingMinutes * 60_000)} …`,
      )
      const left = await awaitLoading(world, groups, waiting, loadingMinutes * 60_000)
      if (left !== null) log.warn(left)
    })
  } finally {
    for (const group of groups) {
      const putBack = async () => {
        for (const sentence of await group.putBack()) log.warn(sentence)
      }
      await told(log, putBack, `The process group "${group.name}" could not be stopped again, and runs on. `)
    }
  }
}

async function openGroup(loading: LoadingGroups, log: World['log'], name: string): Promise<LoadingGroup | null> {
  const group = await loading.open(name)
  if (typeof group !== 'string') return group
  log.warn(group)
  return null
}

/** Files that are not loaded must not keep the report waiting. */
async function told(log: World['log'], act: () => Promise<void>, what = ''): Promise<void> {
  try {
    await act()
  } catch (error) {
    const isOfNifi = error instanceof ReplayError && error.code.startsWith('NIFI_')
    if (!isOfNifi) throw error
    log.warn(`${error.code}: ${what}${error.message}`)
  }
}
