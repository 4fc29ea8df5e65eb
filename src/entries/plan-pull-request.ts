import {readBranchSettings} from '../commands/branch-settings.ts'
import {commentOnPullRequest, type Commented} from '../commands/comment-on-pull-request.ts'
import {commitContracts} from '../commands/commit-contracts.ts'
import {planChange, type ChangeToPlan} from '../commands/plan-change.ts'
import {defaultSettings, settingsPath} from '../commands/settings-file.ts'
import {openPlanning, type Surroundings} from '../compose.ts'
import {openProposals, type RemotePlace} from '../compose-pull-request.ts'
import {commentLimit, fitted} from '../core/github/fitted-page.ts'
import type {ChangePlan} from '../core/pull-request/change-plan.ts'
import type {ContractCommit} from '../core/pull-request/contract-commit.ts'
import {planPage, type PlanPage} from '../core/pull-request/plan-page.ts'
import {ReplayError} from '../core/replay-error.ts'
import type {Settings} from '../core/settings/settings.ts'
import type {CommitTree, Proposals} from '../ports/proposals.ts'
import type {PullRequest, PullRequests} from '../ports/pull-requests.ts'

/** Where a plan is made: a checkout, or the daemon's mirror. */
export interface PlanSite {
  readonly surroundings: Surroundings
  readonly place: RemotePlace
  /** By the settings of the branch. */
  readonly pullRequests: (settings: Settings) => Promise<PullRequests>
  /** Where the whole plan is, as the end of a sentence. */
  readonly whole: string
  /** Whether a change that touches no request is told, too: where an earlier plan of it may stand. */
  readonly isToldWhenEmpty: (number: number) => boolean
}

export interface ShownPlan {
  readonly plan: ChangePlan
  readonly settings: Settings
  readonly contracts: ContractCommit
  readonly page: PlanPage
  /** Null: the settings want no comment, or there is no pull request. */
  readonly commented: Commented | null
}

/**
 * Plans a pull request of the same repository by the settings of the branch that it shall be merged into, and writes the
 * comment, and the row contracts, if those ask for it. The database is only read.
 * @returns null where nothing is to be told: its last commit was pushed over, or it touches no request
 * @throws {ReplayError} EVENT_REFUSED for another branch than the protected one; what the database and git throw
 */
export async function planPullRequest(site: PlanSite, pullRequest: PullRequest): Promise<ShownPlan | null> {
  const {number, head, base} = pullRequest
  const branch = await readBranch(site, base.branch)
  const {settings} = branch
  if (settings.git.branch !== base.branch) {
    throw new ReplayError(
      'EVENT_REFUSED',
      `Pull request #${number} shall be merged into ${JSON.stringify(base.branch)}, and the settings there say that ` +
        `runs act on branch ${settings.git.branch} only. There is nothing to plan.`,
    )
  }
  const proposals = await openProposals(site.surroundings, settings.git)
  if (!(await isFetched(proposals, pullRequest))) return null
  const paths = await proposals.changes(branch.tree.commit, head.commit, [settings.requestsDirectory, settingsPath])
  const isEmpty = paths.touched.length + paths.removed.length === 0
  if (isEmpty && !site.isToldWhenEmpty(number)) return null
  const tree = proposals.tree(head.commit)
  const change: ChangeToPlan = {tree, base: {branch: base.branch, tree: branch.tree}, paths, settings}
  const first = await planned(site, change)
  const contracts = await commitContracts(proposals, pullRequest, first, tree.written(), settings)
  // What is told must be true of the branch as it is now.
  const plan =
    contracts.kind === 'committed' ? await planned(site, {...change, tree: proposals.tree(contracts.commit)}) : first
  const page = planPage(plan, {settings, contracts, whole: site.whole})
  const commits = [head.commit, ...(contracts.kind === 'committed' ? [contracts.commit] : [])]
  const commented = settings.pullRequests.comment ? await comment(site, settings, number, commits, page) : null
  return {plan, settings, contracts, page, commented}
}

/** Plans all that is pending on the protected branch. */
export async function planPending(site: PlanSite, name: string): Promise<ShownPlan> {
  const {tree, settings} = await readBranch(site, name)
  const branch = {branch: name, tree}
  const plan = await planned(site, {tree, base: branch, paths: null, settings})
  const contracts: ContractCommit = {kind: 'not_asked'}
  return {plan, settings, contracts, page: planPage(plan, {settings, contracts, whole: site.whole}), commented: null}
}

async function planned({surroundings}: PlanSite, change: ChangeToPlan): Promise<ChangePlan> {
  const {close, ...world} = await openPlanning(surroundings, change.settings)
  try {
    return await planChange(change, world, surroundings.log)
  } finally {
    await close()
  }
}

/**
 * A branch of the remote as it is now, with the settings on it.
 * @throws {ReplayError} BRANCH_MISSING, SETTINGS_MISSING, SETTINGS_INVALID
 */
export async function readBranch(
  {surroundings, place}: PlanSite,
  branch: string,
): Promise<{readonly tree: CommitTree; readonly settings: Settings}> {
  const proposals = await openProposals(surroundings, {...defaultSettings().git, ...place})
  const commit = await proposals.fetch(branch)
  if (commit === null) throw new ReplayError('BRANCH_MISSING', `There is no branch ${JSON.stringify(branch)}.`)
  const tree = proposals.tree(commit)
  const {settings} = await readBranchSettings({readPath: async (_, path) => tree.read(path)}, commit, branch)
  return {tree, settings: {...settings, git: {...settings.git, ...place}}}
}

async function isFetched(proposals: Proposals, {head}: PullRequest): Promise<boolean> {
  if (await proposals.isHere(head.commit)) return true
  await proposals.fetch(head.branch)
  return proposals.isHere(head.commit)
}

async function comment(
  {pullRequests}: PlanSite,
  settings: Settings,
  number: number,
  commits: readonly string[],
  {blocks, rest}: PlanPage,
): Promise<Commented> {
  try {
    const body = fitted(blocks, commentLimit, rest)
    return await commentOnPullRequest(await pullRequests(settings), number, commits, {kind: 'plan', body})
  } catch (error) {
    if (!(error instanceof ReplayError)) throw error
    return {kind: 'failed', error}
  }
}
