import {judgeReviews} from '../../core/approval/judge-reviews.ts'
import type {ReviewFacts} from '../../core/approval/review-facts.ts'
import type {ReviewPolicy} from '../../core/approval/review-question.ts'
import {introductionUnknown} from '../../core/approval/review-refusals.ts'
import {errorCatalogue} from '../../core/error-catalogue.ts'
import {ReplayError} from '../../core/replay-error.ts'
import type {ApprovalAnswer, ApprovalQuestion, Approvals} from '../../ports/approvals.ts'
import {gatherFacts, type Sources} from './gather-facts.ts'

/** Each is a minute or more, as often as there are requests. */
const mostSilences = 2

/** Approvals by the reviews of merged pull requests. For one pass: what GitHub said once is not asked again. */
export function reviewedApprovals(sources: Sources, settings: Omit<ReviewPolicy, 'repository'>): Approvals {
  const policy = {...settings, repository: sources.reviews.repository}
  let silences = 0
  let outage: ReplayError | null = null

  function remember(error: unknown): void {
    if (!(error instanceof ReplayError)) return
    if (error.code === 'GITHUB_UNREACHABLE') silences++
    if (error.code === 'GITHUB_LIMITED' || silences === mostSilences) outage = error
  }

  return {
    judge: async ({branchCommit, file, introduction, needed}) => {
      if (introduction === null) return {reason: 'APPROVAL_UNKNOWN', message: introductionUnknown(file)}
      if (outage !== null) return unknownSince(file, outage)
      const question = {...file, introduction: introduction.commit, needed}
      let facts: ReviewFacts
      try {
        facts = await gatherFacts(sources, question, branchCommit, policy)
        silences = 0
      } catch (error) {
        remember(error)
        return unknownSince(file, error)
      }
      return judgeReviews(question, facts, policy)
    },
  }
}

function unknownSince({path}: ApprovalQuestion['file'], error: unknown): ApprovalAnswer {
  const why =
    error instanceof ReplayError
      ? `${error.message} ${errorCatalogue[error.code].fix}`
      : 'GitHub gave an answer that its description does not allow.'
  const message = `Whether ${path} was approved could not be found out, so it is not: the next run asks again. ${why}`
  return {reason: 'APPROVAL_UNKNOWN', message}
}
