import {afterAll, beforeAll, beforeEach, describe, expect, test} from 'vitest'
import type {NeededApprovals} from '../../../src/core/approval/needed.ts'
import {
  asksForChanges,
  askedRows,
  came,
  merged,
  missing,
  review,
  unknown,
  work,
  type Step,
} from '../../support/asked-rows.ts'
import {may, openReviewDesk, text, type Asked, type ReviewDesk} from '../../support/review-desk.ts'

let desk: ReviewDesk
beforeAll(async () => {
  desk = await openReviewDesk()
})
beforeEach(() => {
  desk.reset()
})
afterAll(() => desk.close())

const approved = review('meera')

describe('changes are asked for by', () => {
  const blind: Asked = {hides: true, permissions: {contents: 'read', pull_requests: 'read'}}
  const onlyReads: Step = ({github: {model}}) => {
    const binu = model.people.get('binu')
    if (binu !== undefined) model.people.set('binu', {...binu, role: 'read'})
  }
  askedRows(
    () => desk,
    [
      ['an approver', [came, approved, asksForChanges('binu')], missing('Let binu approve, or dismiss the review.')],
      ['an approver of a team', [came, approved, asksForChanges('tara')], missing('tara, who is an approver')],
      [
        'an approver who only reads by now',
        [came, approved, asksForChanges('binu'), onlyReads],
        missing('binu, who is'),
      ],
      ['somebody else', [came, approved, asksForChanges('ravi')], ['meera']],
      [
        'somebody who may be in a hidden team',
        [came, approved, asksForChanges('tara')],
        unknown('not known whether'),
        blind,
      ],
      ['somebody who is gone', [came, approved, asksForChanges(null)], unknown('its account was deleted')],
      ['an approver, and it was dismissed', [came, approved, review('binu', {state: 'DISMISSED'})], ['meera']],
    ],
  )
})

describe('as many as must', () => {
  const needs = (count: number, because: NeededApprovals['because'] = 'usual'): Asked => ({needed: {count, because}})
  const withAuthor = {...needs(2), approvers: ['meera', 'asha', 'binu']}
  askedRows(
    () => desk,
    [
      ['one of two', [came, approved], missing('1 of 2 approvals that count.'), needs(2)],
      ['one of two for a full refresh', [came, approved], missing('(a full refresh)'), needs(2, 'full_refresh')],
      ['one of two for many rows', [came, approved], missing('(for so many rows)'), needs(2, 'rows')],
      ['one of two, twice', [came, approved, approved], missing('1 of 2'), needs(2)],
      ['two', [came, approved, review('binu')], ['meera', 'binu'], needs(2)],
      ['two, one of a team', [came, approved, review('tara')], ['meera', 'tara'], needs(2)],
      ['two, one of them the author', [came, approved, review('asha')], missing('by one of binu;'), withAuthor],
    ],
  )
})

describe('who wrote it', () => {
  const written = (by: string, committer = by): readonly Step[] => [
    work('may', {[may]: text}, {by, committer}),
    work('may', {'notes.md': 'Notes\n'}),
    merged('may'),
    approved,
  ]
  const openedByNobody: Step = ({github}) => Object.assign(github.model.pulls.get(7) ?? {}, {author: 'ghost'})
  const longList: Step = ({github}) => {
    const pull = github.model.pulls.get(7)
    if (pull !== undefined) pull.commits = Array.from({length: 251}, () => pull.head.commit)
  }
  askedRows(
    () => desk,
    [
      ['is the reviewer', written('meera'), missing('they are author of its commit')],
      ['had it committed by the reviewer', written('asha', 'meera'), missing('they are committer of its commit')],
      ['is nobody whom GitHub knows', written('asha@home.example'), unknown('has an author (asha@home.example) whose')],
      [
        'had it committed by nobody known',
        written('asha', 'x@home.example'),
        unknown('has a committer (x@home.example)'),
      ],
      ['wrote it in the browser', written('asha', 'web-flow'), ['meera']],
      ['hides behind GitHub', written('web-flow'), unknown('has an author (web-flow@example.org)')],
      ['is the program, with the row contract', written('cqube-replay@example.org'), ['meera']],
      ['is a bot', written('github-actions-bot@example.org'), ['meera']],
      [
        'opened it, and was deleted',
        [came, approved, openedByNobody],
        unknown('was opened by an account that was deleted'),
      ],
      [
        'has more commits than GitHub lists',
        [came, approved, longList],
        unknown('has 251 commits, and GitHub lists 250'),
      ],
    ],
  )
})

test('asks only for what it needs, and the same only once', async () => {
  for (const step of [came, approved, review('ravi'), review('tara', {state: 'DISMISSED'})]) step(desk)
  const before = desk.github.requests.length
  const approvals = await desk.approvals()
  const question = await desk.question()

  const first = await approvals.judge(question)
  const second = await approvals.judge(question)

  expect(second).toEqual(first)
  const asked = desk.github.requests.slice(before).map(({url}) => url.replace(/[0-9a-f]{40}/, 'SHA'))
  expect(asked).toMatchInlineSnapshot(`
    [
      "/repos/state/replays/commits/SHA/pulls?per_page=100",
      "/repos/state/replays/pulls/7",
      "/repos/state/replays/pulls/7/commits?per_page=100",
      "/repos/state/replays/pulls/7/reviews?per_page=100",
      "/repos/state/replays/git/trees/SHA",
      "/repos/state/replays/git/trees/SHA",
      "/repos/state/replays/collaborators/meera/permission",
      "/orgs/state/teams/replay/memberships/ravi",
      "/orgs/state/teams/replay",
    ]
  `)
})

test('is evidence of who agreed to which content', async () => {
  came(desk)
  const reviewId = desk.github.review({pull: 7, by: 'tara'})
  const [head, commit, blob] = ['may', 'main', `main:${may}`].map((name) => desk.git('rev-parse', name))

  const answer = await desk.ask()

  expect(answer).toEqual({
    evidence: {
      provider: 'github',
      path: may,
      blob,
      needed: 1,
      because: 'usual',
      pullRequest: 7,
      address: 'https://github.example.org/state/replays/pull/7',
      head,
      commit,
      approvals: [{reviewId, approver: 'tara', listedAs: 'state/replay', commit: head, at: '2026-11-24T10:00:32Z'}],
    },
  })
})
