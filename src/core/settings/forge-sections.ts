import {oneOf, switchRule} from '../document/scalar-rules.ts'
import type {Section} from '../document/section.ts'
import {apiUrl, approverName, repositoryName} from './forge-rules.ts'
import {integer, integerOrNever} from './number-rules.ts'
import {folderInRepository} from './place-rules.ts'
import type {ApprovalSettings, GithubSettings, PullRequestSettings} from './settings.ts'

const trueOrFalse = switchRule('SETTINGS_NOT_A_SWITCH')

export function approvalOf(section: Section): ApprovalSettings {
  const problemsBefore = section.problemCount()
  const approval: ApprovalSettings = {
    provider: section.scalar(
      'provider',
      oneOf('SETTINGS_NOT_ONE_OF', ['none', 'github', 'signed-commits'] as const),
      'none',
    ),
    approvers: section.list('approvers', approverName, []),
    approvals: section.scalar('approvals', integer(1, 10), 1),
    approvalsLarge: section.scalar('approvals_large', integer(1, 10), 2),
    largeFromRows: section.scalar('large_from_rows', integerOrNever(1, 1_000_000_000_000), 1_000_000),
    signersFile: section.scalar('signers_file', folderInRepository, 'allowed_signers'),
  }
  section.finish()
  if (section.problemCount() === problemsBefore && approval.provider !== 'none') complainOfApprovers(section, approval)
  return approval
}

/** A rule that nobody can meet would be found out by night, when nothing runs. */
function complainOfApprovers(
  section: Section,
  {provider, approvers, approvals, approvalsLarge}: ApprovalSettings,
): void {
  if (approvers.length === 0) {
    section.complain(
      'SETTINGS_APPROVERS_MISSING',
      `\`provider\` is \`${provider}\`, and \`approvers\` names nobody.`,
      'provider',
    )
    return
  }
  const team = approvers.find((name) => name.includes('/'))
  if (provider === 'signed-commits' && team !== undefined) {
    const what = `\`approvers\` names "${team}", and \`provider\` is \`signed-commits\`, which knows no teams.`
    section.complain('SETTINGS_APPROVER_INVALID', what, 'approvers')
    return
  }
  const most = Math.max(approvals, approvalsLarge)
  if (team === undefined && approvers.length < most) {
    const key = approvals === most && section.has('approvals') ? 'approvals' : 'approvers'
    const what = `\`approvers\` names ${approvers.length}, and ${most} of them must approve.`
    section.complain('SETTINGS_APPROVERS_MISSING', what, key)
  }
}

export function githubOf(section: Section): GithubSettings {
  const github = {
    apiUrl: section.scalar('api_url', apiUrl, null),
    repository: section.scalar('repository', repositoryName, null),
    timeoutSeconds: section.scalar('timeout_seconds', integer(1, 120), 20),
  }
  section.finish()
  return github
}

export function pullRequestsOf(section: Section): PullRequestSettings {
  const pullRequests = {
    comment: section.scalar('comment', trueOrFalse, true),
    commitExpect: section.scalar('commit_expect', trueOrFalse, false),
    planByDaemon: section.scalar('plan_by_daemon', trueOrFalse, false),
  }
  section.finish()
  return pullRequests
}
