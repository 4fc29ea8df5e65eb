import type {NeededApprovals} from '../../src/core/approval/needed.ts'
import type {
  Account,
  FileInCommit,
  PullCommit,
  Review,
  ReviewedPull,
  ReviewFacts,
  Standing,
} from '../../src/core/approval/review-facts.ts'
import type {ReviewPolicy, ReviewQuestion} from '../../src/core/approval/review-question.ts'

/** A name of 40 digits that begins with the letter. */
export const sha = (letter: string): string => letter.repeat(12).padEnd(40, '0')

export const person = (login: string, type = 'User'): Account => ({login, type})

export const by = (login: string | null, email = `${login ?? 'nobody'}@example.org`) => ({
  email,
  account: login === null ? null : person(login),
})

export const commitBy = (commit: string, author: string | null, committer = author): PullCommit => ({
  commit,
  author: by(author),
  committer: by(committer),
})

export const file = (blob: string, mode = '100644'): FileInCommit => ({is: 'file', blob, mode})

export const listed = (login: string, mayPush: boolean | null = true, listedAs: string | null = login): Standing => ({
  listedAs,
  unseenTeams: [],
  mayPush,
})

export const needed = (count: number, because: NeededApprovals['because'] = 'usual'): NeededApprovals => ({
  count,
  because,
})

/** By an account; its id is its place in time. */
export const review = (
  id: number,
  reviewer: Account | string | null,
  state = 'APPROVED',
  commit: string | null = sha('c'),
): Review => ({
  id,
  reviewer: typeof reviewer === 'string' ? person(reviewer) : reviewer,
  state,
  commit,
  at: `2026-11-24T10:00:${String(id % 60).padStart(2, '0')}Z`,
})

export const main = {repository: 'state/replays', branch: 'main'}

/** What a judgement is made of. */
export interface Case {
  readonly question: ReviewQuestion
  readonly facts: ReviewFacts & {readonly pull: ReviewedPull}
  readonly policy: ReviewPolicy
}

const connected = {number: 7, isMerged: true, base: main}

/** Asha's pull request 7, merged by a merge commit, approved by Meera: one approval is enough. */
export const approvedPull: Case = {
  question: {path: 'replay-requests/may.yaml', blob: sha('b'), introduction: sha('e'), needed: needed(1)},
  policy: {...main, approvers: ['meera-k', 'binu', 'state/replay'], ownEmail: 'cqube-replay@localhost'},
  facts: {
    connected: [connected],
    pull: {
      ...connected,
      address: 'https://github.com/state/replays/pull/7',
      author: person('asha'),
      head: sha('c'),
      mergeCommit: sha('e'),
      commitCount: 1,
      commits: [commitBy(sha('c'), 'asha')],
    },
    isMergeInLine: true,
    reviews: [review(31, 'meera-k')],
    files: new Map([[sha('c'), file(sha('b'))]]),
    standings: new Map([
      ['meera-k', listed('meera-k')],
      ['binu', listed('binu')],
      ['tara', listed('tara', true, 'state/replay')],
      ['outsider', listed('outsider', null, null)],
    ]),
  },
}
