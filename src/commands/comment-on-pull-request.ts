import {ReplayError} from '../core/replay-error.ts'
import type {CommentKind, PullRequests} from '../ports/pull-requests.ts'

export type Commented =
  | {readonly kind: 'written'; readonly address: string}
  /** The pull request has another last commit, whose own plan is written by its own job; or it is closed. */
  | {readonly kind: 'stale'}
  | {readonly kind: 'failed'; readonly error: ReplayError}

/**
 * Writes what was found out of a commit as the one comment of its kind, unless the pull request went on: an older job
 * must not write over a newer plan. What GitHub refuses or fails to do is no failure of what was found out.
 * @param commits any of which may be the last one
 */
export async function commentOnPullRequest(
  pullRequests: Pick<PullRequests, 'read' | 'putComment'>,
  number: number,
  commits: readonly string[],
  comment: {readonly kind: CommentKind; readonly body: string},
): Promise<Commented> {
  try {
    const {head, isOpen} = await pullRequests.read(number)
    if (!isOpen || !commits.includes(head.commit)) return {kind: 'stale'}
    return {kind: 'written', address: await pullRequests.putComment(number, comment.kind, comment.body)}
  } catch (error) {
    if (!(error instanceof ReplayError)) throw error
    return {kind: 'failed', error}
  }
}
