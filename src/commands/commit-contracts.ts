import {rowsOf} from '../core/plan/figures.ts'
import type {ChangePlan} from '../core/pull-request/change-plan.ts'
import type {ContractCommit} from '../core/pull-request/contract-commit.ts'
import {ReplayError} from '../core/replay-error.ts'
import type {Settings} from '../core/settings/settings.ts'
import {branchName} from '../core/settings/git-rules.ts'
import type {Proposals} from '../ports/proposals.ts'
import type {PullRequest} from '../ports/pull-requests.ts'

/** The text of the commit says where its numbers come from. */
function messageOf({head, ledger, plannedAt, requests}: ChangePlan): string {
  const lines = requests.flatMap(({contract, paths}) =>
    'wanted' in contract
      ? paths.map(
          (path) => `${path}: ${rowsOf(Object.values(contract.wanted.rows).reduce((sum, rows) => sum + rows, 0))}`,
        )
      : [],
  )
  return [
    'Write down the rows that the plan counted',
    '',
    `Plan of commit ${head}, ledger ${ledger}, ${plannedAt}.`,
    '',
    ...lines,
  ].join('\n')
}

/** The files whose contract a run would refuse, with the one that it would take. */
function filesToCommit({requests}: ChangePlan, written: ReadonlyMap<string, Uint8Array>, {requireExpect}: Settings) {
  const wanting = requests.filter(
    ({contract}) => contract.kind === 'outdated' || (contract.kind === 'missing' && requireExpect),
  )
  const paths = new Set(wanting.flatMap((request) => request.paths))
  return new Map([...written].filter(([path]) => paths.has(path)))
}

/**
 * Commits the row contracts that a plan wants to the branch of its pull request: only of the same repository, never to
 * the protected branch, and never over what was pushed meanwhile. A contract that holds is not written anew, so that a
 * commit of ours brings no further one.
 * @param written the files with their new contracts
 */
export async function commitContracts(
  proposals: Pick<Proposals, 'commit'>,
  {head, isFork}: Pick<PullRequest, 'head' | 'isFork'>,
  plan: ChangePlan,
  written: ReadonlyMap<string, Uint8Array>,
  settings: Settings,
): Promise<ContractCommit> {
  const files = filesToCommit(plan, written, settings)
  const isOurs = !isFork && head.branch !== settings.git.branch && head.branch !== settings.git.reportsBranch
  if (!settings.pullRequests.commitExpect || files.size === 0 || !isOurs) return {kind: 'not_asked'}
  const branch = branchName(head.branch)
  if (!('value' in branch)) return {kind: 'failed', message: branch.what('branch')}
  try {
    const commit = await proposals.commit({branch: branch.value, onto: plan.head, files, message: messageOf(plan)})
    return commit === null ? {kind: 'moved'} : {kind: 'committed', commit}
  } catch (error) {
    if (!(error instanceof ReplayError)) throw error
    return {kind: 'failed', message: `${error.code}: ${error.message}`}
  }
}
