import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {systemClock} from '../../../src/adapters/clock/system-clock.ts'
import {servers} from '../../support/database.ts'
import {onePass} from '../../support/one-pass.ts'
import {createOperator, onlyRun, requestText, type Operator} from '../../support/operator.ts'

describe.each(servers)('a run while cQube processes files, on $name', ({name}) => {
  let operator: Operator
  beforeEach(async () => {
    operator = await createOperator(name, {content: 'tables'})
    await operator.load('student_attendance', '2020-03', ['1.1', '1.2'])
    await operator.load('diksha_summary_rollup', '2021-01-01', ['1.3'])
    operator.request({
      'march.json': requestText({student_attendance: {year: '2020', months: ['03']}}),
      'day.json': requestText({diksha_summary_rollup: {from_date: '2021-01-01', to_date: '2021-01-01'}}),
    })
    await operator.database.query(
      "insert into zip_files_processing (zip_file_name, ff_uuid, status) values ('student_attendance/student_attendance_1.zip', 'u', 'IN_PROGRESS')",
    )
  })
  afterEach(() => operator.remove())

  const end = () => operator.database.query("update zip_files_processing set status = 'OK'")

  it('refuses the data source of the file and does the others; the request is done by a later run', async () => {
    const refused = await operator.run()
    await end()
    const retried = await operator.run()

    const report = operator.reportJson(onlyRun(refused).runId)
    expect([refused.exitCode, retried.exitCode]).toEqual([2, 0])
    expect(report.deletions.map(({dataSource, state, failure}) => [dataSource, state, failure?.code])).toEqual([
      ['diksha_summary_rollup', 'DONE', undefined],
      ['student_attendance', 'VOID', 'INGESTION_IN_FLIGHT'],
    ])
    expect(report.notes).toEqual([
      'cQube is processing files of student_attendance; a deletion is refused meanwhile: student_attendance/student_attendance_1.zip (for 0 minutes).',
    ])
    expect(report.holes.map(({dataSource}) => dataSource)).toEqual(['diksha_summary_rollup'])
    expect(operator.reportJson(onlyRun(retried).runId).notes).toEqual([])
    expect(await operator.live()).toEqual([])
  })

  it('waits, where the settings say so, until the file is done', async () => {
    operator.settings({ingestion: {in_flight: 'wait', wait_minutes: 5}})
    const slept: number[] = []
    const clock = {
      ...systemClock,
      sleep: async (ms: number) => {
        slept.push(ms)
        if (slept.length === 3) await end()
      },
    }

    const result = await onePass({...operator.surroundings(), clock})

    expect(result.exitCode).toBe(0)
    expect(slept).toEqual([15_000, 15_000, 15_000])
    expect(operator.told.filter((line) => line.startsWith('Waiting for cQube'))).toHaveLength(3)
    expect(await operator.live()).toEqual([])
  })

  it('refuses when the file is not done in that time, with the lease still held', async () => {
    operator.settings({ingestion: {in_flight: 'wait', wait_minutes: 5}, run: {lease_seconds: 15}})
    let passedMs = 0
    const clock = {
      ...systemClock,
      now: () => new Date(Date.now() + passedMs),
      sleep: async (ms: number) => {
        passedMs += ms
      },
    }

    const result = await onePass({...operator.surroundings(), clock})

    expect(passedMs).toBe(300_000)
    expect(result.exitCode).toBe(2)
    expect(onlyRun(result).deletions.map(({state}) => state)).toEqual(['DONE', 'VOID'])
    expect((await operator.live()).every((row) => row.includes('attendance'))).toBe(true)
  })

  it('a rehearsal waits for nothing and tells the refusal', async () => {
    operator.settings({ingestion: {in_flight: 'wait', wait_minutes: 5}})

    const rehearsed = await operator.rehearse()

    expect(rehearsed.exitCode).toBe(2)
    expect(operator.told.join('\n')).not.toContain('Waiting for cQube')
  })
})
