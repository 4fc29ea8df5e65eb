import {setTimeout as wait} from 'node:timers/promises'
import pg from 'pg'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {systemClock} from '../../../src/adapters/clock/system-clock.ts'
import type {Points} from '../../../src/ports.ts'
import {servers} from '../../support/database.ts'
import {nifiStandIn, type StandIn, type StandInOptions} from '../../support/nifi-stand-in.ts'
import {onePass} from '../../support/one-pass.ts'
import {createOperator, onlyRun, requestText, type Operator} from '../../support/operator.ts'

const settings = {
  engine: 'nifi',
  nifi: {trigger: 'schedule', deadline_minutes: 1},
  database: {lock_timeout_seconds: 1},
}

describe.each(servers)('a run whose deletions NiFi executes, on $name', ({name}) => {
  let operator: Operator
  let nifi: StandIn | null = null
  beforeEach(async () => {
    operator = await createOperator(name, {content: 'tables', settings})
    await operator.load('student_attendance', '2020-03', ['1.1', '1.2'])
    operator.request({'march.json': requestText({student_attendance: {year: '2020', months: ['03']}})})
  })
  afterEach(async () => {
    await nifi?.stop()
    nifi = null
    await operator.remove()
  })

  const startNifi = async (more: Partial<StandInOptions> = {}): Promise<StandIn> =>
    (nifi = await nifiStandIn({
      connectionString: operator.database.connectionString,
      emission: operator.emission,
      ...more,
    }))
  /** A runner to whom a minute is a moment. */
  const hurried = (points?: Points) => {
    let passedMs = 0
    const clock = {
      ...systemClock,
      now: () => new Date(Date.now() + passedMs),
      sleep: async (ms: number) => {
        passedMs += ms
        await wait(15)
      },
    }
    return onePass({...operator.surroundings(points), clock})
  }
  const letLeaseEnd = () => operator.database.query("update cqube_replay.lease set expires_at = '-infinity'")

  it('is done when NiFi has deleted, and its report names NiFi', async () => {
    await startNifi()

    const result = await operator.run()

    const run = onlyRun(result)
    expect(result.exitCode).toBe(0)
    expect(run).toMatchObject({engine: 'nifi', deletions: [{state: 'DONE', failure: null}]})
    expect(operator.reportJson(run.runId)).toMatchObject({outcome: 'awaiting_files', totals: {deleted: 4}})
    expect(nifi?.answers).toEqual([4])
    expect(await operator.live()).toEqual([])
  })

  it('deletes once what NiFi delivers three times', async () => {
    await startNifi({times: 3})

    const result = await operator.run()
    await expect.poll(() => nifi?.answers).toEqual([4, 4, 4])

    expect(result.exitCode).toBe(0)
    const [archived] = await operator.database.query('select sum(rows)::integer as rows from cqube_replay.archive')
    expect(archived).toEqual({rows: 4})
    expect(operator.reportJson(onlyRun(result).runId)).toMatchObject({totals: {deleted: 4}})
  })

  it('closes what NiFi was refused, does the others, and the request is done by the next run', async () => {
    await operator.load('diksha_summary_rollup', '2021-01-01', ['1.4'])
    operator.request({
      'day.json': requestText({diksha_summary_rollup: {from_date: '2021-01-01', to_date: '2021-01-01'}}),
    })
    const late = {isDue: true}
    await startNifi({
      meanwhile: async ({dataSource}) => {
        if (dataSource === 'student_attendance' && late.isDue) await operator.load(dataSource, '2020-03', ['1.3'])
        if (dataSource === 'student_attendance') late.isDue = false
      },
    })

    const refused = await operator.run()
    const retried = await operator.run()

    const report = operator.reportJson(onlyRun(refused).runId)
    expect([refused.exitCode, retried.exitCode]).toEqual([2, 0])
    expect(report.deletions.map(({dataSource, state, failure}) => [dataSource, state, failure?.code])).toEqual([
      ['diksha_summary_rollup', 'DONE', undefined],
      ['student_attendance', 'VOID', 'ROWS_CHANGED_SINCE_PLAN'],
    ])
    expect(await operator.live()).toEqual([])
  })

  it('voids what NiFi never asks for; a late delivery is refused; the next run plans it again', async () => {
    const voided = await hurried()
    const left = await operator.live()
    const late = await startNifi()
    const {runId} = onlyRun(voided)
    const [key = ''] = Object.keys(operator.documents())
    const answer = await late.deliver({runId, documentNo: 1, dataSource: 'student_attendance', key})
    const done = await operator.run()

    expect([voided.exitCode, done.exitCode]).toEqual([3, 0])
    const {failure, deletions} = onlyRun(voided)
    expect(failure).toBeNull()
    expect(deletions).toMatchObject([{state: 'VOID', failure: {code: 'NIFI_NOT_DONE'}}])
    expect(deletions[0]?.failure?.message.replace(runId, 'RUN')).toMatchInlineSnapshot(
      `"student_attendance, document 1 of run RUN: NiFi did not delete the rows within 1 minute. It never asked for it. Nothing was deleted."`,
    )
    expect(answer).toContain('[CQ002]')
    expect(late.asked.map((each) => each.runId)).toEqual([onlyRun(done).runId])
    expect(left).toHaveLength(4)
    expect(await operator.live()).toEqual([])
  })

  it('that ends while it waits is gone on with by the next run, and NiFi deletes meanwhile', async () => {
    let looks = 0
    const killed = await operator
      .run({
        reach: (point) => {
          if (point === 'deletion-awaited' && (looks += 1) === 2) throw new Error('killed')
        },
      })
      .catch((error: unknown) => error)
    await letLeaseEnd()
    await startNifi()
    await expect.poll(() => nifi?.answers).toEqual([4])

    const result = await operator.run()

    expect(killed).toMatchObject({message: 'killed'})
    expect(result.exitCode).toBe(0)
    expect(result.runs).toHaveLength(1)
    expect(nifi?.answers).toEqual([4])
    expect(operator.reportJson(onlyRun(result).runId)).toMatchObject({outcome: 'awaiting_files', totals: {deleted: 4}})
  })

  it('that an earlier runner left, and NiFi did not do, is planned again by the same pass', async () => {
    await operator
      .run({
        reach: (point) => {
          if (point === 'deletion-awaited') throw new Error('killed')
        },
      })
      .catch(() => undefined)
    await letLeaseEnd()
    const starting: Promise<unknown>[] = []

    const result = await hurried({
      reach: (point) => {
        if (point === 'submitted') starting.push(startNifi())
      },
    })
    await Promise.all(starting)

    expect(result.runs.map(({deletions}) => deletions.map(({state}) => state))).toEqual([['VOID'], ['DONE']])
    expect(result.exitCode).toBe(0)
    expect(await operator.live()).toEqual([])
  })

  it('is done in the end, and refused nothing, when NiFi fails at first with what passes', async () => {
    let attempts = 0
    await startNifi({
      meets: () => ((attempts += 1) === 1 ? 'The document is not in the emission directory that NiFi reads.' : null),
    })
    const running = operator.run()
    await expect.poll(() => operator.told.at(-1), {timeout: 10_000}).toContain('NIFI_FAILED')
    await operator.database.query('update cqube_replay.deletion set claimed_until = clock_timestamp()')

    const result = await running

    const run = onlyRun(result)
    expect(result.exitCode).toBe(0)
    expect(run.deletions).toMatchObject([{state: 'DONE', failure: null}])
    expect(operator.reportJson(run.runId)).toMatchObject({outcome: 'awaiting_files', totals: {deleted: 4}})
    expect(operator.told).toContain(
      'NIFI_FAILED: The document is not in the emission directory that NiFi reads. NiFi is given it again.',
    )
  })

  it('gives NiFi nothing before the files of all data sources are processed', async () => {
    operator.settings({...settings, ingestion: {in_flight: 'wait', wait_minutes: 5}})
    const {database} = operator
    await database.query(
      "insert into zip_files_processing (zip_file_name, ff_uuid, status) values ('student_attendance/student_attendance_1.zip', 'u', 'IN_PROGRESS')",
    )
    await startNifi()
    const askedBefore: number[] = []
    const clock = {
      ...systemClock,
      sleep: async (ms: number) => {
        if (ms < 15_000) return systemClock.sleep(ms)
        await wait(200)
        askedBefore.push(nifi?.asked.length ?? -1)
        if (askedBefore.length === 2) await database.query("update zip_files_processing set status = 'OK'")
      },
    }

    const result = await onePass({...operator.surroundings(), clock})

    expect(askedBefore).toEqual([0, 0])
    expect(result.exitCode).toBe(0)
    expect(nifi?.answers).toEqual([4])
  })

  it('leaves open what hangs on a lock when its time is over, and the next run finds it done', async () => {
    const session = new pg.Client({connectionString: operator.database.connectionString})
    await session.connect()
    await session.query('begin; lock table school_student_total_attendance in row exclusive mode')
    await startNifi()

    const atWork = await hurried().catch((error: unknown) => error)
    await session.query('rollback')
    await session.end()
    await expect.poll(() => nifi?.answers).toEqual([4])
    await letLeaseEnd()
    const result = await operator.run()

    expect(atWork).toMatchObject({code: 'NIFI_AT_WORK', exitCode: 4})
    expect(result.exitCode).toBe(0)
    expect(operator.reportJson(onlyRun(result).runId)).toMatchObject({outcome: 'awaiting_files', totals: {deleted: 4}})
    expect(await operator.live()).toEqual([])
  })
})
