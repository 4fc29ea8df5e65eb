import {expect, test} from 'vitest'
import {judgeReviews} from '../../src/core/approval/judge-reviews.ts'
import type {
  ConnectedPull,
  FileInCommit,
  Review,
  ReviewedPull,
  ReviewFacts,
  Standing,
} from '../../src/core/approval/review-facts.ts'
import type {ReviewPolicy, ReviewQuestion} from '../../src/core/approval/review-question.ts'
import {approvedPull, type Case} from './reviewed-pull.ts'

/** What a row has otherwise than the pull request that was approved. */
export type Change = (of: Case) => Case
/** Who counts, or the reason why it is not approved and a part of what is told. */
type Answer = readonly string[] | readonly ['APPROVAL_MISSING' | 'APPROVAL_UNKNOWN', {readonly told: string}]
export type Row = readonly [fact: string, changes: readonly Change[], answer: Answer]

export const missing = (told: string): Answer => ['APPROVAL_MISSING', {told}]
export const unknown = (told: string): Answer => ['APPROVAL_UNKNOWN', {told}]

const facts =
  (other: Partial<ReviewFacts>): Change =>
  (of) => ({...of, facts: {...of.facts, ...other} as Case['facts']})
export const connects = (...connected: ConnectedPull[]): Change => facts({connected})
export const rewritten: Change = facts({isMergeInLine: false})
export const reviews = (...all: Review[]): Change => facts({reviews: all})
export const pull =
  (other: Partial<ReviewedPull>): Change =>
  (of) => ({...of, facts: {...of.facts, pull: {...of.facts.pull, ...other}}})
export const commits = (...all: ReviewedPull['commits']): Change => pull({commits: all, commitCount: all.length})
export const question =
  (other: Partial<ReviewQuestion>): Change =>
  (of) => ({...of, question: {...of.question, ...other}})
export const approvers =
  (...all: ReviewPolicy['approvers']): Change =>
  (of) => ({...of, policy: {...of.policy, approvers: all}})
export const also =
  (...more: Review[]): Change =>
  (of) =>
    reviews(...of.facts.reviews, ...more)(of)
export const has =
  (commit: string, content: FileInCommit): Change =>
  (of) =>
    facts({files: new Map([...of.facts.files, [commit, content]])})(of)
export const standing =
  (login: string, is: Standing): Change =>
  (of) =>
    facts({standings: new Map([...of.facts.standings, [login, is]])})(of)
export const nobodyAsked: Change = facts({standings: new Map()})

export function truthTable(rows: readonly Row[]): void {
  test.each(rows)('%s', (_, changes, answer) => {
    const of = changes.reduce((so, change) => change(so), approvedPull)

    const judged = judgeReviews(of.question, of.facts, of.policy)

    const [first, refusal] = answer
    if (typeof refusal === 'object') {
      expect(judged).toEqual({reason: first, message: expect.stringContaining(refusal.told) as string})
    } else {
      expect(judged).toMatchObject({evidence: {approvals: answer.map((approver) => ({approver}))}})
    }
  })
}
