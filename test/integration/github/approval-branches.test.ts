import {join} from 'node:path'
import {afterAll, beforeAll, beforeEach, describe, expect, test} from 'vitest'
import {askedRows, came, merged, missing, pushed, review, work, type Step} from '../../support/asked-rows.ts'
import {may, openReviewDesk, text, type ReviewDesk} from '../../support/review-desk.ts'

let desk: ReviewDesk
beforeAll(async () => {
  desk = await openReviewDesk()
})
beforeEach(() => {
  desk.reset()
})
afterAll(() => desk.close())

const approved = review('meera')
const adds = work('may', {[may]: text})

describe('a branch', () => {
  const amended: Step = ({git, force}) => {
    git('commit', '--quiet', '--amend', '--reset-author', '--no-edit', '--message', 'Mine now')
    return force('main', 'HEAD')
  }
  const mainIs =
    (branch: string): Step =>
    ({force}) =>
      force('main', branch)
  const develop: Step = ({git}) => git('branch', 'develop', 'main')
  const inDevelop = [develop, adds, merged('may', 7, 'merge', {into: 'develop'}), approved]
  /** GitHub takes a pull request for merged when its commits are on the branch. */
  const takenForMerged: Step = ({github, git}) => {
    const head = git('rev-parse', 'main')
    const pull = github.pull({author: 'asha', head: 'may', merged: head, number: 7})
    pull.commits = git('rev-list', '--reverse', 'main', '--not', 'main~2').split('\n')
  }
  const twice: Step = ({github, git}) =>
    github.pull({author: 'asha', head: 'may', merged: git('rev-parse', 'main'), number: 9})
  const open: Step = ({github}) => github.pull({author: 'asha', head: 'may', number: 7})
  const named: Step = ({github, git}) => github.model.associated.set(git('rev-parse', 'main'), [7])
  const closed: Step = ({github}) => github.pull({author: 'asha', head: 'may', number: 7, state: 'closed'})
  askedRows(
    () => desk,
    [
      ['rewritten to another commit of the same content', [came, approved, amended], missing('it was pushed directly')],
      [
        'put back to before the merge, at the commit that was reviewed',
        [came, approved, mainIs('may')],
        missing('is not what brought it: the branch was rewritten'),
      ],
      [
        'to which reviewed commits were pushed, so that GitHub takes them for merged',
        [adds, work('may', {'notes.md': 'Notes\n'}), mainIs('may'), takenForMerged, approved],
        ['meera'],
      ],
      [
        'to which commits were pushed that nobody reviewed',
        [adds, work('may', {'notes.md': 'Notes\n'}), mainIs('may'), takenForMerged],
        missing('Nobody has approved it.'),
      ],
      [
        'to which another one was pushed, where the request was approved',
        [...inDevelop, mainIs('develop')],
        missing('Pull request 7 was merged into develop.'),
      ],
      [
        'into which another one was merged, whose pull request nobody approved',
        [...inDevelop, merged('develop', 8)],
        missing('Pull request 8 has 0 of 1'),
      ],
      [
        'into which another one was merged, whose pull request was approved',
        [...inDevelop, merged('develop', 8), review('meera', {pull: 8})],
        ['meera'],
      ],
      [
        'into which another one was merged, approved by who wrote a commit there',
        [
          ...inDevelop,
          work('develop', {'notes.md': 'Notes\n'}, {by: 'binu'}),
          merged('develop', 8),
          review('binu', {pull: 8}),
        ],
        missing('they are author of its commit'),
      ],
      [
        'of two pull requests with the same commit',
        [came, twice, approved, review('meera', {pull: 9})],
        missing('belongs to pull requests 7 and 9'),
      ],
      ['whose pull request is open', [adds, mainIs('may'), open, approved], missing('it was pushed directly')],
      [
        'whose pull request is open, and named by GitHub',
        [adds, mainIs('may'), open, named, approved],
        missing('Pull request 7 has it and is not merged.'),
      ],
      ['whose pull request was closed', [adds, mainIs('may'), closed, approved], missing('it was pushed directly')],
    ],
  )

  test('of a clone that does not reach back is not judged by a guess', async () => {
    for (const step of [came, approved, pushed({'later.md': 'Later\n'})]) step(desk)
    const checkout = join(desk.git('rev-parse', '--show-toplevel'), '..', 'shallow')
    desk.git('clone', '--quiet', '--depth', '1', `file://${desk.git('rev-parse', '--git-common-dir')}`, checkout)

    const answer = await desk.ask({checkout})

    expect(answer).toMatchObject({
      reason: 'APPROVAL_UNKNOWN',
      message: expect.stringContaining('the clone is shallow') as string,
    })
  })

  test('on a GitHub Enterprise Server is judged alike', async () => {
    const enterprise = await openReviewDesk('/api/v3')
    try {
      for (const step of [came, approved]) step(enterprise)

      expect(await enterprise.ask()).toMatchObject({evidence: {approvals: [{approver: 'meera'}]}})
    } finally {
      await enterprise.close()
    }
  })
})
