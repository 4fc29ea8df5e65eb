import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {servers} from '../../support/database.ts'
import {createOperator, onlyRun, requestText, type Operator} from '../../support/operator.ts'
import {rowsOf} from '../postgres/submitted-deletion.ts'

const march = {student_attendance: {year: '2020', months: ['03']}}
const exam = {periodic_assessment_test: {exam_code: ['PAT010101012021']}}
const day = {diksha_summary_rollup: {from_date: '2021-01-01', to_date: '2021-01-01'}}
const expecting = (rows: Readonly<Record<string, number>>) => ({
  expect: {planned_at: '2026-11-24T10:15:00+05:30', ledger: 'a1b2c3d4', rows},
})

describe.each(servers)('what a run refuses on $name', ({name}) => {
  let operator: Operator
  beforeEach(async () => {
    operator = await createOperator(name, {content: 'tables'})
    await operator.load('student_attendance', '2020-03', ['1.1', '1.2'])
    await operator.load('periodic_assessment_test', 'PAT010101012021', ['1.3'])
    await operator.load('diksha_summary_rollup', '2021-01-01', ['1.4'])
  })
  afterEach(() => operator.remove())

  it('rows that changed since the plan, with both numbers, and reports it once', async () => {
    operator.settings({require_expect: true})
    operator.request({'march.json': requestText(march, expecting({student_attendance: 7}))})

    const first = await operator.run()
    const second = await operator.run()

    const report = operator.reportJson(onlyRun(first).runId)
    expect([first.exitCode, second.exitCode]).toEqual([2, 2])
    expect(report.leftOut).toMatchObject([{path: 'replay-requests/march.json', reason: 'ROWS_CHANGED_SINCE_PLAN'}])
    expect(report.leftOut[0]?.message).toMatch(/expected 7 rows.* now has 4/)
    expect(report.outcome).toBe('nothing_deleted')
    expect(second.runs).toEqual([])
    expect(await operator.live()).toHaveLength(8)
  })

  it('an invalid file, while a valid one beside it is done', async () => {
    operator.request({
      'bad.json': requestText({student_attendance: {year: '2020', months: ['13']}}),
      'good.json': requestText(march),
    })

    const result = await operator.run()

    const report = operator.reportJson(onlyRun(result).runId)
    expect(result.exitCode).toBe(1)
    expect(report.leftOut).toMatchObject([{path: 'replay-requests/bad.json', reason: 'REQUEST_INVALID'}])
    expect(report.totals).toMatchObject({deleted: 4})
  })

  it('a request before its time', async () => {
    operator.request({'later.json': requestText(march, {not_before: '2999-01-01T00:00+05:30'})})

    const result = await operator.run()

    expect(result).toMatchObject({exitCode: 0, runs: [], plan: {waiting: [{path: 'replay-requests/later.json'}]}})
    expect(await operator.live()).toHaveLength(8)
  })

  it('a full refresh that the settings do not name, and tells of an optional table that is not there', async () => {
    await operator.database.query('insert into infrastructure_trans (school_id) values (1), (2)')
    await operator.database.query('drop table infrastructure_temp')
    operator.request({'all.json': requestText({infrastructure: {selection: 'yes'}})})

    const refused = await operator.run()
    operator.settings({limits: {full_refresh: ['infrastructure']}})
    const allowed = await operator.run()

    expect(operator.reportJson(onlyRun(refused).runId).leftOut).toMatchObject([{reason: 'FULL_REFRESH_NOT_ALLOWED'}])
    expect([refused.exitCode, allowed.exitCode]).toEqual([2, 0])
    expect(operator.reportJson(onlyRun(allowed).runId).notes.join()).toContain('infrastructure_temp')
    expect(await rowsOf(operator.database, 'infrastructure_trans')).toBe(0)
  })

  it('the second of two data sources; the first stays done and the next run takes the rest only', async () => {
    // A file arrives while the first one is deleted: after the plan, before the second deletion.
    await operator.database.query(`
      create function public.arrive() returns trigger language plpgsql as $$
      begin
        insert into public.periodic_exam_mst (subject_name, exam_id, assessment_year, exam_code) values ('1.9', 19, '2020-21', 'PAT010101012021');
        return null;
      end $$;
      create trigger arrive after delete on diksha_content_trans for each statement execute procedure public.arrive();
    `)
    operator.request({'both.json': requestText({...day, ...exam})})

    const first = await operator.run()
    const left = await operator.live()
    const second = await operator.run()

    const report = operator.reportJson(onlyRun(first).runId)
    expect([first.exitCode, second.exitCode]).toEqual([2, 0])
    expect(report.outcome).toBe('partly_deleted')
    expect(report.deletions.map(({dataSource, state, failure}) => [dataSource, state, failure?.code])).toEqual([
      ['diksha_summary_rollup', 'DONE', undefined],
      ['periodic_assessment_test', 'VOID', 'ROWS_CHANGED_SINCE_PLAN'],
    ])
    expect(left.filter((row) => row.startsWith('periodic'))).toHaveLength(3)
    expect(operator.reportJson(onlyRun(second).runId).deletions.map(({dataSource}) => dataSource)).toEqual([
      'periodic_assessment_test',
    ])
    expect((await operator.live()).filter((row) => !row.includes('attendance'))).toEqual([])
  })

  it('the only data source, when the stock replay has work that it could not see in the plan', async () => {
    await operator.database.query(
      "insert into data_replay_meta (filename, ff_uuid, cqube_process_status) values ('data_replay_1.json', 'open-1', 'SUBMITTED')",
    )
    operator.request({'march.json': requestText(march)})

    const refused = await operator.run()
    await operator.database.query(
      "update data_replay_meta set cqube_process_status = 'FAILURE' where ff_uuid = 'open-1'",
    )
    const retried = await operator.run()

    expect([refused.exitCode, retried.exitCode]).toEqual([2, 0])
    expect(operator.reportJson(onlyRun(refused).runId)).toMatchObject({
      outcome: 'nothing_deleted',
      deletions: [{state: 'VOID', failure: {code: 'STOCK_REPLAY_ACTIVE'}}],
    })
    expect(operator.reportJson(onlyRun(retried).runId).totals).toMatchObject({deleted: 4})
  })

  it('everything while the settings or the ledger say that it is paused', async () => {
    operator.request({'march.json': requestText(march)})
    operator.settings({paused: true})
    await expect(operator.run()).rejects.toMatchObject({code: 'PAUSED'})
    operator.settings({})
    await operator.database.query("select cqube_replay.set_pause('Asha Rao', 'An audit')")

    await expect(operator.run()).rejects.toMatchObject({code: 'PAUSED'})

    expect(await operator.live()).toHaveLength(8)
    await operator.database.query('select cqube_replay.clear_pause()')
    expect(await operator.run()).toMatchObject({exitCode: 0})
  })
})
