import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {planPending, planPullRequest, type ShownPlan} from '../../../src/entries/plan-pull-request.ts'
import {planExitCode} from '../../../src/entries/plan-exit-code.ts'
import {ReplayError} from '../../../src/core/replay-error.ts'
import type {PullRequest} from '../../../src/ports/pull-requests.ts'
import {createOperator, onlyRun, requestText, settingsText, type Operator} from '../../support/operator.ts'
import {createPlanSite, type TestPlanSite} from '../../support/plan-site.ts'

let operator: Operator
let test: TestPlanSite
beforeEach(async () => {
  operator = await createOperator('pg18')
  test = createPlanSite(operator)
})
afterEach(() => operator.remove())

const path = 'replay-requests/march.yaml'
const marchOf = (more: Readonly<Record<string, unknown>> = {}): string =>
  requestText({student_attendance: {year: '2021', months: ['03']}, diksha_tpd: {batch_id: ['030523154015838']}}, more)

async function planned(pullRequest: PullRequest): Promise<ShownPlan> {
  const shown = await planPullRequest(test.site, pullRequest)
  if (shown === null) throw new Error('The commit was not there.')
  return shown
}

const comment = (): string => test.pullRequests.comments[0]?.body ?? ''
const refusals = ({plan}: ShownPlan): (string | null)[] => plan.requests.map(({refusal}) => refusal?.reason ?? null)

describe('the plan of a pull request', () => {
  it('counts exactly what its files select, and writes one comment of it', async () => {
    operator.request({'april.yaml': requestText({crc: {year: '2021', months: ['04']}})})

    const shown = await planned(test.propose({[path]: marchOf()}))

    expect(shown.plan.tables.filter(({rows}) => rows > 0).map(({table, rows}) => `${table} ${rows}`)).toEqual([
      'student_attendance_meta 1',
      'student_attendance_trans 480',
      'school_student_total_attendance 60',
      'diksha_tpd_staging 60',
      'diksha_tpd_content_temp 60',
      'diksha_tpd_agg 180',
      'diksha_tpd_trans 60',
    ])
    expect(shown.plan.totals.rows).toBe(901)
    expect(shown.plan.requests.map(({paths}) => paths)).toEqual([[path]])
    expect(test.pullRequests.comments.map(({number, kind}) => `${number} ${kind}`)).toEqual(['7 plan'])
    expect(comment()).toContain('## A run would delete 901 rows for 1 request.')
    expect(planExitCode(shown.plan)).toBe(0)
  })

  it('leaves database, branches and checkout as they are', async () => {
    const proposed = test.propose({[path]: marchOf()})
    const [rows, refs] = [await operator.live(), operator.git.git(['for-each-ref'])]
    const status = operator.git.git(['status', '--porcelain'], operator.git.checkout)

    await planned(proposed)

    expect(await operator.live()).toEqual(rows)
    expect(operator.git.git(['for-each-ref'])).toBe(refs)
    expect(operator.git.git(['status', '--porcelain'], operator.git.checkout)).toBe(status)
  })

  it('names a pending request that selects the same, and does not count it', async () => {
    operator.request({'all.yaml': requestText({student_attendance: {year: '2021', months: ['03', '04']}})})
    operator.request({'again.yaml': marchOf({reason: 'The very same, written by somebody else'})})

    const {plan} = await planned(test.propose({[path]: marchOf()}))

    expect(plan.totals.rows).toBe(901)
    expect(plan.problems.map(({code, place, what}) => `${code} ${place.file} ${what}`)).toEqual([
      `REQUESTS_OVERLAP ${path} student_attendance 2021-03 is also selected by "replay-requests/all.yaml"; it is counted and deleted once.`,
    ])
    expect(comment()).toContain('The branch asks for the same in `replay-requests/again.yaml`: it is deleted once.')
    expect(plan.risk.level).toBe('medium')
  })

  it('names the run that deleted it before, and refuses it without repeat_of', async () => {
    operator.request({'march.yaml': marchOf()})
    const {runId} = onlyRun(await operator.run())
    const copy = requestText({student_attendance: {year: '2021', months: ['03']}})

    const again = await planned(test.propose({'replay-requests/again.yaml': copy}))

    expect(refusals(again)).toEqual(['ALREADY_DELETED'])
    expect(comment()).toContain('**Would be left out: `ALREADY_DELETED`.**')
    expect(comment()).toContain(`\`${runId}\``)
    expect(planExitCode(again.plan)).toBe(2)

    await operator.load('student_attendance', '2021-03', ['3.1'])
    const repeat = requestText({student_attendance: {year: '2021', months: ['03']}}, {repeat_of: runId})
    const repeated = await planned(test.propose({'replay-requests/again.yaml': repeat}))

    expect(refusals(repeated)).toEqual([null])
    expect(comment()).toContain(`**Deletes again** what run \`${runId}\` deleted.`)
    expect(repeated.plan.risk.level).toBe('medium')
  })

  it('goes by the settings of the branch, never by those of the pull request', async () => {
    operator.settings({limits: {rows_per_request: 900}})

    const shown = await planned(
      test.propose({[path]: marchOf(), 'cqube-replay.yaml': settingsText({limits: {rows_per_request: 1_000_000}})}),
    )

    expect(refusals(shown)).toEqual(['LIMIT_ROWS_PER_REQUEST'])
    expect(shown.plan.risk).toEqual({level: 'high', because: ['A limit is hit: LIMIT_ROWS_PER_REQUEST.']})
    expect(comment()).toContain('The request selects 901 rows; `limits.rows_per_request` allows 900.')
    expect(comment()).toContain('this plan goes by the settings of branch `main`, not by the new ones.')
    expect(planExitCode(shown.plan)).toBe(2)
  })

  it('counts a request that no run takes yet, and tells from when on', async () => {
    const {plan} = await planned(test.propose({[path]: marchOf({not_before: '2099-12-01T22:00:00+05:30'})}))

    expect(plan.totals.rows).toBe(901)
    expect(comment()).toContain('- No run takes it before 2099-12-01 16:30:00 +00:00.')
  })

  it('warns of what is empty already, and of what lies outside of the retention', async () => {
    const shown = await planned(
      test.propose({
        [path]: requestText({crc: {year: '2021', months: ['03']}}),
        'replay-requests/empty.yaml': requestText({periodic_assessment_test: {exam_code: ['PAT0101010120']}}),
      }),
    )

    expect(refusals(shown)).toEqual(['NOTHING_TO_DELETE', null])
    expect(comment()).toContain('**Already empty:** there is no such row of `periodic_assessment_test` in any table.')
    expect(comment()).toContain(
      "**Outside of cQube's retention:** `crc`, March 2021. cQube drops rows older than 90 days",
    )
  })

  it('plans what it can read and tells the rest: a mistake, a refused name, a file taken away', async () => {
    operator.request({'gone.yaml': marchOf()})
    operator.git.commit({'replay-requests/gone.yaml': marchOf()}, {branch: 'march'})

    const shown = await planned(
      test.propose({
        'replay-requests/gone.yaml': null,
        'replay-requests/thirteen.yaml': 'reason: There is no such month\nreplay: {crc: {year: 2021, months: [13]}}\n',
        'replay-requests/ märz.yaml': marchOf(),
        'replay-requests/examples/a.yaml': marchOf(),
        'replay-requests/README.md': 'Notes\n',
        'other/march.yaml': marchOf(),
      }),
    )

    expect(shown.plan.requests).toEqual([])
    expect(shown.plan.problems.map(({code}) => code)).toEqual(['FILE_NAME_REFUSED', 'MONTH_OUT_OF_RANGE'])
    expect(shown.plan.removed).toEqual(['replay-requests/gone.yaml'])
    expect(shown.plan.risk.level).toBe('none')
    expect(planExitCode(shown.plan)).toBe(1)
  })

  it('shows nothing of the branch where the pull request touches no request', async () => {
    operator.request({'march.yaml': marchOf()})

    const {plan} = await planned(test.propose({'README.md': 'Another text\n'}))

    expect(plan.requests).toEqual([])
    expect(comment()).toContain('## A run would delete nothing.')
  })

  it('judges only what the pull request changed since it left the branch', async () => {
    const proposed = test.propose({[path]: marchOf()})
    operator.request({'later.yaml': requestText({crc: {year: '2021', months: ['04']}})})

    const {plan} = await planned(proposed)

    expect(plan.requests.map(({paths}) => paths)).toEqual([[path]])
    expect(plan.removed).toEqual([])
  })
})

describe('the comment', () => {
  it('is written anew in its place by the next plan', async () => {
    await planned(test.propose({[path]: marchOf()}))
    await planned(test.propose({[path]: requestText({student_attendance: {year: '2021', months: ['03']}})}))

    expect(test.pullRequests.comments).toHaveLength(1)
    expect(comment()).toContain('541 rows')
  })

  it('is not written for a commit that is no longer the last one, nor for a closed pull request', async () => {
    const old = test.propose({[path]: marchOf()})
    test.propose({[path]: marchOf({reason: 'Another reason for the very same'})})

    expect((await planned(old)).commented).toEqual({kind: 'stale'})

    const closed = test.propose({[path]: marchOf()})
    test.pullRequests.set({...closed, isOpen: false})
    expect((await planned(closed)).commented).toEqual({kind: 'stale'})
    expect(test.pullRequests.comments).toEqual([])
  })

  it('takes nothing from the plan when GitHub does not let it be written', async () => {
    test.pullRequests.failWith(new ReplayError('GITHUB_PERMISSION_MISSING', 'The token may not write comments.'))

    const shown = await planned(test.propose({[path]: marchOf()}))

    expect(shown.commented?.kind).toBe('failed')
    expect(shown.plan.totals.rows).toBe(901)
    expect(planExitCode(shown.plan)).toBe(0)
  })

  it('is left by setting', async () => {
    operator.settings({pull_requests: {comment: false}})

    expect((await planned(test.propose({[path]: marchOf()}))).commented).toBeNull()
    expect(test.pullRequests.comments).toEqual([])
  })
})

describe('what is not planned', () => {
  it('is a commit that somebody pushed over', async () => {
    const proposed = test.propose({[path]: marchOf()})
    const gone = {...proposed, head: {...proposed.head, commit: 'c'.repeat(40)}}

    expect(await planPullRequest(test.site, gone)).toBeNull()
  })

  it('is a pull request into another branch than the protected one', async () => {
    operator.git.commit({}, {branch: 'other'})
    const proposed = test.propose({[path]: marchOf()})

    await expect(planPullRequest(test.site, {...proposed, base: {...proposed.base, branch: 'other'}})).rejects.toThrow(
      'Pull request #7 shall be merged into "other", and the settings there say that runs act on branch main only.',
    )
  })
})

describe('the plan of what is pending', () => {
  it('holds every request of the branch that no run has settled', async () => {
    operator.request({'april.yaml': requestText({student_attendance: {year: '2021', months: ['04']}})})
    await operator.run()
    operator.request({'march.yaml': requestText({student_attendance: {year: '2021', months: ['03']}})})

    const {plan, page} = await planPending(test.site, 'main')

    expect(plan.requests.map(({paths}) => paths)).toEqual([[path]])
    expect(page.blocks[0]?.markdown).toBe(
      '## A run would delete 541 rows for 1 request that is pending on branch `main`.',
    )
  })
})
