import {expect, it} from 'vitest'
import {approverFinding, type ApproverFacts} from '../../../../src/core/doctor/approver-findings.ts'
import type {ApprovalSettings} from '../../../../src/core/settings/settings.ts'

const approval: ApprovalSettings = {
  provider: 'github',
  approvers: ['asha-rao', 'binu-das', 'chitra'],
  approvals: 1,
  approvalsLarge: 2,
  largeFromRows: 1_000_000,
  signersFile: 'allowed_signers',
}
const facts: ApproverFacts = {
  repository: 'state/replays',
  people: [
    {login: 'asha-rao', mayPush: true},
    {login: 'binu-das', mayPush: true},
    {login: 'chitra', mayPush: true},
  ],
  unseenTeams: [],
}
const [asha, binu, chitra] = facts.people as [
  ApproverFacts['people'][0],
  ApproverFacts['people'][0],
  ApproverFacts['people'][0],
]

it('doctor says whose approvals would not count, and why', () => {
  const told = [
    facts,
    {...facts, unseenTeams: ['state/data-owners']},
    {...facts, people: [asha, binu, {...chitra, mayPush: false}]},
    {...facts, people: [asha, {...binu, mayPush: null}, {...chitra, mayPush: false}]},
  ].map((of) => {
    const {status, code, found, fix} = approverFinding(of, approval)
    return `${status}: ${code ?? ''} ${found}. ${fix ?? ''}`
  })

  expect(told.join('\n')).toMatchInlineSnapshot(`
    "ok:  GitHub answers, and 3 of 3 people in \`approval.approvers\` may push to state/replays. 
    failure: GITHUB_PERMISSION_MISSING GitHub does not show state/data-owners to this token, so approvals of its members do not count. Let the token read the members of the organisation (of a GitHub App: Members, read), and check the spelling: \`organisation/team\`.
    warning:  GitHub answers, and 2 of 3 people in \`approval.approvers\` may push to state/replays; approvals of chitra do not count. Give them write access to the repository, or take them out of \`approval.approvers\`.
    warning:  GitHub answers, and 1 of 3 people in \`approval.approvers\` may push to state/replays; approvals of binu-das (no such account); chitra do not count, and the others are too few. Give them write access to the repository, or take them out of \`approval.approvers\`."
  `)
})

it('people who may not push are not too few where a team may approve, too', () => {
  const {found} = approverFinding(
    {...facts, people: [{...asha, mayPush: false}]},
    {...approval, approvers: ['asha-rao', 'state/data-owners']},
  )

  expect(found).not.toContain('too few')
})

it('a team alone is looked for, and nobody else', () => {
  expect(approverFinding({...facts, people: []}, {...approval, approvers: ['state/data-owners']})).toMatchObject({
    status: 'ok',
    found: 'GitHub answers for state/replays, and shows the teams in `approval.approvers`',
  })
})
