import {doubtOfHand} from './doubt.ts'
import type {ReviewEvidence} from './evidence.ts'
import type {NeededBecause} from './needed.ts'
import {
  isKnown,
  isSameName,
  mergedInto,
  type ConnectedPull,
  type FileInCommit,
  type ProtectedBranch,
  type Review,
  type ReviewedPull,
} from './review-facts.ts'
import {shortCommit, type BroughtFile, type ReviewPolicy, type ReviewQuestion} from './review-question.ts'

/** What always helps. The request stays the same one: its content without the reason is its identity. */
const bringAgain = ({branch}: ProtectedBranch): string =>
  `Change the file once more, if only in its reason, by a pull request into ${branch}, and have that approved.`

export const introductionUnknown = ({path}: BroughtFile): string =>
  `Which commit brought ${path} to the branch could not be found out, and so not its pull request either: the clone is ` +
  'shallow. Fetch the whole history (in a workflow `fetch-depth: 0`); the next run asks again.'

/** Of a commit that does not belong to exactly one pull request merged into the branch. */
export function notBrought(
  {path, introduction}: ReviewQuestion,
  connected: readonly ConnectedPull[],
  branch: ProtectedBranch,
): string {
  const commit = `Commit ${shortCommit(introduction)} brought ${path} to ${branch.branch}`
  const merged = mergedInto(connected, branch)
  if (merged.length > 1) {
    const numbers = merged.map(({number}) => number).join(' and ')
    return `${commit} and belongs to pull requests ${numbers}, so it cannot be told whose approvals count. ${bringAgain(branch)}`
  }
  const others = connected.map(({number, isMerged, base}) =>
    isMerged
      ? `Pull request ${number} was merged into ${base.branch}${isSameName(base.repository, branch.repository) ? '' : ` of ${base.repository}`}.`
      : `Pull request ${number} has it and is not merged.`,
  )
  return [
    `${commit} without a pull request that was merged into that branch: it was pushed directly.`,
    ...others.slice(0, shownAtMost),
    bringAgain(branch),
  ].join(' ')
}

/** Of a history that was rewritten, or joined again with a line that was left. */
export const notInLine = (
  {path, introduction}: ReviewQuestion,
  {number, mergeCommit}: ReviewedPull,
  branch: ProtectedBranch,
): string =>
  `Commit ${shortCommit(introduction)} brought ${path} to ${branch.branch} and belongs to pull request ${number}, whose merge ` +
  `(${mergeCommit === null ? 'of no commit' : `commit ${shortCommit(mergeCommit)}`}) is not what brought it: the branch was rewritten, ` +
  `or an old branch was merged again without a pull request. ${bringAgain(branch)}`

const shownAtMost = 5

export interface FoundReviews {
  readonly counted: ReviewEvidence['approvals']
  readonly doubted: readonly {readonly review: Review; readonly doubt: string}[]
  /** What the pull request's last commit has at the path. */
  readonly inHead: FileInCommit | undefined
}

const becauseWords: Readonly<Record<NeededBecause, string>> = {
  usual: '',
  full_refresh: ' (a full refresh)',
  rows: ' (for so many rows)',
}

export function notEnough(
  question: ReviewQuestion,
  pull: ReviewedPull,
  found: FoundReviews,
  policy: ReviewPolicy,
): string {
  const {count, because} = question.needed
  const {counted, doubted} = found
  const more = doubted.length - shownAtMost
  return [
    `Pull request ${pull.number} has ${counted.length} of ${count} approvals that count${becauseWords[because]}.`,
    ...(counted.length === 0 && doubted.length === 0 ? ['Nobody has approved it.'] : []),
    ...doubted.slice(0, shownAtMost).map(({review, doubt}) => `${nameOf(review)} does not count: ${doubt}.`),
    ...(more > 0 ? [`${more} more do not count either.`] : []),
    wayOut(question, pull, found, policy),
  ].join(' ')
}

const nameOf = ({id, reviewer}: Review): string => `Review ${id}${isKnown(reviewer) ? ` of ${reviewer.login}` : ''}`

function wayOut(
  {path, blob, needed}: ReviewQuestion,
  pull: ReviewedPull,
  {counted, inHead}: FoundReviews,
  policy: ReviewPolicy,
): string {
  const isOther = inHead?.is === 'absent' || (inHead?.is === 'file' && inHead.blob !== blob)
  if (isOther) {
    return `Its last commit ${shortCommit(pull.head)} does not have ${path} as it was merged, so approving it would not help. ${bringAgain(policy)}`
  }
  const others = policy.approvers.filter(
    (name) =>
      name.includes('/') ||
      (doubtOfHand(name, pull) === null && !counted.some(({approver}) => isSameName(approver, name))),
  )
  const lacking = needed.count - counted.length
  if (!others.some((name) => name.includes('/')) && others.length < lacking) {
    return '`approval.approvers` names too few who had no hand in it: name more there, or have somebody else bring the file.'
  }
  const whose = `${lacking === 1 ? 'one' : lacking} of ${others.join(', ')}`
  return `Needed: an approval of its last commit ${shortCommit(pull.head)} by ${whose}; GitHub takes it after the merge, too.`
}
