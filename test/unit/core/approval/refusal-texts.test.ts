import {expect, test} from 'vitest'
import {judgeReviews} from '../../../../src/core/approval/judge-reviews.ts'
import {introductionUnknown} from '../../../../src/core/approval/review-refusals.ts'
import {approvedPull, by, commitBy, file, listed, needed, person, review, sha} from '../../../support/reviewed-pull.ts'
import {
  also,
  approvers,
  commits,
  connects,
  has,
  pull,
  question,
  reviews,
  rewritten,
  standing,
  type Change,
} from '../../../support/truth-table.ts'

/** What is told of a request that is refused. */
function told(...changes: readonly Change[]): string {
  const of = changes.reduce((so, change) => change(so), approvedPull)
  const judged = judgeReviews(of.question, of.facts, of.policy)
  return 'message' in judged ? `${judged.reason}: ${judged.message}` : 'Approved.'
}

const merged = (number: number, branch = 'main') => ({
  number,
  isMerged: true,
  base: {repository: 'state/replays', branch},
})

test('a clone that does not reach back', () => {
  expect(introductionUnknown({path: 'replay-requests/may.yaml', blob: sha('b')})).toMatchInlineSnapshot(
    `"Which commit brought replay-requests/may.yaml to the branch could not be found out, and so not its pull request either: the clone is shallow. Fetch the whole history (in a workflow \`fetch-depth: 0\`); the next run asks again."`,
  )
})

test('a direct push', () => {
  expect(told(connects())).toMatchInlineSnapshot(
    `"APPROVAL_MISSING: Commit eeeeeeeeeeee brought replay-requests/may.yaml to main without a pull request that was merged into that branch: it was pushed directly. Change the file once more, if only in its reason, by a pull request into main, and have that approved."`,
  )
})

test('pull requests into another branch, and open ones', () => {
  expect(told(connects(merged(6, 'develop'), {...merged(8), isMerged: false}))).toMatchInlineSnapshot(
    `"APPROVAL_MISSING: Commit eeeeeeeeeeee brought replay-requests/may.yaml to main without a pull request that was merged into that branch: it was pushed directly. Pull request 6 was merged into develop. Pull request 8 has it and is not merged. Change the file once more, if only in its reason, by a pull request into main, and have that approved."`,
  )
})

test('several pull requests', () => {
  expect(told(connects(merged(7), merged(9)))).toMatchInlineSnapshot(
    `"APPROVAL_MISSING: Commit eeeeeeeeeeee brought replay-requests/may.yaml to main and belongs to pull requests 7 and 9, so it cannot be told whose approvals count. Change the file once more, if only in its reason, by a pull request into main, and have that approved."`,
  )
})

test('a branch that was rewritten', () => {
  expect(told(pull({mergeCommit: sha('f')}), rewritten)).toMatchInlineSnapshot(
    `"APPROVAL_MISSING: Commit eeeeeeeeeeee brought replay-requests/may.yaml to main and belongs to pull request 7, whose merge (commit ffffffffffff) is not what brought it: the branch was rewritten, or an old branch was merged again without a pull request. Change the file once more, if only in its reason, by a pull request into main, and have that approved."`,
  )
})

test('an answer that contradicts itself', () => {
  expect(told(pull({isMerged: false}))).toMatchInlineSnapshot(
    `"APPROVAL_UNKNOWN: GitHub does not say the same of pull request 7 when it is asked twice. The next run asks again."`,
  )
})

test('nobody has approved it', () => {
  expect(told(reviews())).toMatchInlineSnapshot(
    `"APPROVAL_MISSING: Pull request 7 has 0 of 1 approvals that count. Nobody has approved it. Needed: an approval of its last commit cccccccccccc by one of meera-k, binu, state/replay; GitHub takes it after the merge, too."`,
  )
})

test('one approval is missing, of a full refresh', () => {
  const stale = review(32, 'binu', 'APPROVED', sha('1'))

  expect(
    told(question({needed: needed(2, 'full_refresh')}), also(stale), has(sha('1'), file(sha('d')))),
  ).toMatchInlineSnapshot(
    `"APPROVAL_MISSING: Pull request 7 has 1 of 2 approvals that count (a full refresh). Review 32 of binu does not count: it is of commit 111111111111, where replay-requests/may.yaml was another file. Needed: an approval of its last commit cccccccccccc by one of binu, state/replay; GitHub takes it after the merge, too."`,
  )
})

test('a merge that changed the file', () => {
  expect(told(question({blob: sha('d')}))).toMatchInlineSnapshot(
    `"APPROVAL_MISSING: Pull request 7 has 0 of 1 approvals that count. Review 31 of meera-k does not count: it is of commit cccccccccccc, where replay-requests/may.yaml was another file. Its last commit cccccccccccc does not have replay-requests/may.yaml as it was merged, so approving it would not help. Change the file once more, if only in its reason, by a pull request into main, and have that approved."`,
  )
})

test('nobody is left who could approve', () => {
  expect(
    told(approvers('meera-k', 'asha'), question({needed: needed(2)}), pull({author: person('asha')})),
  ).toMatchInlineSnapshot(
    `"APPROVAL_MISSING: Pull request 7 has 1 of 2 approvals that count. \`approval.approvers\` names too few who had no hand in it: name more there, or have somebody else bring the file."`,
  )
})

test('more reviews than are told', () => {
  const many = Array.from({length: 8}, (_, index) => review(40 + index, `reader-${index}`))
  const strangers = many.map(({reviewer}) => standing(reviewer?.login ?? '', listed('', null, null)))

  expect(told(reviews(...many), ...strangers)).toMatchInlineSnapshot(
    `"APPROVAL_MISSING: Pull request 7 has 0 of 1 approvals that count. Review 40 of reader-0 does not count: \`approval.approvers\` does not name them. Review 41 of reader-1 does not count: \`approval.approvers\` does not name them. Review 42 of reader-2 does not count: \`approval.approvers\` does not name them. Review 43 of reader-3 does not count: \`approval.approvers\` does not name them. Review 44 of reader-4 does not count: \`approval.approvers\` does not name them. 3 more do not count either. Needed: an approval of its last commit cccccccccccc by one of meera-k, binu, state/replay; GitHub takes it after the merge, too."`,
  )
})

test('a team that the token does not see', () => {
  const unseen = {listedAs: null, unseenTeams: ['state/replay'], mayPush: null}

  expect(told(reviews(review(31, 'tara')), standing('tara', unseen))).toMatchInlineSnapshot(
    `"APPROVAL_MISSING: Pull request 7 has 0 of 1 approvals that count. Review 31 of tara does not count: \`approval.approvers\` does not name them; GitHub does not show state/replay to this token: the token of a workflow sees no team, that of an App with the permission to read the organisation's members does. Needed: an approval of its last commit cccccccccccc by one of meera-k, binu, state/replay; GitHub takes it after the merge, too."`,
  )
  expect(told(also(review(32, 'tara', 'CHANGES_REQUESTED')), standing('tara', unseen))).toMatchInlineSnapshot(
    `"APPROVAL_UNKNOWN: Review 32 of tara asks for changes, and it is not known whether tara is an approver; GitHub does not show state/replay to this token: the token of a workflow sees no team, that of an App with the permission to read the organisation's members does. Let tara approve, or dismiss the review."`,
  )
})

test('changes that an approver asks for', () => {
  expect(told(also(review(32, 'binu', 'CHANGES_REQUESTED')))).toMatchInlineSnapshot(
    `"APPROVAL_MISSING: Review 32 of binu, who is an approver, asks for changes. Let binu approve, or dismiss the review."`,
  )
})

test('changes that a deleted account asked for', () => {
  expect(told(also(review(32, null, 'CHANGES_REQUESTED')))).toMatchInlineSnapshot(
    `"APPROVAL_UNKNOWN: Review 32 asks for changes, and its account was deleted, so it is not known whether it was an approver. Let whoever maintains the repository dismiss it, or bring the file by a pull request of its own."`,
  )
})

test('a state that nobody knows', () => {
  expect(told(also(review(32, 'binu', 'ENDORSED')))).toMatchInlineSnapshot(
    `"APPROVAL_UNKNOWN: Review 32 of binu, who is an approver, has a state that is not known (ENDORSED). Let binu approve, or dismiss the review."`,
  )
})

test('somebody unknown wrote a commit', () => {
  expect(told(commits({...commitBy(sha('c'), 'asha'), author: by(null)}))).toMatchInlineSnapshot(
    `"APPROVAL_UNKNOWN: Commit cccccccccccc of pull request 7 has an author (nobody@example.org) whose account GitHub does not know, who could be one of the approvers: let them add that address to their account (GitHub, Settings, Emails), or bring the file by a pull request whose commits have known accounts."`,
  )
})

test('more commits than GitHub lists', () => {
  expect(told(pull({commitCount: 251}))).toMatchInlineSnapshot(
    `"APPROVAL_UNKNOWN: Pull request 7 has 251 commits, and GitHub lists 1 of them (250 at most), so it is not known who wrote it: bring the file by a smaller pull request."`,
  )
})

test('a deleted account opened it', () => {
  expect(told(pull({author: null}))).toMatchInlineSnapshot(
    `"APPROVAL_UNKNOWN: Pull request 7 was opened by an account that was deleted, so it is not known who may approve it: bring the file by a pull request of somebody whose account is known."`,
  )
})
