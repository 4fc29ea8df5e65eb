import {isKnown, isSameName, type CommitPerson, type ReviewedPull} from './review-facts.ts'
import {shortCommit} from './review-question.ts'

/** GitHub itself, as committer of what people do in the browser. */
const githubItself = 'web-flow'

/** GitHub lists no more commits of a pull request. */
const mostListed = 250

const addressShown = /^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,100}$/

/**
 * Why it is not known who had a hand in a pull request: any of them could be an approver under another address.
 * @param ownEmail address of the program's own commits
 * @returns full sentences, with what helps; null: everybody is known
 */
export function unknownHands(pull: ReviewedPull, ownEmail: string): string | null {
  const {number, author, commitCount, commits} = pull
  const again = 'bring the file by a pull request of somebody whose account is known'
  if (!isKnown(author)) {
    return `Pull request ${number} was opened by an account that was deleted, so it is not known who may approve it: ${again}.`
  }
  if (commits.length === 0 || commits.length !== commitCount || commitCount > mostListed) {
    return (
      `Pull request ${number} has ${commitCount} commits, and GitHub lists ${commits.length} of them (${mostListed} at most), ` +
      'so it is not known who wrote it: bring the file by a smaller pull request.'
    )
  }
  for (const {commit, author: writer, committer} of commits) {
    const isOwn = ({email}: CommitPerson) => isSameName(email, ownEmail)
    const isGithub = isKnown(committer.account) && isSameName(committer.account.login, githubItself)
    if (!isOwn(writer) && !isWriter(writer)) return ofNobody(number, commit, 'an author', writer)
    if (!isOwn(committer) && !isGithub && !isKnown(committer.account)) {
      return ofNobody(number, commit, 'a committer', committer)
    }
  }
  return null
}

/** Nobody writes as GitHub itself, but whoever hides. */
const isWriter = ({account}: CommitPerson): boolean => isKnown(account) && !isSameName(account.login, githubItself)

function ofNobody(number: number, commit: string, part: string, {email}: CommitPerson): string {
  const address = addressShown.test(email) ? ` (${email})` : ''
  return (
    `Commit ${shortCommit(commit)} of pull request ${number} has ${part}${address} whose account GitHub does not know, ` +
    'who could be one of the approvers: let them add that address to their account (GitHub, Settings, Emails), ' +
    'or bring the file by a pull request whose commits have known accounts.'
  )
}
