import {isKnown, type Review} from './review-facts.ts'

/** What a reviewer says beside their judgement; it takes nothing back. */
const asides = ['COMMENTED', 'PENDING']

/**
 * Of each reviewer the latest review that judges. A state that is not known is taken for a judgement, so that it is not
 * passed over. Deleted accounts cannot be told apart, so each of their reviews stands for itself.
 */
export function latestReviews(reviews: readonly Review[]): Review[] {
  const latest = new Map<string, Review>()
  for (const review of inOrder(reviews.filter(({state}) => !asides.includes(state)))) {
    latest.set(isKnown(review.reviewer) ? review.reviewer.login.toLowerCase() : `#${review.id}`, review)
  }
  return inOrder([...latest.values()])
}

/** What has no time counts as the last word: then it can only stop. */
function timeOf({at}: Review): number {
  const time = at === null ? NaN : Date.parse(at)
  return Number.isNaN(time) ? Infinity : time
}

const inOrder = (reviews: readonly Review[]): Review[] =>
  // A review is numbered when it is begun, and says something when it is submitted.
  [...reviews].sort((a, b) => timeOf(a) - timeOf(b) || a.id - b.id)
