import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import type {Points} from '../../../src/ports.ts'
import type {ApprovalAnswer, ApprovalQuestion} from '../../../src/ports/approvals.ts'
import {fakeApprovals, signedBy} from '../../fakes/approvals.ts'
import {servers} from '../../support/database.ts'
import {createOperator, onlyRun, reportPath, requestText, type Operator} from '../../support/operator.ts'
import {reviewEvidence} from '../../unit/core/report/records.ts'

const march = {student_attendance: {year: '2020', months: ['03']}}
const april = {student_attendance: {year: '2020', months: ['04']}}
const exam = {periodic_assessment_test: {exam_code: ['PAT010101012021']}}
const approval = {provider: 'signed-commits', approvers: ['asha@example.org', 'binu@example.org'], large_from_rows: 4}

const yes = (question: ApprovalQuestion): ApprovalAnswer => signedBy(question, 'asha@example.org', 'binu@example.org')
const missing: ApprovalAnswer = {reason: 'APPROVAL_MISSING', message: 'Nobody has signed it.'}
const unknown: ApprovalAnswer = {reason: 'APPROVAL_UNKNOWN', message: 'GitHub did not answer.'}
const nobody = fakeApprovals(() => {
  throw new Error('Nobody was to be asked.')
})

describe.each(servers)('who approved what a run takes, on $name', ({name}) => {
  let operator: Operator
  beforeEach(async () => {
    operator = await createOperator(name, {content: 'tables', settings: {approval}})
    await operator.load('student_attendance', '2020-03', ['1.1', '1.2'])
    await operator.load('student_attendance', '2020-04', ['1.3'])
    await operator.load('periodic_assessment_test', 'PAT010101012021', ['1.4'])
  })
  afterEach(() => operator.remove())

  it('decides for each request; the others go on, and the refusal is told once', async () => {
    operator.request({'april.json': requestText(april), 'march.json': requestText(march)})
    const approvals = fakeApprovals((question) => (question.file.path.includes('march') ? missing : yes(question)))

    const before = await operator.live()

    const first = await operator.run(undefined, {approvals})
    const kept = await operator.live()
    const second = await operator.run(undefined, {approvals})
    const third = await operator.run(undefined, {approvals: fakeApprovals(yes)})

    const report = operator.reportJson(onlyRun(first).runId)
    expect([first.exitCode, second.exitCode, third.exitCode]).toEqual([2, 2, 0])
    expect(report.requests.map(({paths}) => paths)).toEqual([['replay-requests/april.json']])
    expect(report.leftOut).toMatchObject([
      {path: 'replay-requests/march.json', reason: 'APPROVAL_MISSING', message: 'Nobody has signed it.'},
    ])
    expect(second.runs).toEqual([])
    expect(onlyRun(third).requests.map(({paths}) => paths)).toEqual([['replay-requests/march.json']])
    expect(kept).toEqual(before.filter((row) => !row.includes('attendance') || !row.endsWith('1.3')))
    expect((await operator.live()).filter((row) => row.includes('attendance'))).toEqual([])
  })

  it('is asked again by the next run when it could not be found out, and nothing is deleted meanwhile', async () => {
    operator.request({'march.json': requestText(march)})
    const before = await operator.live()

    const first = await operator.run(undefined, {approvals: fakeApprovals(() => unknown)})
    const meanwhile = await operator.live()
    const second = await operator.run(undefined, {approvals: fakeApprovals(() => unknown)})
    const third = await operator.run(undefined, {approvals: fakeApprovals(yes)})

    expect([first.exitCode, second.exitCode, third.exitCode]).toEqual([3, 3, 0])
    expect(operator.reportJson(onlyRun(first).runId).leftOut).toMatchObject([{reason: 'APPROVAL_UNKNOWN'}])
    expect(meanwhile).toEqual(before)
    expect(second.runs).toEqual([])
    expect(onlyRun(third).state).toBe('reported')
  })

  it('is two people for many rows, and for a full refresh however small', async () => {
    operator.settings({approval, limits: {full_refresh: ['infrastructure']}})
    operator.request({
      'april.json': requestText(april),
      'march.json': requestText(march),
      'refresh.json': requestText({infrastructure: {selection: 'yes'}}),
    })
    await operator.database.query('insert into infrastructure_trans (school_id) values (1)')
    const approvals = fakeApprovals(() => missing)

    await operator.run(undefined, {approvals})

    expect(approvals.questions.map(({file, needed}) => [file.path, needed])).toEqual([
      ['replay-requests/april.json', {count: 1, because: 'usual'}],
      ['replay-requests/march.json', {count: 2, because: 'rows'}],
      ['replay-requests/refresh.json', {count: 2, because: 'full_refresh'}],
    ])
  })

  it('is asked last: of what is refused, invalid or not due nobody is bothered', async () => {
    operator.settings({approval, limits: {rows_per_request: 3}})
    operator.request({
      'bad.json': requestText({student_attendance: {year: '2020', months: ['13']}}),
      'large.json': requestText(march),
      'later.json': requestText(exam, {not_before: '2999-01-01T00:00+05:30'}),
    })

    const result = await operator.run(undefined, {approvals: nobody})

    expect(result.plan?.leftOut.map(({reason}) => reason)).toEqual(['REQUEST_INVALID', 'LIMIT_ROWS_PER_REQUEST'])
    expect(nobody.questions).toEqual([])
  })

  it('is asked by a rehearsal, too', async () => {
    operator.request({'march.json': requestText(march)})

    const refused = await operator.rehearse({approvals: fakeApprovals(() => missing)})
    const approved = await operator.rehearse({approvals: fakeApprovals(yes)})

    expect(refused).toMatchObject({exitCode: 2, plan: {taken: [], leftOut: [{reason: 'APPROVAL_MISSING'}]}})
    expect(approved).toMatchObject({exitCode: 0, plan: {leftOut: []}})
  })

  it('is asked of the first of two files with the same request, and its commit', async () => {
    const commit = operator.request({'a.json': requestText(march)})
    const head = operator.request({'b.json': requestText(march, {reason: 'Another reason altogether'})})
    const approvals = fakeApprovals(yes)

    const result = await operator.run(undefined, {approvals})

    expect(approvals.questions).toMatchObject([
      {branchCommit: head, file: {path: 'replay-requests/a.json'}, introduction: {commit}},
    ])
    expect(onlyRun(result).requests.map(({paths}) => paths)).toEqual([
      ['replay-requests/a.json', 'replay-requests/b.json'],
    ])
  })

  it.each([
    ['signatures', yes],
    ['reviews', () => ({evidence: reviewEvidence})],
  ] as const)('is frozen with the plan, as %s: a run that is resumed asks nobody', async (_, answer) => {
    operator.request({'march.json': requestText(march)})
    const killed: Points = {
      reach: (point) => {
        if (point === 'submitted') throw new Error('Killed')
      },
    }
    const given: ApprovalAnswer[] = []
    const approvals = fakeApprovals((question) => {
      given.push(answer(question))
      return answer(question)
    })
    await expect(operator.run(killed, {approvals})).rejects.toThrow('Killed')

    const resumed = await operator.run(undefined, {approvals: nobody})

    const {runId, requests} = onlyRun(resumed)
    const [approved] = given
    const evidence = approved !== undefined && 'evidence' in approved ? approved.evidence : null
    expect(given).toHaveLength(1)
    expect(evidence).not.toBeNull()
    expect(requests[0]?.approval).toEqual(evidence)
    // The report has it byte for byte, though jsonb has put its keys in another order.
    const text = operator.git.remoteFile('replay-reports', reportPath(runId, 'json')) ?? ''
    const written = JSON.stringify({approval: evidence}, null, 2).split('\n').slice(1, -1)
    expect(text.replaceAll('+00:00"', 'Z"')).toContain(written.map((line) => `    ${line}`).join('\n'))
    expect(operator.git.remoteFile('replay-reports', reportPath(runId, 'md'))).toMatch(/^- Approved by: `asha/m)
  })

  it('stops a run before anything is started where the branch has no file of keys', async () => {
    operator.request({'march.json': requestText(march)})
    const before = await operator.live()

    await expect(operator.run()).rejects.toMatchObject({code: 'SIGNERS_MISSING', exitCode: 2})

    expect(await operator.live()).toEqual(before)
    expect(await operator.database.query('select run_id from cqube_replay.run')).toEqual([])
  })
})
