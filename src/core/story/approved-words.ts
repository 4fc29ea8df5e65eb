import type {ApprovalEvidence, ReviewEvidence, SignatureEvidence} from '../approval/evidence.ts'

/**
 * Who agreed to a request, as a sentence.
 * @param evidence null: nobody was asked; undefined: the run was of a program that did not know approvals
 * @returns null where there is nothing to say
 */
export function approvedWords(evidence: ApprovalEvidence | null | undefined): string | null {
  if (evidence === undefined) return null
  if (evidence === null) return 'Nobody was asked to approve it (`approval.provider` is `none`).'
  return evidence.provider === 'github' ? reviewed(evidence) : signed(evidence)
}

const reviewed = ({approvals, pullRequest, address}: ReviewEvidence): string => {
  const people = approvals.map(({approver, listedAs}) =>
    listedAs === approver ? approver : `${approver} (of ${listedAs})`,
  )
  return `Approved by ${people.join(' and ')} in pull request ${pullRequest}: ${address}`
}

const signed = ({signatures}: SignatureEvidence): string =>
  `Approved by ${signatures
    .map(({principal, commit}) => `${principal} (signed commit ${commit.slice(0, 12)})`)
    .join(' and ')}.`
