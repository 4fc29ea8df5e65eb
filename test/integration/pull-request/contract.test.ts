import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {planPullRequest, type ShownPlan} from '../../../src/entries/plan-pull-request.ts'
import {planExitCode} from '../../../src/entries/plan-exit-code.ts'
import type {PullRequest} from '../../../src/ports/pull-requests.ts'
import {createOperator, type Operator} from '../../support/operator.ts'
import {createPlanSite, type TestPlanSite} from '../../support/plan-site.ts'

const path = 'replay-requests/march.yaml'
const march = `# Asked for by the district office
reason: March 2021 student attendance was emitted twice by three districts
replay:
  student_attendance: {year: "2021", months: ["03"]} # both weeks
`
const withRows = (rows: string): string =>
  `${march}expect:\n  planned_at: 2021-04-01T10:00:00+05:30\n  ledger: a1b2c3d4\n  rows: {${rows}}\n`

let operator: Operator
let test: TestPlanSite
const begin = async (more: Readonly<Record<string, unknown>> = {}): Promise<void> => {
  operator = await createOperator('pg18', {settings: {require_expect: true, ...more}})
  test = createPlanSite(operator)
}
afterEach(() => operator.remove())

async function planned(pullRequest: PullRequest): Promise<ShownPlan> {
  const shown = await planPullRequest(test.site, pullRequest)
  if (shown === null) throw new Error('The commit was not there.')
  return shown
}

const comment = (): string => test.pullRequests.comments[0]?.body ?? ''
const headOf = (branch: string): string => operator.git.git(['rev-parse', `refs/heads/${branch}`])
const kinds = ({plan}: ShownPlan): string[] => plan.requests.map(({contract}) => contract.kind)

describe('the row contract in a plan', () => {
  beforeEach(() => begin())

  it('holds, and nothing is said of it but that', async () => {
    const shown = await planned(test.propose({[path]: withRows('student_attendance: 541')}))

    expect(kinds(shown)).toEqual(['holds'])
    expect(comment()).toContain('Row contract: holds.')
    expect(planExitCode(shown.plan)).toBe(0)
  })

  it('that is out of date is told with both numbers and the new block', async () => {
    const shown = await planned(test.propose({[path]: withRows('student_attendance: 500')}))

    expect(kinds(shown)).toEqual(['outdated'])
    expect(comment()).toContain('Row contract: **OUT OF DATE**.')
    expect(comment()).toContain('| `student_attendance` | 500 | 541 |')
    expect(comment()).toMatch(
      /```yaml\nexpect:\n {2}planned_at: \S+\n {2}ledger: a1b2c3d4\n {2}rows:\n {4}student_attendance: 541\n```/,
    )
    expect(planExitCode(shown.plan)).toBe(2)
  })

  it('of another database is out of date, and one that names other data sources, too', async () => {
    const other = withRows('student_attendance: 541').replace('a1b2c3d4', '00000000')
    const shown = await planned(
      test.propose({[path]: other, 'replay-requests/crc.yaml': withRows('crc: 1').replace('"03"', '"04"')}),
    )

    expect(kinds(shown)).toEqual(['outdated', 'outdated'])
    expect(shown.plan.problems.map(({code, place}) => `${code} ${place.file}`)).toEqual([
      'EXPECT_ROWS_DIFFER replay-requests/crc.yaml',
    ])
    expect(planExitCode(shown.plan)).toBe(1)
  })

  it('is not offered for a request that a limit refuses', async () => {
    operator.settings({require_expect: true, limits: {rows_per_request: 500}})

    expect(kinds(await planned(test.propose({[path]: march})))).toEqual(['not_judged'])
    expect(kinds(await planned(test.propose({[path]: withRows('student_attendance: 500')})))).toEqual(['not_judged'])
  })

  it('is written to no branch unless the settings say so', async () => {
    const proposed = test.propose({[path]: march})

    const {contracts} = await planned(proposed)

    expect(contracts).toEqual({kind: 'not_asked'})
    expect(headOf('march')).toBe(proposed.head.commit)
  })
})

describe('by setting, the row contract', () => {
  beforeEach(() => begin({pull_requests: {commit_expect: true}}))

  it('is committed to the branch of the pull request, and everything else of the file stays', async () => {
    const proposed = test.propose({[path]: march})
    const onRemote = (): void => {
      test.pullRequests.set({...proposed, head: {...proposed.head, commit: headOf('march')}})
    }
    const site = {...test.site, pullRequests: async () => (onRemote(), test.pullRequests)}

    const shown = await planPullRequest(site, proposed)

    const head = headOf('march')
    expect(shown?.contracts).toEqual({kind: 'committed', commit: head})
    expect(operator.git.git(['rev-parse', `${head}^`])).toBe(proposed.head.commit)
    expect(operator.git.remoteFile('march', path)).toMatch(
      /^# Asked for[\s\S]*# both weeks\nexpect:\n {2}planned_at: \S+\n {2}ledger: a1b2c3d4\n {2}rows:\n {4}student_attendance: 541\n$/,
    )
    expect(operator.git.git(['diff', '--name-only', proposed.head.commit, head])).toBe(path)
    expect(operator.git.git(['log', '-1', '--format=%an|%s', head])).toBe(
      'cqube-replay|Write down the rows that the plan counted',
    )
    expect(operator.git.git(['log', '-1', '--format=%b', head])).toContain(`Plan of commit ${proposed.head.commit}`)
    expect(comment()).toContain(`**The row contract was committed to the branch as \`${head.slice(0, 12)}\`.**`)
    expect(shown?.plan.requests.map(({contract}) => contract.kind)).toEqual(['holds'])
    expect(shown?.plan.head).toBe(head)
    expect(shown && planExitCode(shown.plan)).toBe(0)
  })

  it('that is out of date is replaced, and the next plan commits nothing', async () => {
    const proposed = test.propose({[path]: withRows('student_attendance: 500')})
    const mended = await planned(proposed)
    const head = headOf('march')
    const next = {...proposed, head: {...proposed.head, commit: head}}
    test.pullRequests.set(next)

    const shown = await planned(next)

    expect(head).not.toBe(proposed.head.commit)
    expect(planExitCode(mended.plan)).toBe(0)
    expect(mended.plan.totals.rows).toBe(541)
    expect(operator.git.remoteFile('march', path)).toContain('rows: {student_attendance: 541}')
    expect(kinds(shown)).toEqual(['holds'])
    expect(shown.contracts).toEqual({kind: 'not_asked'})
    expect(headOf('march')).toBe(head)
  })

  it('is not pushed onto a branch that moved, forward, back or away', async () => {
    const first = test.propose({[path]: march})
    const onRemote = `refs/heads/march`
    const later = operator.git.commit({'README.md': 'Moved on\n'}, {branch: 'march'})
    operator.git.git(['update-ref', onRemote, first.head.commit])
    const moves: readonly (readonly [string, string[]])[] = [
      ['forward', ['update-ref', onRemote, later]],
      ['back', ['update-ref', onRemote, `${first.head.commit}^`]],
      ['away', ['update-ref', '-d', onRemote]],
    ]
    for (const [how, move] of moves) {
      operator.git.git(['update-ref', onRemote, first.head.commit])
      operator.git.git(['fetch', '--quiet', 'origin'], operator.git.checkout)
      operator.git.git(move)
      const before = operator.git.git(['for-each-ref'])

      const {contracts} = await planned(first)

      expect(contracts, how).toEqual({kind: 'moved'})
      expect(operator.git.git(['for-each-ref']), how).toBe(before)
    }
  })

  it('is told when the remote refuses it, and the plan stands', async () => {
    const proposed = test.propose({[path]: march})
    operator.git.hook('pre-receive', 'echo "GH006: Protected branch update failed" >&2; exit 1')

    const {contracts, plan} = await planned(proposed)

    expect(contracts.kind).toBe('failed')
    expect(comment()).toContain('**The row contract could not be committed:**')
    expect(plan.totals.rows).toBe(541)
    expect(headOf('march')).toBe(proposed.head.commit)
  })

  it('is never committed for a fork, nor to the branch of the reports', async () => {
    const proposed = test.propose({[path]: march})
    const reports = test.propose({[path]: march}, {branch: 'replay-reports'})

    expect((await planned({...proposed, isFork: true})).contracts).toEqual({kind: 'not_asked'})
    expect((await planned(reports)).contracts).toEqual({kind: 'not_asked'})
    expect(headOf('march')).toBe(proposed.head.commit)
    expect(headOf('replay-reports')).toBe(reports.head.commit)
  })
})
