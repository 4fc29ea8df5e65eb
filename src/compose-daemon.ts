import {join} from 'node:path'
import {systemClock} from './adapters/clock/system-clock.ts'
import {createStreamLog, type LogStream} from './adapters/log/stream-log.ts'
import type {Mirror} from './adapters/git/mirror.ts'
import {openRequestSource, type Surroundings} from './compose.ts'
import type {Settings} from './core/settings/settings.ts'
import type {Log} from './ports.ts'
import type {DaemonMemory} from './ports/daemon-memory.ts'
import type {Schedule, StartTimes} from './ports/schedule.ts'

export async function openSchedules(): Promise<(startTimes: Pick<StartTimes, 'cron' | 'timeZone'>) => Schedule> {
  return (await import('./adapters/schedule/cron-schedule.ts')).cronSchedule
}

/** When runs start by these settings. */
export const openSchedule = async ({schedule, timeZone}: Settings): Promise<Schedule> =>
  (await openSchedules())({cron: schedule.cron, timeZone})

/** @param fields what every JSON line holds beside its message */
export const daemonLog = (of: {
  readonly stderr: LogStream
  readonly mark: (word: string) => string
  readonly fields: () => Readonly<Record<string, string>>
}): Log => createStreamLog({stream: of.stderr, clock: systemClock, mark: of.mark, fields: of.fields})

export interface DaemonSite {
  /** Absolute path of the daemon's own folder. */
  readonly folder: string
  readonly memory: DaemonMemory
  /** What runs work in: the mirror in place of a checkout, the token in git's environment. */
  readonly surroundings: Surroundings
  /** Where the branch is, whatever the settings on it say. */
  readonly git: Settings['git']
  readonly mirror: Mirror
  readonly requests: Awaited<ReturnType<typeof openRequestSource>>
  readonly close: () => Promise<void>
}

/**
 * Opens a daemon's folder for this process alone, with the mirror in it.
 * @param surroundings of the folder that the daemon is started in
 * @param where `remote`: an address, a path or the name of a remote of the checkout
 * @throws {ReplayError} USAGE, STATE_IN_USE, STATE_BROKEN, STATE_NOT_WRITTEN, GIT_FAILED
 */
export async function openDaemonSite(
  surroundings: Surroundings,
  settings: Settings,
  where: {readonly folder: string; readonly remote: string; readonly branch: string},
): Promise<DaemonSite> {
  const [{remoteAddress}, {createMirror}, {withToken}, folders, {lockStateFolder}] = await Promise.all([
    import('./adapters/git/remote-address.ts'),
    import('./adapters/git/mirror.ts'),
    import('./adapters/git/token.ts'),
    import('./adapters/local-directory/daemon-memory.ts'),
    import('./adapters/local-directory/folder-lock.ts'),
  ])
  const {root, clock} = surroundings
  const checkout = {directory: root, environment: surroundings.environment, settings: settings.git}
  const {address, protocol} = await remoteAddress(where.remote, checkout)
  const git = {...settings.git, remote: 'origin', branch: where.branch, protocols: [protocol]}
  const environment = withToken(surroundings.environment, address)
  const repository = join(where.folder, 'mirror.git')

  await folders.makeStateFolder(where.folder)
  const close = await lockStateFolder(where.folder, clock)
  try {
    const memory = await folders.openDaemonMemory(where.folder)
    const mirror = createMirror({directory: repository, address, environment, settings: git})
    await mirror.make()
    const within = {...surroundings, environment, repository}
    const requests = await openRequestSource(within, {...settings, git})
    return {folder: where.folder, memory, surroundings: within, git, mirror, requests, close}
  } catch (error) {
    await close()
    throw error
  }
}
