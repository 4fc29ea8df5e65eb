import {ReplayError} from '../core/replay-error.ts'
import type {Clock, Log, RequestSource} from '../ports.ts'
import type {DaemonMemory} from '../ports/daemon-memory.ts'
import type {StartTimes} from '../ports/schedule.ts'
import {readBranchSettings, type ProtectedBranch} from './branch-settings.ts'
import {remember} from './daemon-memory.ts'

export interface DaemonBranch {
  readonly requests: Pick<RequestSource, 'fetch' | 'readPath'>
  /** Whether a commit has the other among its ancestors; false for one that the remote no longer has. */
  readonly descends: (commit: string, ancestor: string) => Promise<boolean>
  readonly memory: DaemonMemory
  readonly log: Log
  readonly clock: Clock
  /** Where the branch is; the settings on it do not count for that. */
  readonly git: ProtectedBranch['settings']['git']
  /** A commit, or its first digits, that an administrator accepts although it does not descend from the last one. */
  readonly accepted: string | null
}

/**
 * Fetches the protected branch as it must be for a run: a descendant of what it was. In a rewritten history a request
 * that was withdrawn, or never reviewed, could come back.
 * @throws {ReplayError} GIT_UNREACHABLE, BRANCH_MISSING, BRANCH_REWRITTEN, SETTINGS_MISSING, SETTINGS_INVALID; the last
 * good schedule then stays
 */
export async function fetchForDaemon(branch: DaemonBranch): Promise<ProtectedBranch> {
  const {requests, memory, log, git} = branch
  const commit = await requests.fetch()
  await requireDescent(branch, commit)
  await remember(memory, log, {commits: {...memory.state().commits, [git.branch]: commit}})

  const {settings} = await readBranchSettings(requests, commit, git.branch)
  const {timeZone, schedule} = settings
  await keepStartTimes(branch, {cron: schedule.cron, timeZone, runMissed: schedule.runMissed})
  // The remote was given to the daemon, and the transport with it.
  const {remote, protocols} = git
  return {commit, settings: {...settings, git: {...settings.git, remote, protocols, branch: git.branch}}}
}

async function keepStartTimes({memory, log, clock}: DaemonBranch, startTimes: StartTimes): Promise<void> {
  const known = memory.state().startTimes
  if (JSON.stringify(known) === JSON.stringify(startTimes)) return
  // What the new schedule would have had in the past was never due.
  const handled = known === null ? {} : {handledUntil: clock.now().toISOString()}
  if (known !== null) log.progress(`The schedule was changed: ${startTimes.cron.join(', ')} on ${startTimes.timeZone}.`)
  await remember(memory, log, {startTimes, ...handled})
}

async function requireDescent({memory, log, git, descends, accepted}: DaemonBranch, commit: string): Promise<void> {
  const last = memory.state().commits[git.branch]
  if (last === undefined || last === commit || (await descends(commit, last))) return
  if (accepted !== null && commit.startsWith(accepted)) {
    log.warn(`The rewritten branch ${git.branch} is accepted with commit ${commit.slice(0, 12)}.`)
    return
  }
  throw new ReplayError(
    'BRANCH_REWRITTEN',
    `Branch ${git.branch} was rewritten: its commit ${commit.slice(0, 12)} does not descend from ${last.slice(0, 12)}, ` +
      `which was acted on last. Nothing was started. The option is \`--accept-rewritten ${commit.slice(0, 12)}\`.`,
  )
}
