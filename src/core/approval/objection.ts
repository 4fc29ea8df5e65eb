import {isKnown, standingOf, type Review, type ReviewFacts, type Standing} from './review-facts.ts'
import {missing, unknown, type ReviewJudgement} from './review-question.ts'

const wayOut = 'Let whoever maintains the repository dismiss it, or bring the file by a pull request of its own.'

/**
 * An approver who asks for changes stops the request, whoever else approved it, and whether or not they still may push.
 * @param review the latest of its reviewer
 * @returns null: it stops nothing
 */
export function objectionIn(review: Review, facts: ReviewFacts): ReviewJudgement | null {
  const {state, reviewer} = review
  if (state === 'APPROVED' || state === 'DISMISSED') return null
  const asks = state === 'CHANGES_REQUESTED' ? 'asks for changes' : `has a state that is not known (${state})`
  if (!isKnown(reviewer)) {
    return unknown(
      `Review ${review.id} ${asks}, and its account was deleted, so it is not known whether it was an approver. ${wayOut}`,
    )
  }
  const {login} = reviewer
  const standing = standingOf(review, facts)
  const lift = `Let ${login} approve, or dismiss the review.`
  if (standing === undefined || (standing.listedAs === null && standing.unseenTeams.length > 0)) {
    return unknown(
      `Review ${review.id} of ${login} ${asks}, and it is not known whether ${login} is an approver${unseenTeams(standing)}. ${lift}`,
    )
  }
  if (standing.listedAs === null) return null
  const stopped = `Review ${review.id} of ${login}, who is an approver, ${asks}. ${lift}`
  return state === 'CHANGES_REQUESTED' ? missing(stopped) : unknown(stopped)
}

/** End of a sentence, with what would let GitHub show them. */
export const unseenTeams = (standing: Standing | undefined): string =>
  standing === undefined || standing.unseenTeams.length === 0
    ? ''
    : `; GitHub does not show ${standing.unseenTeams.join(', ')} to this token: the token of a workflow sees no team, ` +
      "that of an App with the permission to read the organisation's members does"
