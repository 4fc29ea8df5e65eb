import type {ProtectedBranch} from '../commands/branch-settings.ts'
import {fetchForDaemon} from '../commands/daemon-branch.ts'
import type {Daemon, Tick, TickEnd} from '../commands/daemon.ts'
import type {DaemonSite} from '../compose-daemon.ts'
import {ReplayError} from '../core/replay-error.ts'
import {beginText, endText, failureJsonLine, failureLine, isCalm, runLine} from './daemon-result.ts'
import type {DaemonOptions} from './daemon-options.ts'
import {pullRequestPlans} from './daemon-pull-requests.ts'
import {failureOf} from '../entries/failure.ts'
import {speaksToGithub, writeOutcomeComments} from '../entries/outcome-comments.ts'
import {performRun} from '../entries/perform-run.ts'
import type {ShownRun} from '../entries/shown-run.ts'
import type {Stop} from '../entries/stop-points.ts'
import {runText} from './run-text.ts'
import type {Terminal} from './terminal.ts'

/** What a daemon does at its times. Neither throws: a bad day of the remote or the database ends no daemon. */
export function daemonActs(
  {stdout}: Pick<Terminal, 'stdout'>,
  options: DaemonOptions,
  site: DaemonSite,
  points: Stop,
): Pick<Daemon, 'look' | 'perform'> {
  const {surroundings, git, folder} = site
  const {log} = surroundings
  const fetch = branchFetch(site, options.acceptRewritten ?? null)
  const planPullRequests = pullRequestPlans(site, points.signal)
  let toldBefore: string | null = null

  function show(tick: Tick, shown: ShownRun): void {
    if (options.json === true) stdout.write(runLine(tick, shown))
    else if (options.once === true || shown.result.runs.length > 0) stdout.write(runText(shown))
    log.progress(endText(shown))
  }

  return {
    look: async () => {
      try {
        const {settings} = await fetch()
        if (toldBefore !== null) log.progress(`Branch ${git.branch} and its settings can be read again.`)
        toldBefore = null
        await planPullRequests(settings)
      } catch (error) {
        const line = failureLine(failureOf(error))
        // The same every quarter of an hour would hide everything else.
        if (line !== toldBefore) log.warn(line)
        toldBefore = line
      }
    },

    perform: async (tick): Promise<TickEnd> => {
      let leaseMs = 0
      try {
        log.progress(beginText(tick, git.branch, site.memory.state().startTimes?.timeZone ?? 'UTC'))
        const branch = await fetch()
        leaseMs = branch.settings.run.leaseSeconds * 1000
        points.reach('fetched')
        const shown = await performRun(surroundings, branch)
        show(tick, shown)
        if (speaksToGithub(surroundings, branch.settings)) {
          await writeOutcomeComments(surroundings, shown, points.signal)
        }
        return {exitCode: shown.result.exitCode, isStopped: false, leaseFreeInMs: null}
      } catch (error) {
        const failure = failureOf(error)
        if (options.json === true) stdout.write(failureJsonLine(tick, failure))
        if (isCalm(failure)) log.progress(failureLine(failure))
        else log.warn(failureLine(failure))
        // A push may meet damage that the fetch passed by; the next run must not meet it again.
        await repair(site, error).catch(() => undefined)
        return {
          exitCode: failure.exitCode,
          isStopped: failure.code === 'STOPPED',
          leaseFreeInMs: failure.code === 'OTHER_RUNNER' ? leaseMs : null,
        }
      }
    },
  }

  /** @returns whether the failure came from a damaged mirror, which is sound now */
  async function repair({mirror}: DaemonSite, error: unknown): Promise<boolean> {
    if (!(error instanceof ReplayError) || !/^(GIT_|REPORT_NOT_PUSHED)/.test(error.code)) return false
    const wasDamaged = await mirror.repair()
    if (wasDamaged) log.warn(`The mirror in ${folder} was damaged, and was made anew.`)
    return wasDamaged
  }

  function branchFetch(
    {requests, mirror, memory}: DaemonSite,
    accepted: string | null,
  ): () => Promise<ProtectedBranch> {
    const {clock} = surroundings
    const once = (): Promise<ProtectedBranch> =>
      fetchForDaemon({requests, descends: mirror.descends, memory, log, clock, git, accepted})
    return async () => {
      try {
        return await once()
      } catch (error) {
        if (await repair(site, error)) return once()
        throw error
      }
    }
  }
}
