import {describe} from 'vitest'
import {commitBy, file, listed, person, review, sha} from '../../../support/reviewed-pull.ts'
import {
  also,
  approvers,
  commits,
  has,
  missing,
  nobodyAsked,
  pull,
  reviews,
  standing,
  truthTable,
  unknown,
} from '../../../support/truth-table.ts'

const unseen = {listedAs: null, unseenTeams: ['state/replay'], mayPush: null}

describe('the reviewer is', () => {
  const approvedBy = (...args: Parameters<typeof person>) => reviews(review(31, person(...args)))
  const first = commitBy(sha('1'), 'meera-k')
  const last = commitBy(sha('c'), 'asha')
  truthTable([
    ['nobody', [reviews()], missing('Nobody has approved it.')],
    ['listed by login', [], ['meera-k']],
    [
      'listed in capitals',
      [approvers('MEERA-K'), standing('meera-k', listed('meera-k', true, 'MEERA-K'))],
      ['meera-k'],
    ],
    ['writing themselves in capitals', [approvedBy('Meera-K')], ['Meera-K']],
    ['listed by a team', [approvedBy('tara')], ['tara']],
    ['not listed', [approvedBy('outsider')], missing('`approval.approvers` does not name them.')],
    [
      'in a team that is not shown',
      [approvedBy('tara'), standing('tara', unseen)],
      missing('does not show state/replay'),
    ],
    ['somebody of whom nothing was asked', [nobodyAsked], missing('it is not known who they are')],
    ['no longer let push', [standing('meera-k', listed('meera-k', false))], missing('may not push to state/replays')],
    ['perhaps let push', [standing('meera-k', listed('meera-k', null))], missing('they may not push')],
    ['who opened it', [pull({author: person('meera-k')})], missing('they opened pull request 7')],
    ['who opened it, in capitals', [pull({author: person('Meera-K')})], missing('they opened pull request 7')],
    [
      'author of a commit',
      [commits(commitBy(sha('c'), 'meera-k', 'asha'))],
      missing('are author of its commit cccccccccccc'),
    ],
    ['author, in capitals', [commits(commitBy(sha('c'), 'MEERA-K', 'asha'))], missing('they are author of its commit')],
    ['committer of a commit', [commits(commitBy(sha('c'), 'asha', 'meera-k'))], missing('they are committer of its')],
    ['author of the first commit alone', [commits(first, last)], missing('author of its commit 111111111111')],
    ['a bot', [approvedBy('meera-k', 'Bot')], missing('of type Bot, and only a person may approve')],
    ['an organisation', [approvedBy('meera-k', 'Organization')], missing('of type Organization')],
    ['a mannequin', [approvedBy('meera-k', 'Mannequin')], missing('of type Mannequin')],
    ['of a type that nobody knows', [approvedBy('meera-k', 'user')], missing('of type user')],
    ['deleted', [reviews(review(31, null))], missing('Review 31 does not count: its account was deleted')],
    ['ghost', [approvedBy('ghost'), standing('ghost', listed('ghost'))], missing('its account was deleted')],
    ['without a name', [approvedBy(''), standing('', listed(''))], missing('its account was deleted')],
  ])
})

describe('the latest review is', () => {
  const states = (...all: string[]) => reviews(...all.map((state, index) => review(31 + index, 'meera-k', state)))
  const at = '2026-11-24T10:00:00Z'
  truthTable([
    ['an approval, then a comment', [states('APPROVED', 'COMMENTED')], ['meera-k']],
    ['an approval, then one that is not sent', [states('APPROVED', 'PENDING')], ['meera-k']],
    ['a comment', [states('COMMENTED')], missing('Nobody has approved it.')],
    ['one that is not sent', [states('PENDING')], missing('Nobody has approved it.')],
    ['an approval, then a wish', [states('APPROVED', 'CHANGES_REQUESTED')], missing('Review 32 of meera-k, who is an')],
    ['a wish, then an approval', [states('CHANGES_REQUESTED', 'APPROVED')], ['meera-k']],
    ['a wish, then a comment', [states('CHANGES_REQUESTED', 'COMMENTED')], missing('asks for changes')],
    ['dismissed', [states('DISMISSED')], missing('Review 31 of meera-k does not count: it was dismissed.')],
    ['an approval, then one that was dismissed', [states('APPROVED', 'DISMISSED')], missing('it was dismissed')],
    ['a dismissed wish, then a comment', [states('DISMISSED', 'COMMENTED')], missing('0 of 1')],
    ['a dismissed wish, then an approval', [states('DISMISSED', 'APPROVED')], ['meera-k']],
    [
      'told out of order',
      [reviews(review(32, 'meera-k', 'DISMISSED'), review(31, 'meera-k'))],
      missing('was dismissed'),
    ],
    [
      'of the later number, at the same time',
      [reviews({...review(40, 'meera-k', 'DISMISSED'), at}, {...review(39, 'meera-k'), at})],
      missing('it was dismissed'),
    ],
    [
      'begun first, and submitted last',
      [reviews({...review(30, 'meera-k', 'CHANGES_REQUESTED'), at: '2026-11-25T00:00:00Z'}, review(31, 'meera-k'))],
      missing('asks for changes'),
    ],
    [
      'a wish of no time, whatever else there is',
      [reviews({...review(30, 'meera-k', 'CHANGES_REQUESTED'), at: null}, review(31, 'meera-k'))],
      missing('asks for changes'),
    ],
    [
      'a wish of a time that is none',
      [reviews({...review(30, 'meera-k', 'CHANGES_REQUESTED'), at: 'yesterday'}, review(31, 'meera-k'))],
      missing('asks for changes'),
    ],
    ['by the same person in capitals', [also(review(32, 'Meera-K', 'DISMISSED'))], missing('it was dismissed')],
    [
      'an approval of old content, after one of the right one',
      [also(review(32, 'meera-k', 'APPROVED', sha('1'))), has(sha('1'), file(sha('d')))],
      missing('Review 32 of meera-k does not count'),
    ],
    ['of no known state', [states('APPROVED', 'WITHDRAWN')], unknown('has a state that is not known (WITHDRAWN)')],
    ['an approval in small letters', [states('approved')], unknown('has a state that is not known (approved)')],
    ['an approval of a time that is none', [reviews({...review(31, 'meera-k'), at: 'today'})], missing('no approval')],
    ['an approval of no time', [reviews({...review(31, 'meera-k'), at: null})], missing('it is no approval')],
  ])
})

describe('changes are asked for by', () => {
  const wish = (login: string | null, commit: string | null = sha('c')) =>
    also(review(32, login, 'CHANGES_REQUESTED', commit))
  const bot = review(32, person('check[bot]', 'Bot'), 'CHANGES_REQUESTED')
  truthTable([
    ['another approver', [wish('binu')], missing('Let binu approve, or dismiss the review.')],
    ['an approver of a team', [wish('tara')], missing('Review 32 of tara, who is an approver, asks for changes')],
    ['somebody who is not listed', [wish('outsider')], ['meera-k']],
    [
      'an approver who may no longer push',
      [wish('binu'), standing('binu', listed('binu', false))],
      missing('asks for'),
    ],
    ['an approver, of old content', [wish('binu', sha('1'))], missing('asks for changes')],
    ['an approver, of a commit that is gone', [wish('binu', null)], missing('asks for changes')],
    ['a bot that is listed', [also(bot), standing('check[bot]', listed('check[bot]'))], missing('asks for changes')],
    ['an account that was deleted', [wish(null)], unknown('its account was deleted')],
    ['somebody of whom nothing was asked', [wish('stranger')], unknown('not known whether stranger is an approver.')],
    [
      'somebody who may be in a team that is not shown',
      [wish('tara'), standing('tara', unseen)],
      unknown('state/replay'),
    ],
    ['an approver, and it was dismissed', [also(review(32, 'binu', 'DISMISSED'))], ['meera-k']],
  ])
})
