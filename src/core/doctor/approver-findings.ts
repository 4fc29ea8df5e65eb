import type {ApprovalSettings} from '../settings/settings.ts'
import {failure, firstOf, ok, warning, type Finding} from './finding.ts'

export interface ApproverFacts {
  /** `owner/name` */
  readonly repository: string
  /** Null: GitHub knows nobody of that name. */
  readonly people: readonly {readonly login: string; readonly mayPush: boolean | null}[]
  /** Teams that GitHub does not show to the token. */
  readonly unseenTeams: readonly string[]
}

/** Whether reviews could be asked for, and whether those of the approvers would count. */
export function approverFinding({repository, people, unseenTeams}: ApproverFacts, approval: ApprovalSettings): Finding {
  if (unseenTeams.length > 0) {
    return failure(
      'GITHUB_PERMISSION_MISSING',
      `GitHub does not show ${firstOf(unseenTeams)} to this token, so approvals of its members do not count`,
      'Let the token read the members of the organisation (of a GitHub App: Members, read), and check the spelling: `organisation/team`.',
    )
  }
  const without = people.filter(({mayPush}) => mayPush !== true)
  if (people.length === 0) return ok(`GitHub answers for ${repository}, and shows the teams in \`approval.approvers\``)
  const found = `GitHub answers, and ${people.length - without.length} of ${people.length} people in \`approval.approvers\` may push to ${repository}`
  if (without.length === 0) return ok(found)
  const named = firstOf(without.map(({login, mayPush}) => (mayPush === null ? `${login} (no such account)` : login)))
  const hasTeam = approval.approvers.some((name) => name.includes('/'))
  const isTooFew = people.length - without.length < Math.max(approval.approvals, approval.approvalsLarge)
  const why = `${found}; approvals of ${named} do not count${isTooFew && !hasTeam ? ', and the others are too few' : ''}`
  return warning(why, 'Give them write access to the repository, or take them out of `approval.approvers`.')
}
