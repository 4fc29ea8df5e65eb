import {isKnown, isSameName, type Account, type FileInCommit, type Review, type ReviewedPull} from './review-facts.ts'
import {shortCommit, type BroughtFile} from './review-question.ts'

/** Why an approval does not count, as the end of a sentence about the review; null: nothing speaks against it so far. */
export type Doubt = string | null

const ordinaryFile = '100644'

/** By itself: who wrote it, and of which content. Content counts, not time. */
export function doubtOfReview(review: Review, file: FileInCommit | undefined, {path, blob}: BroughtFile): Doubt {
  const {reviewer, commit} = review
  if (review.state === 'DISMISSED') return 'it was dismissed'
  if (review.state !== 'APPROVED' || Number.isNaN(Date.parse(review.at ?? ''))) return 'it is no approval'
  if (!isKnown(reviewer)) return 'its account was deleted'
  if (reviewer.type !== 'User') return `it is by an account of type ${reviewer.type}, and only a person may approve`
  if (commit === null) return 'GitHub no longer has the commit that it is of'
  const where = `it is of commit ${shortCommit(commit)}`
  if (file === undefined || file.is === 'unknown') return `${where}, which GitHub does not show`
  if (file.is === 'absent') return `${where}, where ${path} was not there`
  if (file.mode !== ordinaryFile) return `${where}, where ${path} was no ordinary file (mode ${file.mode})`
  return file.blob === blob ? null : `${where}, where ${path} was another file`
}

const isSameAccount = (login: string, account: Account | null): boolean =>
  account !== null && isSameName(login, account.login)

/** Nobody approves what they had a hand in. */
export function doubtOfHand(login: string, {number, author, commits}: ReviewedPull): Doubt {
  if (isSameAccount(login, author)) return `they opened pull request ${number}`
  const own = commits.find(
    (commit) => isSameAccount(login, commit.author.account) || isSameAccount(login, commit.committer.account),
  )
  if (own === undefined) return null
  const part = isSameAccount(login, own.author.account) ? 'author' : 'committer'
  return `they are ${part} of its commit ${shortCommit(own.commit)}`
}
