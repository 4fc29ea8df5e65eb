import {doubtOfHand, doubtOfReview, type Doubt} from './doubt.ts'
import type {ReviewEvidence} from './evidence.ts'
import {latestReviews} from './latest-reviews.ts'
import {objectionIn, unseenTeams} from './objection.ts'
import {
  mergedInto,
  standingOf,
  type FileInCommit,
  type Review,
  type ReviewedPull,
  type ReviewFacts,
} from './review-facts.ts'
import {missing, unknown, type ReviewJudgement, type ReviewPolicy, type ReviewQuestion} from './review-question.ts'
import {notBrought, notEnough, notInLine} from './review-refusals.ts'
import {unknownHands} from './unknown-hands.ts'

/**
 * Whether what one merged pull request brought to the branch was approved by as many as must: people who are listed, who
 * may push, who had no hand in it, and who looked at this very content. Whatever is not known is a no.
 */
export function judgeReviews(question: ReviewQuestion, facts: ReviewFacts, policy: ReviewPolicy): ReviewJudgement {
  const {connected, pull, isMergeInLine} = facts
  const [only, ...others] = mergedInto(connected, policy)
  if (only === undefined || others.length > 0) return missing(notBrought(question, connected, policy))
  if (pull?.number !== only.number || mergedInto([pull], policy).length === 0) {
    return unknown(
      `GitHub does not say the same of pull request ${only.number} when it is asked twice. The next run asks again.`,
    )
  }
  if (pull.mergeCommit !== question.introduction && !isMergeInLine) return missing(notInLine(question, pull, policy))
  return judgeMerged(question, pull, facts, policy)
}

function judgeMerged(
  question: ReviewQuestion,
  pull: ReviewedPull,
  facts: ReviewFacts,
  policy: ReviewPolicy,
): ReviewJudgement {
  const latest = latestReviews(facts.reviews)
  for (const review of latest) {
    const objection = objectionIn(review, facts)
    if (objection !== null) return objection
  }
  const judged = latest.map((review) => ({review, doubt: doubtOf(review, question, pull, facts, policy)}))
  const counted = judged.flatMap(({review, doubt}) => (doubt === null ? approvalOf(review, facts) : []))
  if (counted.length < question.needed.count) {
    const doubted = judged.flatMap(({review, doubt}) => (doubt === null ? [] : {review, doubt}))
    return missing(notEnough(question, pull, {counted, doubted, inHead: facts.files.get(pull.head)}, policy))
  }
  const hidden = unknownHands(pull, policy.ownEmail)
  return hidden === null ? {evidence: evidenceOf(question, pull, counted)} : unknown(hidden)
}

function doubtOf(
  review: Review,
  question: ReviewQuestion,
  pull: ReviewedPull,
  facts: ReviewFacts,
  {repository}: ReviewPolicy,
): Doubt {
  const doubt = doubtBeforeStanding(review, pull, fileOf(review, facts), question)
  if (doubt !== null || review.state !== 'APPROVED') return doubt
  const standing = standingOf(review, facts)
  if (standing === undefined) return 'it is not known who they are'
  if (standing.listedAs === null) return `\`approval.approvers\` does not name them${unseenTeams(standing)}`
  return standing.mayPush === true ? null : `they may not push to ${repository}`
}

const fileOf = ({commit}: Review, {files}: ReviewFacts): FileInCommit | undefined =>
  commit === null ? undefined : files.get(commit)

/** What speaks against an approval before anybody asks whether its reviewer is an approver. */
export const doubtBeforeStanding = (
  review: Review,
  pull: ReviewedPull,
  file: FileInCommit | undefined,
  question: ReviewQuestion,
): Doubt => doubtOfReview(review, file, question) ?? doubtOfHand(review.reviewer?.login ?? '', pull)

function approvalOf(review: Review, facts: ReviewFacts): ReviewEvidence['approvals'] {
  const {id, reviewer, commit, at} = review
  const listedAs = standingOf(review, facts)?.listedAs ?? null
  if (reviewer === null || commit === null || at === null || listedAs === null) return []
  return [{reviewId: id, approver: reviewer.login, listedAs, commit, at}]
}

const evidenceOf = (
  {path, blob, introduction, needed}: ReviewQuestion,
  {number, address, head}: ReviewedPull,
  approvals: ReviewEvidence['approvals'],
): ReviewEvidence => ({
  provider: 'github',
  path,
  blob,
  needed: needed.count,
  because: needed.because,
  pullRequest: number,
  address,
  head,
  commit: introduction,
  approvals,
})
