import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import type {Points} from '../../../src/ports.ts'
import {fakeApprovals, signedBy} from '../../fakes/approvals.ts'
import {servers} from '../../support/database.ts'
import {createOperator, onlyRun, requestText, type Operator} from '../../support/operator.ts'

const march = {student_attendance: {year: '2020', months: ['03']}}
const april = {student_attendance: {year: '2020', months: ['04']}}
const killedWhen = (at: string): Points => ({
  reach: (point) => {
    if (point === at) throw new Error('Killed')
  },
})

describe.each(servers)('a run of chosen files on $name', ({name}) => {
  let operator: Operator
  /** Tags of the rows that are left. */
  const live = async () => [...new Set((await operator.live()).map((row) => row.split(':')[1]))]
  const withoutDigits = (text: string) => text.replaceAll(/\b[0-9a-f]{12}\b/g, 'COMMIT')
  const refusalOf = async (only: readonly string[]) =>
    operator.run(undefined, {only}).then(
      () => 'taken',
      (error: unknown) => withoutDigits(String(error)),
    )
  beforeEach(async () => {
    operator = await createOperator(name, {content: 'tables'})
    await operator.load('student_attendance', '2020-03', ['1.1'])
    await operator.load('student_attendance', '2020-04', ['1.2'])
    operator.request({
      '2020/april.json': requestText(april),
      'bad.json': requestText({student_attendance: {year: '2020', months: ['13']}}),
      'march.json': requestText(march),
    })
  })
  afterEach(() => operator.remove())

  it('takes these; the others stay pending, and nothing is said of them', async () => {
    const first = await operator.run(undefined, {only: ['replay-requests/march.json']})
    const between = await live()
    const second = await operator.run()

    expect(first).toMatchObject({exitCode: 0, plan: {leftOut: []}})
    expect(first.plan?.problems.map(({place}) => place.file)).toEqual(['replay-requests/march.json'])
    expect(onlyRun(first).requests.map(({paths}) => paths)).toEqual([['replay-requests/march.json']])
    expect(operator.reportJson(onlyRun(first).runId).leftOut).toEqual([])
    expect(between).toEqual(['1.2'])
    expect(onlyRun(second).requests.map(({paths}) => paths)).toEqual([['replay-requests/2020/april.json']])
    expect(second.plan?.leftOut).toMatchObject([{path: 'replay-requests/bad.json'}])
  })

  it('takes a folder for what lies below it', async () => {
    const result = await operator.run(undefined, {only: ['replay-requests/2020']})

    expect(onlyRun(result).requests.map(({paths}) => paths)).toEqual([['replay-requests/2020/april.json']])
  })

  it('reports a chosen file that is left out, and does not forget what was told of another', async () => {
    const nightly = await operator.run(undefined, {only: ['replay-requests/bad.json']})
    const chosen = await operator.run(undefined, {only: ['replay-requests/march.json', 'replay-requests/2020']})
    const next = await operator.run()

    expect(operator.reportJson(onlyRun(nightly).runId).leftOut).toMatchObject([{path: 'replay-requests/bad.json'}])
    expect(nightly.exitCode).toBe(1)
    expect(onlyRun(chosen).requests).toHaveLength(2)
    expect(next).toMatchObject({exitCode: 1, runs: []})
  })

  it('refuses paths that no pending file has, all at once, before anything is started', async () => {
    await operator.run(undefined, {only: ['replay-requests/march.json']})
    const before = await live()
    const only = ['replay-requests/april.json', 'replay-requests/march.json', '/tmp/x.yaml', 'replay-requests/2020']

    expect(await refusalOf(only)).toMatchInlineSnapshot(
      `"ReplayError: Branch main has no request file replay-requests/april.json (commit COMMIT). replay-requests/march.json needs nothing any more: a run has settled it. Branch main has no request file /tmp/x.yaml (commit COMMIT). Pending: replay-requests/2020/april.json, replay-requests/bad.json. Nothing was started."`,
    )

    expect(before).toEqual(['1.2'])
    expect(await live()).toEqual(before)
    expect(await operator.database.query('select run_id from cqube_replay.run')).toHaveLength(1)
  })

  it('names ten of the pending files, and says when there are none', async () => {
    operator.request({
      ...Object.fromEntries(
        Array.from({length: 12}, (_, no) => [`more-${String(no).padStart(2, '0')}.json`, requestText(march)]),
      ),
    })
    const many = await refusalOf(['nothing.yaml'])
    operator.request({
      '2020/april.json': null,
      'bad.json': null,
      ...Object.fromEntries(Array.from({length: 12}, (_, no) => [`more-${String(no).padStart(2, '0')}.json`, null])),
    })
    await operator.run()

    expect(many).toContain('more-06.json and 5 more. Nothing was started.')
    expect(await refusalOf(['nothing.yaml'])).toContain('No file is pending. Nothing was started.')
  })

  it('finishes first what an earlier run left, chosen or not', async () => {
    await expect(operator.run(killedWhen('emitted'), {only: ['replay-requests/march.json']})).rejects.toThrow('Killed')

    const result = await operator.run(undefined, {only: ['replay-requests/2020/april.json']})

    expect(result.runs.map(({requests}) => requests.map(({paths}) => paths[0]))).toEqual([
      ['replay-requests/march.json'],
      ['replay-requests/2020/april.json'],
    ])
    expect(await live()).toEqual([])
  })

  it('is done with a chosen file that the earlier run had begun', async () => {
    const only = ['replay-requests/march.json']
    await expect(operator.run(killedWhen('emitted'), {only})).rejects.toThrow('Killed')

    const result = await operator.run(undefined, {only})

    expect(onlyRun(result).requests.map(({paths}) => paths)).toEqual([only])
    expect(result).toMatchObject({exitCode: 0, plan: {taken: []}})
  })

  it('takes the same request in another file along, whose approval counts when it is the first', async () => {
    operator.settings({approval: {provider: 'signed-commits', approvers: ['asha', 'binu']}})
    operator.request({'a-copy.json': requestText(march)})
    const approvals = fakeApprovals((question) => signedBy(question, 'asha'))

    const result = await operator.run(undefined, {only: ['replay-requests/march.json'], approvals})

    expect(approvals.questions.map(({file}) => file.path)).toEqual(['replay-requests/a-copy.json'])
    expect(onlyRun(result).requests.map(({paths}) => paths)).toEqual([
      ['replay-requests/a-copy.json', 'replay-requests/march.json'],
    ])
  })

  it('is rehearsed without a trace', async () => {
    const before = await operator.live()

    const result = await operator.rehearse({only: ['replay-requests/march.json']})

    expect(onlyRun(result).requests.map(({paths}) => paths)).toEqual([['replay-requests/march.json']])
    expect(result.plan?.leftOut).toEqual([])
    expect(await operator.live()).toEqual(before)
  })
})
