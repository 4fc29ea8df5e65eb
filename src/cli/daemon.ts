import {join, resolve} from 'node:path'
import {keepSchedule, makeOneTick, type Daemon} from '../commands/daemon.ts'
import {daemonLog, openDaemonSite, openSchedules, type DaemonSite} from '../compose-daemon.ts'
import {exitCodes} from '../core/error-catalogue.ts'
import {ReplayError} from '../core/replay-error.ts'
import {branchName} from '../core/settings/git-rules.ts'
import type {Log} from '../ports.ts'
import {openCheckout, settingsOrDefaults} from './checkout.ts'
import {coloursOf} from './colours.ts'
import {daemonActs} from './daemon-acts.ts'
import {requireCommit, type DaemonOptions} from './daemon-options.ts'
import {stoppable, stopOnSignal, type Stop} from '../entries/stop-points.ts'
import type {Terminal} from './terminal.ts'

const stopping =
  'Stopping: no further run is started, and one in progress ends after its current act. Once more ends at once.'

/** @returns the exit code of the run with `--once`, else 0, or 4 when a run was stopped half-way */
export async function runDaemon(terminal: Terminal, options: DaemonOptions): Promise<number> {
  requireCommit(options.acceptRewritten)
  // Of the lines of one run, so that they can be told from those between runs.
  let start: string | null = null
  const {stderr, environment} = terminal
  const log = daemonLog({
    stderr,
    mark: coloursOf(stderr, environment).yellow,
    fields: () => (start === null ? {} : {tick: start}),
  })
  const stop = stopOnSignal(terminal, () => {
    log.warn(stopping)
  })
  const site = await openSite(terminal, options, log, stop)
  try {
    const {look, perform} = daemonActs(terminal, options, site, stop)
    const daemon: Daemon = {
      clock: site.surroundings.clock,
      log,
      memory: site.memory,
      scheduleOf: await openSchedules(),
      look,
      perform: async (tick) => {
        start = (tick.due ?? site.surroundings.clock.now()).toISOString()
        const end = await perform(tick)
        start = null
        return end
      },
      stopping: stop.signal,
    }
    if (options.once === true) return (await makeOneTick(daemon)).exitCode
    log.progress(`The daemon works for branch ${site.git.branch}, in ${site.folder}.`)
    const isStopped = await keepSchedule(daemon)
    log.progress(
      isStopped ? 'Stopped half-way through a run; the next start goes on with it.' : 'Stopped between runs.',
    )
    return isStopped ? exitCodes.stopped : exitCodes.done
  } finally {
    await site.close()
  }
}

async function openSite(terminal: Terminal, options: DaemonOptions, log: Log, stop: Stop): Promise<DaemonSite> {
  const checkout = await openCheckout(terminal, options)
  const settings = await settingsOrDefaults(checkout)
  const {root} = checkout.surroundings
  const branch = branchName(options.branch ?? settings.git.branch)
  if (!('value' in branch)) throw new ReplayError('USAGE', branch.what('--branch'))
  const started = resolve(terminal.directory, options.directory ?? '.')
  const folder = options.state === undefined ? join(root, 'cqube-replay-state') : resolve(started, options.state)
  return openDaemonSite({...stoppable(checkout.surroundings, stop), log}, settings, {
    folder,
    remote: options.remote ?? settings.git.remote,
    branch: branch.value,
  })
}
