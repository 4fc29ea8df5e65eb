import {afterAll, beforeAll, beforeEach, describe} from 'vitest'
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
const notes = work('may', {'notes.md': 'Notes\n'})
const other = 'reason: Something else\n'
const pushedDirectly = missing('it was pushed directly')
const anotherFile = missing('so approving it would not help')

const april = 'replay-requests/april.yaml'
const june = 'replay-requests/june.yaml'
const deep = 'replay-requests/2026/state/may.yaml'
const inFolder = 'replay-requests/2026/may.yaml'

const mode =
  (flag: '+x' | '-x'): Step =>
  ({git}) => {
    git('checkout', '--quiet', 'main')
    git('update-index', `--chmod=${flag}`, may)
    git('commit', '--quiet', '--message', flag)
    git('checkout', '--quiet', '--force', 'main')
  }

describe('a request that came', () => {
  const link = work('may', {[may]: {link: 'april.yaml'}})
  const linkedFolder = work('may', {'replay-requests/2026': {link: 'old'}, 'replay-requests/old/may.yaml': text})
  // GitHub knows the commits that a rebase made.
  const ofRebase: Step = ({github, git}) => github.model.associated.set(git('rev-parse', 'main^'), [7])
  askedRows(
    () => desk,
    [
      ['by a merge commit', [adds, merged('may'), approved], ['meera']],
      ['squashed', [adds, merged('may', 7, 'squash'), approved], ['meera']],
      ['by a rebase, as its last commit', [notes, adds, merged('may', 7, 'rebase'), approved], ['meera']],
      [
        'by a rebase, as its first commit',
        [adds, notes, pushed({'other.md': 'Meanwhile\n'}), merged('may', 7, 'rebase'), ofRebase, approved],
        ['meera'],
      ],
      [
        'by a queue, stacked upon another',
        [work('april', {[april]: text}), adds, merged('april', 6), merged('may'), review('meera', {pull: 6}), approved],
        ['meera'],
      ],
      [
        'by a queue, and only the one before it was approved',
        [work('april', {[april]: text}), adds, merged('april', 6), merged('may'), review('meera', {pull: 6})],
        missing('Pull request 7 has 0 of 1'),
      ],
      ['in a folder of folders', [work('may', {[deep]: text}), merged('may'), approved], ['meera'], {path: deep}],
      ['by a direct push', [pushed({[may]: text})], pushedDirectly],
      ['by a direct push of an approver', [work('main', {[may]: text}, {by: 'meera'})], pushedDirectly],
      ['by an approval, changed by a direct push since', [came, approved, pushed({[may]: other})], pushedDirectly],
      [
        'by an approval, moved by a direct push since',
        [came, approved, pushed({[may]: null, [june]: text})],
        pushedDirectly,
        {path: june},
      ],
      [
        'by an approval, copied by a direct push since',
        [came, approved, pushed({[june]: text})],
        pushedDirectly,
        {path: june},
      ],
      ['by an approval, its mode changed twice since', [came, mode('+x'), mode('-x'), approved], ['meera']],
      [
        'as a link, made a file by a direct push',
        [link, merged('may'), approved, pushed({[may]: 'april.yaml'})],
        missing('was no ordinary file (mode 120000)'),
      ],
      ['changed by the merge', [adds, merged('may', 7, 'merge', {evil: {[may]: other}}), approved], anotherFile],
      ['changed by the squash', [adds, merged('may', 7, 'squash', {evil: {[may]: other}}), approved], anotherFile],
      [
        'added by the merge alone',
        [notes, merged('may', 7, 'merge', {evil: {[may]: text}}), approved],
        missing('not there'),
      ],
      [
        'in place of a folder that was a link where it was approved',
        [linkedFolder, merged('may', 7, 'merge', {evil: {'replay-requests/2026': null, [inFolder]: text}}), approved],
        missing('was not there'),
        {path: inFolder},
      ],
    ],
  )
})

describe('a request that was taken back, and came again', () => {
  const gone = pushed({[may]: null})
  const again = work('again', {[may]: text})
  const revertOfRevert: Step = ({git}) => {
    git('revert', '--no-edit', 'HEAD')
  }
  const joined: Step = ({git, force}) => {
    git('checkout', '--quiet', '-B', 'joined', 'may')
    git('merge', '--quiet', '--strategy=ours', '--message', 'Join', 'main')
    return force('main', 'joined')
  }
  const mergedByHand: Step = ({merge}) => merge('may', 'merge', {evil: {[may]: text}})
  askedRows(
    () => desk,
    [
      ['by a direct push', [came, approved, gone, pushed({[may]: text})], pushedDirectly],
      ['by a revert of the revert that was pushed', [came, approved, gone, revertOfRevert], pushedDirectly],
      [
        'by a pull request that nobody approved',
        [came, approved, gone, again, merged('again', 9)],
        missing('Pull request 9 has 0 of 1 approvals that count. Nobody has approved it.'),
      ],
      [
        'by a pull request that was approved',
        [came, approved, gone, again, merged('again', 9), review('binu', {pull: 9})],
        ['binu'],
      ],
      [
        'by the old branch with a new commit, merged without a pull request',
        [came, approved, gone, notes, mergedByHand],
        pushedDirectly,
      ],
      [
        'by the old branch, joined again without a pull request',
        [came, approved, gone, joined],
        missing('or an old branch was merged again without a pull request'),
      ],
    ],
  )
})
