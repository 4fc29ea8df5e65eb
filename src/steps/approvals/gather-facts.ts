import {doubtBeforeStanding} from '../../core/approval/judge-reviews.ts'
import {latestReviews} from '../../core/approval/latest-reviews.ts'
import {
  isKnown,
  isSameName,
  mergedInto,
  type FileInCommit,
  type Review,
  type ReviewedPull,
  type ReviewFacts,
  type Standing,
} from '../../core/approval/review-facts.ts'
import type {ReviewPolicy, ReviewQuestion} from '../../core/approval/review-question.ts'
import type {MainLine, Reviews} from '../../ports/reviews.ts'

export interface Sources {
  readonly reviews: Reviews
  readonly line: MainLine
}

/**
 * Asks as little as the judgement needs: who a reviewer is only where their review is of the right content, whether they
 * may push only where they are listed, teams only where no login is.
 * @param head of the protected branch
 */
export async function gatherFacts(
  {reviews: github, line}: Sources,
  question: ReviewQuestion,
  head: string,
  policy: ReviewPolicy,
): Promise<ReviewFacts> {
  const {introduction, path} = question
  const connected = await github.pullsWith(introduction)
  const [only, ...others] = mergedInto(connected, policy)
  const nothing = {connected, pull: null, isMergeInLine: false, reviews: [], files: new Map(), standings: new Map()}
  if (only === undefined || others.length > 0) return nothing

  const pull = await github.pull(only.number)
  const {mergeCommit} = pull
  const isMergeInLine = mergeCommit !== null && (await line.holds({head, start: introduction}, mergeCommit))
  if (!isMergeInLine) return {...nothing, pull}

  const reviews = await github.reviewsOf(pull.number)
  const files = new Map<string, FileInCommit>([[pull.head, await github.fileAt(pull.head, path)]])
  const standings = new Map<string, Standing>()
  for (const review of latestReviews(reviews)) {
    if (review.state === 'APPROVED' && review.commit !== null && !files.has(review.commit)) {
      files.set(review.commit, await github.fileAt(review.commit, path))
    }
    const standing = await standingOf(github, review, {question, pull, files, policy})
    if (standing !== null && review.reviewer !== null) standings.set(review.reviewer.login.toLowerCase(), standing)
  }
  return {connected, pull, isMergeInLine, reviews, files, standings}
}

interface Known {
  readonly question: ReviewQuestion
  readonly pull: ReviewedPull
  readonly files: ReadonlyMap<string, FileInCommit>
  readonly policy: ReviewPolicy
}

/** Null: it does not matter who they are. */
async function standingOf(github: Reviews, review: Review, known: Known): Promise<Standing | null> {
  const {state, reviewer, commit} = review
  if (!isKnown(reviewer) || state === 'DISMISSED') return null
  const file = commit === null ? undefined : known.files.get(commit)
  const isApproval = state === 'APPROVED'
  if (isApproval && doubtBeforeStanding(review, known.pull, file, known.question) !== null) return null

  const listed = await listingOf(github, reviewer.login, known.policy)
  const mayPush = isApproval && listed.listedAs !== null ? await github.mayPush(reviewer.login) : null
  return {...listed, mayPush}
}

async function listingOf(github: Reviews, login: string, {approvers}: ReviewPolicy) {
  const own = approvers.find((name) => isSameName(name, login))
  if (own !== undefined) return {listedAs: own, unseenTeams: []}
  const unseenTeams: string[] = []
  for (const team of approvers.filter((name) => name.includes('/'))) {
    const membership = await github.membership(team, login)
    if (membership === 'member') return {listedAs: team, unseenTeams: []}
    if (membership === 'unseen') unseenTeams.push(team)
  }
  return {listedAs: null, unseenTeams}
}
