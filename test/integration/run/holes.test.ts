import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import type {RunPoint} from '../../../src/core/run/run-points.ts'
import {servers} from '../../support/database.ts'
import {createOperator, onlyRun, reportPath, requestText, type Operator} from '../../support/operator.ts'

const march = requestText({student_attendance: {year: '2020', months: ['03']}})

describe.each(servers)('what comes back of a run on $name', ({name}) => {
  let operator: Operator
  let runId: string
  beforeEach(async () => {
    operator = await createOperator(name, {content: 'tables'})
    await operator.load('student_attendance', '2020-03', ['1.1', '1.2', '1.3', '1.4'])
    operator.request({'march.json': march})
    runId = onlyRun(await operator.run()).runId
  })
  afterEach(() => operator.remove())

  const head = () => operator.git.git(['rev-parse', 'refs/heads/replay-reports'])
  const index = () => operator.git.remoteFile('replay-reports', 'replay-reports/README.md') ?? ''
  const markdown = () => operator.git.remoteFile('replay-reports', reportPath(runId, 'md')) ?? ''
  /** No error of ours: nobody may take it for a remote's. */
  const killAt = (point: RunPoint) => ({
    reach: (reached: RunPoint) => {
      if (reached === point) throw new Error(`Killed at ${point}.`)
    },
  })

  it('its first report says what to emit and that nothing came yet', () => {
    expect(operator.reportJson(runId)).toMatchObject({
      outcome: 'awaiting_files',
      holes: [
        {
          dataSource: 'student_attendance',
          files: ['student_attendance/student_attendance'],
          slices: [{key: '2020-03', deleted: 4, reloaded: 0, state: 'awaited', flag: null}],
        },
      ],
    })
    expect(index()).toContain('the corrected files have yet to come')
  })

  it('a later pass counts it and publishes the report and the index again', async () => {
    await operator.load('student_attendance', '2020-03', ['2.1'])
    const first = await operator.run()
    const quarter = operator.reportJson(runId)
    await operator.load('student_attendance', '2020-03', ['2.2', '2.3', '2.4'])
    const second = await operator.run()

    expect([first.exitCode, second.exitCode, first.runs, second.runs]).toEqual([0, 0, [], []])
    expect(quarter).toMatchObject({
      outcome: 'awaiting_files',
      holes: [{slices: [{reloaded: 1, state: 'partly_reloaded', flag: 'far_below'}]}],
    })
    expect(operator.reportJson(runId)).toMatchObject({
      outcome: 'reloaded',
      holes: [{slices: [{reloaded: 4, state: 'reloaded', flag: null}]}],
    })
    expect(index()).toContain('corrected files were loaded again')
    expect(markdown()).toContain('Nothing is to be emitted any more.')
  })

  it('a pass that finds the same as before makes no commit', async () => {
    await operator.load('student_attendance', '2020-03', ['2.1'])
    await operator.run()
    const before = head()

    await operator.run()

    expect(head()).toBe(before)
  })

  it('a run of other requests does not wait for it, and publishes what came back of it, too', async () => {
    await operator.load('student_attendance', '2020-04', ['3.1'])
    await operator.load('student_attendance', '2020-03', ['2.1', '2.2', '2.3', '2.4'])
    operator.request({'april.json': requestText({student_attendance: {year: '2020', months: ['04']}})})

    const result = await operator.run()

    expect(onlyRun(result).runId).not.toBe(runId)
    expect(operator.reportJson(runId).outcome).toBe('reloaded')
    expect(operator.reportJson(onlyRun(result).runId).outcome).toBe('awaiting_files')
  })

  it.each<RunPoint>([
    'before-holes',
    'holes-counted',
    'report-built',
    'report-committed',
    'pushed',
    'before-report-recorded',
  ])('killed at "%s" while it is published again, the next pass does it', async (point) => {
    await operator.load('student_attendance', '2020-03', ['2.1', '2.2', '2.3', '2.4'])

    await expect(operator.run(killAt(point))).rejects.toThrow(`Killed at ${point}.`)
    const result = await operator.run()

    expect([result.exitCode, result.unfinished]).toEqual([0, null])
    expect(operator.reportJson(runId).outcome).toBe('reloaded')
    const before = head()
    await operator.run()
    expect(head()).toBe(before)
  })

  it('a remote that refuses the report hides nothing of what the pass did, and the next one publishes it', async () => {
    await operator.load('student_attendance', '2020-03', ['2.1', '2.2', '2.3', '2.4'])
    operator.git.hook('pre-receive', 'exit 1')

    const refused = await operator.run()
    operator.git.hook('pre-receive', 'exit 0')
    const published = await operator.run()

    expect(refused).toMatchObject({exitCode: 5, runs: [], unfinished: {code: 'REPORT_NOT_PUSHED'}})
    expect(refused.plan).not.toBeNull()
    expect(published).toMatchObject({exitCode: 0, unfinished: null})
    expect(operator.reportJson(runId).outcome).toBe('reloaded')
  })

  it('a rehearsal counts and publishes nothing', async () => {
    await operator.load('student_attendance', '2020-03', ['2.1', '2.2', '2.3', '2.4'])
    const before = head()

    await operator.rehearse()

    expect(head()).toBe(before)
    expect((await operator.database.query('select 1 from cqube_replay.run where report_due')).length).toBe(0)
  })
})
