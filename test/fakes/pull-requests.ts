import {ReplayError} from '../../src/core/replay-error.ts'
import type {CommentKind, PullRequest, PullRequests} from '../../src/ports/pull-requests.ts'

export interface FakePullRequests extends PullRequests {
  readonly comments: readonly {readonly number: number; readonly kind: CommentKind; readonly body: string}[]
  /** Adds one, or puts it in the place of the one with its number. */
  readonly set: (pullRequest: PullRequest) => void
  /** Every call fails so from now on; null: none. */
  readonly failWith: (error: ReplayError | null) => void
}

export const pullRequest = (number: number, more: Partial<PullRequest> = {}): PullRequest => ({
  number,
  address: `https://github.example/state/replay/pull/${number}`,
  isOpen: true,
  isFork: false,
  head: {commit: 'a'.repeat(40), branch: 'march', repository: 'state/replay'},
  base: {commit: 'b'.repeat(40), branch: 'main'},
  ...more,
})

export function createFakePullRequests(known: readonly PullRequest[] = []): FakePullRequests {
  const all = new Map(known.map((each) => [each.number, each]))
  const comments = new Map<string, FakePullRequests['comments'][number]>()
  let failure: ReplayError | null = null
  const unlessFailing = async <T>(act: () => T): Promise<T> => {
    if (failure !== null) throw failure
    return act()
  }
  const open = (): PullRequest[] => [...all.values()].filter(({isOpen}) => isOpen)
  return {
    get comments() {
      return [...comments.values()]
    },
    set: (each) => {
      all.set(each.number, each)
    },
    failWith: (error) => {
      failure = error
    },
    read: (number) =>
      unlessFailing(() => {
        const found = all.get(number)
        if (found === undefined) throw new ReplayError('GITHUB_REFUSED', `There is no pull request #${number}.`)
        return found
      }),
    open: (base) => unlessFailing(() => open().filter((each) => each.base.branch === base)),
    mergedWith: () => unlessFailing(() => []),
    withHead: (commit) => unlessFailing(() => open().filter(({head}) => head.commit === commit)),
    putComment: (number, kind, body) =>
      unlessFailing(() => {
        comments.set(`${number} ${kind}`, {number, kind, body})
        return `https://github.example/state/replay/pull/${number}#issuecomment-${number}`
      }),
  }
}
