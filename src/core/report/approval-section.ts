import type {ApprovalEvidence, ReviewEvidence, SignatureEvidence} from '../approval/evidence.ts'
import {code, joined, line, type Markdown} from './markdown.ts'
import {readableTime} from './zoned-time.ts'

type At = (moment: string | null) => string | null

const reviewJson = ({provider, path, blob, needed, because, ...evidence}: ReviewEvidence, at: At): unknown => ({
  provider,
  path,
  blob,
  needed,
  because,
  pullRequest: evidence.pullRequest,
  address: evidence.address,
  head: evidence.head,
  commit: evidence.commit,
  approvals: evidence.approvals.map((approval) => ({
    reviewId: approval.reviewId,
    approver: approval.approver,
    listedAs: approval.listedAs,
    commit: approval.commit,
    at: at(approval.at),
  })),
})

const signatureJson = ({provider, path, blob, needed, because, commit, signatures}: SignatureEvidence): unknown => ({
  provider,
  path,
  blob,
  needed,
  because,
  commit,
  signatures: signatures.map((signature) => ({
    commit: signature.commit,
    principal: signature.principal,
    key: signature.key,
  })),
})

/** @param evidence undefined: the run was of a program that did not know approvals */
export function approvalJson(evidence: ApprovalEvidence | null | undefined, at: At): unknown {
  if (evidence === null || evidence === undefined) return null
  return evidence.provider === 'github' ? reviewJson(evidence, at) : signatureJson(evidence)
}

const neededWords = {
  usual: line``,
  full_refresh: line` for a full refresh`,
  rows: line` for so many rows`,
} as const

const neededOf = ({needed, because}: ApprovalEvidence): Markdown => line`${needed} needed${neededWords[because]}`

function reviewsOf(evidence: ReviewEvidence, timeZone: string): Markdown {
  const reviews = evidence.approvals.map(({approver, listedAs, reviewId, at}) => {
    const team = listedAs === approver ? line`` : line` of ${code(listedAs)}`
    return line`${code(approver)}${team} (review ${code(String(reviewId))}, ${readableTime(at, timeZone)})`
  })
  const place = line`pull request ${code(`#${evidence.pullRequest}`)} (${code(evidence.address)}), head ${code(evidence.head)}`
  return line`Approved by: ${joined(reviews, ', ')}; ${place}; ${neededOf(evidence)}`
}

function signersOf(evidence: SignatureEvidence): Markdown {
  const signers = evidence.signatures.map(
    ({principal, commit, key}) => line`${code(principal)} (signed commit ${code(commit)}, key ${code(key)})`,
  )
  return line`Approved by: ${joined(signers, ', ')}; ${neededOf(evidence)}`
}

/** Who agreed, in one line. Null: the program of that run did not know approvals, so nothing is said. */
export function approvalLine(evidence: ApprovalEvidence | null | undefined, timeZone: string): Markdown | null {
  if (evidence === undefined) return null
  if (evidence === null) return line`Approved by: nobody was asked (${code('approval.provider')} is ${code('none')})`
  return evidence.provider === 'github' ? reviewsOf(evidence, timeZone) : signersOf(evidence)
}
