import {describe, expect, test} from 'vitest'
import {judgeReviews} from '../../../../src/core/approval/judge-reviews.ts'
import {approvedPull, by, commitBy, file, main, needed, person, review, sha} from '../../../support/reviewed-pull.ts'
import {
  commits,
  connects,
  has,
  missing,
  pull,
  question,
  reviews,
  rewritten,
  truthTable,
  unknown,
} from '../../../support/truth-table.ts'

const connected = (number: number, branch = 'main', repository = main.repository) => ({
  number,
  isMerged: true,
  base: {repository, branch},
})
const open = (number: number) => ({...connected(number), isMerged: false})
const path = 'replay-requests/may.yaml'

describe('the pull request', () => {
  truthTable([
    ['merged by a merge commit', [], ['meera-k']],
    ['squashed', [commits(commitBy(sha('1'), 'asha'), commitBy(sha('c'), 'asha'))], ['meera-k']],
    ['rebased: an earlier commit of it brought the file', [pull({mergeCommit: sha('f')})], ['meera-k']],
    [
      'rebased, the branch rewritten since',
      [pull({mergeCommit: sha('f')}), rewritten],
      missing('is not what brought it'),
    ],
    ['merged as no commit', [pull({mergeCommit: null}), rewritten], missing('(of no commit)')],
    ['none: pushed directly', [connects()], missing('it was pushed directly')],
    ['open', [connects(open(7))], missing('Pull request 7 has it and is not merged.')],
    ['merged into another branch', [connects(connected(7, 'develop'))], missing('was merged into develop.')],
    ['merged into Main', [connects(connected(7, 'Main'))], missing('was merged into Main.')],
    ['merged into main of a fork', [connects(connected(7, 'main', 'asha/r'))], missing('into main of asha/r.')],
    ['merged into the repository in capitals', [connects(connected(7, 'main', 'State/Replays'))], ['meera-k']],
    ['merged by way of another branch', [connects(connected(6, 'develop'), connected(7))], ['meera-k']],
    ['merged, beside one that is open', [connects(open(9), connected(7))], ['meera-k']],
    [
      'one of two that were merged',
      [connects(connected(7), connected(9))],
      missing('belongs to pull requests 7 and 9'),
    ],
    ['merged, and asked again not', [pull({isMerged: false})], unknown('does not say the same of pull request 7')],
    ['asked again of another branch', [pull({base: {...main, branch: 'develop'}})], unknown('does not say the same')],
    ['asked again of another number', [pull({number: 8})], unknown('does not say the same')],
  ])

  test('that was not asked for speaks for nobody', () => {
    const {question: asked, facts, policy} = approvedPull

    expect(judgeReviews(asked, {...facts, pull: null}, policy)).toMatchObject({reason: 'APPROVAL_UNKNOWN'})
  })
})

describe('the content', () => {
  const approvedFirst = reviews(review(31, 'meera-k', 'APPROVED', sha('1')))
  truthTable([
    ['another one in the reviewed commit', [has(sha('c'), file(sha('d')))], missing(`where ${path} was another file`)],
    ['approved, then changed', [approvedFirst, has(sha('1'), file(sha('d')))], missing('was another file')],
    ['approved early, the same since', [approvedFirst, has(sha('1'), file(sha('b')))], ['meera-k']],
    ['changed by the merge itself', [question({blob: sha('d')})], missing('so approving it would not help')],
    [
      'changed back by the merge to what was approved',
      [approvedFirst, has(sha('1'), file(sha('b'))), has(sha('c'), file(sha('d')))],
      ['meera-k'],
    ],
    ['absent in the reviewed commit', [approvedFirst, has(sha('1'), {is: 'absent'})], missing('was not there')],
    ['at another path in the last commit', [has(sha('c'), {is: 'absent'})], missing(`does not have ${path} as it was`)],
    ['executable in the reviewed commit', [has(sha('c'), file(sha('b'), '100755'))], missing('(mode 100755)')],
    ['a link in the reviewed commit', [has(sha('c'), file(sha('b'), '120000'))], missing('(mode 120000)')],
    ['of no mode', [has(sha('c'), file(sha('b'), ''))], missing('was no ordinary file')],
    ['in a commit that is not shown', [approvedFirst, has(sha('1'), {is: 'unknown'})], missing('GitHub does not show')],
    ['in a commit that was not asked for', [approvedFirst], missing('which GitHub does not show')],
    ['in a commit that is gone', [reviews(review(31, 'meera-k', 'APPROVED', null))], missing('GitHub no longer has')],
    ['approved after the merge', [reviews({...review(31, 'meera-k'), at: '2026-12-31T00:00:00Z'})], ['meera-k']],
  ])
})

describe('how many approve', () => {
  const both = reviews(review(31, 'meera-k'), review(32, 'binu'))
  const two = question({needed: needed(2)})
  const again = (login: string) => reviews(review(31, 'meera-k'), review(32, login))
  truthTable([
    ['one of two', [two], missing('1 of 2 approvals that count.')],
    ['one of two, a full refresh', [question({needed: needed(2, 'full_refresh')})], missing('(a full refresh).')],
    ['one of two, many rows', [question({needed: needed(2, 'rows')})], missing('(for so many rows).')],
    ['two of two', [two, both], ['meera-k', 'binu']],
    ['two of one: both are told', [both], ['meera-k', 'binu']],
    ['one of two, twice', [two, again('meera-k')], missing('1 of 2')],
    ['one of two, in two spellings', [two, again('MEERA-K')], missing('1 of 2')],
    ['two, one of them the author', [two, both, pull({author: person('binu')})], missing('Review 32 of binu does not')],
    [
      'two, one of them of old content',
      [two, has(sha('1'), file(sha('d'))), reviews(review(31, 'meera-k'), review(32, 'binu', 'APPROVED', sha('1')))],
      missing('1 of 2'),
    ],
    ['three of three, one of a team', [question({needed: needed(3)}), both], missing('2 of 3')],
  ])
})

describe('who had a hand in it', () => {
  const own = by(null, 'cqube-replay@localhost')
  const written = (author: string | null, committer: string | null) => commits(commitBy(sha('c'), author, committer))
  truthTable([
    ['an unknown author', [written(null, 'asha')], unknown('has an author (nobody@example.org) whose account')],
    ['an unknown committer', [written('asha', null)], unknown('has a committer (nobody@example.org) whose account')],
    ['a deleted author', [written('ghost', 'asha')], unknown('has an author (ghost@example.org)')],
    [
      'an address that is none: it is not shown',
      [commits({...commitBy(sha('c'), 'asha'), author: by(null, '::error::x')})],
      unknown('has an author whose account'),
    ],
    ['GitHub itself as committer', [written('asha', 'web-flow')], ['meera-k']],
    ['GitHub itself as author', [written('web-flow', 'asha')], unknown('has an author')],
    ['a bot as author', [written('helper[bot]', 'helper[bot]')], ['meera-k']],
    ['the program, with the row contract', [commits({commit: sha('c'), author: own, committer: own})], ['meera-k']],
    ['the program as committer alone', [commits({...commitBy(sha('c'), null), committer: own})], unknown('an author')],
    ['more commits than are listed', [pull({commitCount: 251})], unknown('has 251 commits, and GitHub lists 1')],
    ['fewer commits than are listed', [pull({commitCount: 0})], unknown('has 0 commits')],
    ['no commit', [commits()], unknown('has 0 commits')],
    [
      'more commits than GitHub ever lists',
      [commits(...Array.from({length: 251}, () => commitBy(sha('c'), 'asha')))],
      unknown('has 251'),
    ],
    ['opened by a deleted account', [pull({author: null})], unknown('was opened by an account that was deleted')],
    ['opened by ghost', [pull({author: person('ghost')})], unknown('was opened by an account that was deleted')],
    ['opened by a bot, written by a person', [pull({author: person('helper[bot]', 'Bot')})], ['meera-k']],
    ['not known, and not approved: told is what is certain', [pull({author: null}), reviews()], missing('Nobody has')],
  ])
})
