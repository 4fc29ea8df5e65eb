import {planOpenPullRequests} from '../commands/plan-open-pull-requests.ts'
import type {DaemonSite} from '../compose-daemon.ts'
import {githubOf} from '../compose-github.ts'
import type {Settings} from '../core/settings/settings.ts'
import {failureOf} from '../entries/failure.ts'
import {planPullRequest, type PlanSite} from '../entries/plan-pull-request.ts'
import type {PullRequests} from '../ports/pull-requests.ts'
import {failureLine} from './daemon-result.ts'

/**
 * Plans of open pull requests, made where the database is, so that no hosted runner needs a way to it.
 * @returns one look at them; never throws
 */
export function pullRequestPlans(
  {surroundings, git, memory}: DaemonSite,
  stopping: AbortSignal,
): (settings: Settings) => Promise<void> {
  const {log} = surroundings
  const told = new Map<string, string>()
  const lineOf = (error: unknown): string => failureLine(failureOf(error))
  return async (settings) => {
    if (!settings.pullRequests.planByDaemon) return
    const pullRequests = async (by: Settings): Promise<PullRequests> => (await githubOf(surroundings, by)).pullRequests
    const site: PlanSite = {
      surroundings,
      place: {remote: git.remote, protocols: git.protocols},
      pullRequests,
      whole: 'the whole plan is what `cqube-replay plan` writes where the database is.',
      isToldWhenEmpty: (number) => String(number) in memory.state().plannedHeads,
    }
    const planOne: Parameters<typeof planOpenPullRequests>[0]['planOne'] = async (pullRequest) => {
      const shown = await planPullRequest(site, pullRequest)
      if (shown === null) return null
      const {commented, contracts} = shown
      if (commented?.kind === 'failed') throw commented.error
      if (commented?.kind === 'stale') return null
      return contracts.kind === 'committed' ? contracts.commit : pullRequest.head.commit
    }
    const open: PullRequests['open'] = async (branch) => (await pullRequests(settings)).open(branch)
    await planOpenPullRequests({open, planOne, lineOf, told, memory, log, stopping}, git.branch)
  }
}
