import {exitCodes} from '../core/error-catalogue.ts'
import {fitted, summaryLimit} from '../core/github/fitted-page.ts'
import {forkRefused, planTarget} from '../core/github/plan-target.ts'
import {isError} from '../core/problem.ts'
import type {WorkflowEvent} from '../core/github/event.ts'
import {rowsOf} from '../core/plan/figures.ts'
import {line} from '../core/report/markdown.ts'
import {planPending, planPullRequest, type ShownPlan} from '../entries/plan-pull-request.ts'
import {planExitCode} from '../entries/plan-exit-code.ts'
import type {PullRequest} from '../ports/pull-requests.ts'
import type {ActionCall, ActionCommand} from './action-call.ts'
import {openPlanSite} from './plan-site.ts'

/**
 * Plans the pull request of the event, or the one that is asked for, or all that is pending on the protected branch.
 * @throws {ReplayError} EVENT_REFUSED before anything is opened
 */
export const plan: ActionCommand = async (call) => {
  const target = planTarget(call.event, call.input('pull-request'))
  const {site, branch, readPullRequest} = await openPlanSite(call)
  if (target.kind === 'pending') return show(call, await planPending(site, branch))
  const pullRequest =
    target.kind === 'pull_request' ? pullRequestOf(target.event) : await readPullRequest(target.number)
  if (pullRequest.isFork) throw forkRefused(pullRequest.number)
  return show(call, await planPullRequest(site, pullRequest), pullRequest)
}

/** What the event says is enough: a plan does not wait for GitHub. */
const pullRequestOf = (event: Extract<WorkflowEvent, {kind: 'pull_request'}>): PullRequest => ({
  number: event.number,
  address: '',
  isOpen: true,
  isFork: event.isFork,
  head: {commit: event.headCommit, branch: event.headBranch, repository: event.headRepository},
  base: {commit: event.baseCommit, branch: event.baseBranch},
})

async function show(call: ActionCall, shown: ShownPlan | null, pullRequest?: PullRequest): Promise<number> {
  if (shown === null) {
    const number = pullRequest === undefined ? '' : ` #${pullRequest.number}`
    call.log(`The branch of pull request${number} was pushed over; its new commit is planned by a job of its own.`)
    return exitCodes.done
  }
  const {plan: planned, page, commented} = shown
  call.setOutput('rows', planned.totals.rows)
  call.setOutput('sources', JSON.stringify([...new Set(planned.tables.map(({dataSource}) => dataSource))]))
  call.setOutput('risk', planned.risk.level)
  call.setOutput('errors', planned.problems.filter(isError).length)
  call.setOutput('warnings', planned.problems.filter(({severity}) => severity === 'warning').length)
  call.setOutput('comment-url', commented?.kind === 'written' ? commented.address : '')
  const [told, warnings] = [toldOf(shown), warningsOf(shown)]
  for (const text of [...told, ...warnings.map((warning) => `warning: ${warning}`)]) call.log(text)
  const [headline, ...blocks] = page.blocks
  const seen = [...(headline === undefined ? [] : [headline]), ...warnings.map((text) => line`**${text}**`), ...blocks]
  await call.summarise(fitted(seen, summaryLimit, page.rest))
  return planExitCode(planned)
}

/** What the plan came to, for the log. */
const toldOf = ({plan: {totals, requests, risk}, contracts, commented}: ShownPlan): string[] => {
  const left = requests.filter(({refusal}) => refusal !== null).length
  return [
    `A run would delete ${rowsOf(totals.rows)} for ${requests.length - left} request(s), and leave out ${left}. Risk: ${risk.level}.`,
    ...(contracts.kind === 'committed' ? [`The row contract was committed as ${contracts.commit}.`] : []),
    ...(contracts.kind === 'moved' ? ['The branch moved on: the row contract was not committed.'] : []),
    ...(commented?.kind === 'written' ? [`The comment is written: ${commented.address}`] : []),
    ...(commented?.kind === 'stale' ? ['The pull request went on, so no comment was written for this commit.'] : []),
  ]
}

/** What did not work, and takes nothing from the plan. */
const warningsOf = ({contracts, commented}: ShownPlan): string[] => [
  ...(contracts.kind === 'failed' ? [`The row contract was not committed. ${contracts.message}`] : []),
  ...(commented?.kind === 'failed'
    ? [`The comment was not written; the plan stands. ${commented.error.code}: ${commented.error.message}`]
    : []),
]
