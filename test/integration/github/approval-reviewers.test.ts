import {afterAll, beforeAll, beforeEach, describe} from 'vitest'
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
const says = (state: string): Step => review('meera', {state})
const named = (...approvers: string[]): Asked => ({approvers})
const become =
  (login: string, is: object): Step =>
  ({github: {model}}) => {
    const person = model.people.get(login)
    if (person !== undefined) model.people.set(login, {...person, ...is})
  }

describe('the review is', () => {
  askedRows(
    () => desk,
    [
      ['none', [came], missing('Nobody has approved it.')],
      ['an approval', [came, approved], ['meera']],
      ['a comment', [came, says('COMMENTED')], missing('0 of 1')],
      ['an approval, then a comment', [came, approved, says('COMMENTED')], ['meera']],
      ['an approval, then one that is not sent', [came, approved, says('PENDING')], ['meera']],
      ['taken back', [came, approved, asksForChanges('meera')], missing('meera, who is an approver, asks for changes')],
      ['given in the end', [came, asksForChanges('meera'), approved], ['meera']],
      ['dismissed', [came, says('DISMISSED')], missing('it was dismissed')],
      ['an approval, and a later one dismissed', [came, approved, says('DISMISSED')], missing('it was dismissed')],
      ['of a state that nobody knows', [came, says('ENDORSED')], unknown('not known (ENDORSED)')],
      ['of a commit that is gone', [came, review('meera', {commit: null})], missing('GitHub no longer has the commit')],
      ['of a commit that is not shown', [came, review('meera', {commit: 'f'.repeat(40)})], missing('does not show')],
    ],
  )
})

describe('the reviewed commit', () => {
  const june = 'replay-requests/june.yaml'
  let first = ''
  const begun =
    (...files: Parameters<typeof work>[1][]): Step =>
    ({commit}) => {
      for (const one of files) first = commit('may', one)
    }
  const approvedFirst: Step = ({github}) => github.review({pull: 7, by: 'meera', commit: first})
  const forgotten: Step = ({git}) => {
    git('checkout', '--quiet', 'main')
    git('branch', '--quiet', '-D', 'may')
  }
  const cut: Step = ({github}) => (github.model.mostTreeEntries = 0)
  const adds = work('may', {[may]: text})
  const [notes, anew] = [{'notes.md': 'Notes\n'}, work('may', {[may]: text, 'notes.md': 'Notes\n'})]
  const wrong = {[may]: 'reason: Another\n'}
  askedRows(
    () => desk,
    [
      ['held another file', [begun(wrong), adds, merged('may'), approvedFirst], missing('was another file')],
      ['held it already', [begun({[may]: text}), work('may', notes), merged('may'), approvedFirst], ['meera']],
      ['did not hold it yet', [begun(notes), adds, merged('may'), approvedFirst], missing('was not there')],
      [
        'held it elsewhere',
        [begun({[june]: text}), work('may', {[june]: null, [may]: text}), merged('may'), approvedFirst],
        missing('was not there'),
      ],
      [
        'was pushed away, and held it',
        [begun({[may]: text}), forgotten, anew, merged('may'), approvedFirst],
        ['meera'],
      ],
      [
        'was pushed away, and held another file',
        [begun(wrong), forgotten, anew, merged('may'), approvedFirst],
        missing('was another file'),
      ],
      ['has a folder that is cut', [came, approved, cut], missing('which GitHub does not show')],
      ['was approved after the merge', [came, review('ravi'), approved], ['meera']],
    ],
  )
})

describe('the reviewer', () => {
  const team =
    (name: string, ...members: string[]): Step =>
    ({github}) => {
      github.team(name, members)
    }
  const noTeams = {permissions: {contents: 'read', pull_requests: 'read'}} as const
  const isNow = (is: object) => [came, approved, become('meera', is)]
  askedRows(
    () => desk,
    [
      ['may maintain', [came, review('binu')], ['binu']],
      ['may administrate', [came, review('tara')], ['tara'], named('tara')],
      ['may only read', [came, review('ravi')], missing('they may not push to state/replays'), named('ravi')],
      ['may only triage', [came, review('tom')], missing('they may not push'), named('tom')],
      ['may nothing any more', isNow({role: 'none'}), missing('they may not push')],
      ['is not listed', [came, review('ravi')], missing('`approval.approvers` does not name them.')],
      ['is listed in capitals', [came, approved], ['meera'], named('MEERA')],
      ['is of a team', [came, review('tara')], ['tara']],
      ['is of a team in capitals', [came, review('tara')], ['tara'], named('State/Replay')],
      ['is of another team', [team('state/other', 'ravi'), came, review('ravi')], missing('does not name them.')],
      [
        'was invited to the team',
        [team('state/replay', 'ravi?'), came, review('ravi')],
        missing('does not name them.'),
      ],
      ['is of a team, and only reads', [team('state/replay', 'ravi'), came, review('ravi')], missing('may not push')],
      ['is of a team that is gone', [came, review('tara')], missing('does not show state/gone'), named('state/gone')],
      [
        'is of a team that is hidden from the token',
        [came, review('tara')],
        missing('the token of a workflow sees no team'),
        {...noTeams, hides: true},
      ],
      [
        'is of a team, and the token may see none',
        [came, review('tara')],
        unknown('it asks for members=read'),
        noTeams,
      ],
      ['is listed, and the token may see no team', [came, approved], ['meera'], noTeams],
      ['is the author', [came, review('asha')], missing('they opened pull request 7'), named('asha', 'binu')],
      ['is a bot', isNow({type: 'Bot'}), missing('of type Bot')],
      ['is an organisation', isNow({type: 'Organization'}), missing('of type Organization')],
      ['is a mannequin', isNow({type: 'Mannequin'}), missing('of type Mannequin')],
      ['is gone', [came, review(null)], missing('does not count: its account was deleted')],
    ],
  )
})
