import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import type {Hole} from '../../../src/core/holes/hole.ts'
import type {Slice} from '../../../src/core/slice.ts'
import {recountHoles} from '../../../src/steps/recount-holes.ts'
import {systemClock} from '../../../src/adapters/clock/system-clock.ts'
import {createFakeLog} from '../../fakes/log.ts'
import {servers} from '../../support/database.ts'
import {ledgerDatabase, runnerOn, type LedgerDatabase} from '../../support/ledger.ts'
import {failureOf, march2020, rowsOf, testRunner, type TestRunner} from './submitted-deletion.ts'

describe.each(servers)('holes on $name', ({name}) => {
  let database: LedgerDatabase
  let runner: TestRunner
  beforeEach(async () => {
    database = await ledgerDatabase(name)
    runner = await testRunner(database)
  })
  afterEach(() => database.drop())

  const adapters = () => runnerOn(database)
  const recount = async (now = new Date()) => {
    await recountHoles(
      {
        holes: adapters().holeWatch,
        clock: {...systemClock, now: () => now},
        points: {reach: () => undefined},
        log: createFakeLog(),
      },
      runner.epoch,
    )
  }
  const figures = (holes: readonly Hole[]) =>
    holes.map(({key, deleted, reloaded, state}) => [key, deleted, reloaded, state])
  const due = async () =>
    (await database.query('select run_id from cqube_replay.run where report_due')).map((row) => String(row['run_id']))

  it('a deletion leaves one for each slice key that lost rows, with the rows that it took', async () => {
    const rows = await rowsOf(database, 'student_attendance_trans where year = 2020 and month = 3')
    const deletion = await runner.submit(march2020)

    await deletion.execute()

    const holes = await adapters().holes.ofRun(deletion.runId)
    expect(rows).toBeGreaterThan(0)
    expect(holes).toMatchObject([
      {
        runId: deletion.runId,
        documentNo: 1,
        dataSource: 'student_attendance',
        kind: 'months',
        key: '2020-03',
        table: 'student_attendance_trans',
        deleted: rows,
        reloaded: 0,
        state: 'awaited',
        overdue: false,
        changedAt: null,
        closedAt: null,
        deadline: null,
      },
    ])
    expect(await adapters().holes.open()).toEqual(holes)
  })

  it('a deletion that is refused or rolled back leaves none', async () => {
    const refused = await runner.submit(march2020, {deletion: (each) => ({...each, maxRows: 1})})
    await failureOf(refused.execute())
    const rolledBack = await runner.submit({...march2020, months: [4]} as Slice)
    await failureOf(
      database.transaction('write', async (sql) => {
        await sql.query(
          `select 1 from cqube_replay.execute_deletion($1, 1, 'student_attendance', (select content from cqube_replay.document where run_id = $1))`,
          [rolledBack.runId],
        )
        await sql.query('select 1 / 0')
      }),
    )

    expect(await adapters().holes.open()).toEqual([])
  })

  const takeBack = (runId: string, share = '1') =>
    database.query(
      `insert into student_attendance_trans select * from cqube_replay_archive."${runId}_1_student_attendance_trans"
        order by attendance_id limit (select ceil(count(*) * ${share}) from cqube_replay_archive."${runId}_1_student_attendance_trans")
        on conflict do nothing`,
    )
  const daysFromNow = (days: number) => new Date(Date.now() + days * 86_400_000)

  it('what comes back is counted, closes the hole, and makes the report of its run due', async () => {
    const deletion = await runner.submit(march2020)
    await deletion.execute()
    const [{deleted} = {deleted: 0}] = await adapters().holes.open()

    await recount()
    const nothingCame = [figures(await adapters().holes.ofRun(deletion.runId)), await due()]
    await takeBack(deletion.runId, '0.25')
    await recount()
    const quarter = figures(await adapters().holes.ofRun(deletion.runId))
    await takeBack(deletion.runId)
    await recount()

    const closed = await adapters().holes.ofRun(deletion.runId)
    expect(nothingCame).toEqual([[['2020-03', deleted, 0, 'awaited']], []])
    expect(quarter).toEqual([['2020-03', deleted, Math.ceil(deleted / 4), 'partly_reloaded']])
    expect(figures(closed)).toEqual([['2020-03', deleted, deleted, 'reloaded']])
    expect(closed[0]?.closedAt).not.toBeNull()
    expect(await due()).toEqual([deletion.runId])
    expect(await adapters().holes.open()).toEqual([])
  })

  it('a count that did not change makes no report due', async () => {
    const deletion = await runner.submit(march2020)
    await deletion.execute()
    await takeBack(deletion.runId, '0.5')
    await recount()
    await database.query('update cqube_replay.run set report_due = false')

    await recount()

    expect(await due()).toEqual([])
  })

  it('one that was filled is watched for a week, since a file may come twice, and then no more', async () => {
    const deletion = await runner.submit(march2020)
    await deletion.execute()
    await takeBack(deletion.runId)
    await recount()
    const watchedAtFirst = (await adapters().holeWatch.watched()).length
    await database.query(
      `insert into student_attendance_trans (attendance_id, year, month) select -g, 2020, 3 from generate_series(1, 10000) g`,
    )
    await recount()
    const doubled = await adapters().holes.ofRun(deletion.runId)

    await recount(daysFromNow(8))

    expect(watchedAtFirst).toBe(1)
    expect(doubled[0]?.reloaded).toBe((doubled[0]?.deleted ?? 0) + 10_000)
    expect(await adapters().holeWatch.watched()).toEqual([])
    expect(await adapters().holes.ofRun(deletion.runId)).toMatchObject([{state: 'reloaded'}])
  })

  it('a slice that is deleted again waits for the files of the later run alone', async () => {
    const first = await runner.submit(march2020)
    await first.execute()
    await takeBack(first.runId, '0.5')
    await recount()
    await database.query('update cqube_replay.run set report_due = false')

    const second = await runner.submit(march2020, {repeatOf: first.runId})
    await second.execute()

    const [of, ...others] = await adapters().holes.ofRun(first.runId)
    expect(others).toEqual([])
    expect(of).toMatchObject({state: 'deleted_again', reloaded: Math.ceil((of?.deleted ?? 0) / 2)})
    expect(await due()).toEqual([first.runId])
    expect((await adapters().holes.open()).map(({runId}) => runId)).toEqual([second.runId])
    await recount()
    expect((await adapters().holes.ofRun(first.runId))[0]).toEqual(of)
  })

  it('a count of a deletion that came between changes nothing', async () => {
    const first = await runner.submit(march2020)
    await first.execute()
    await takeBack(first.runId)
    const {holeWatch} = adapters()
    const [hole] = await holeWatch.watched()
    const second = await runner.submit(march2020, {repeatOf: first.runId})
    await second.execute()

    await holeWatch.record(runner.epoch, [
      {
        runId: first.runId,
        dataSource: hole?.dataSource ?? '',
        key: '2020-03',
        reloaded: 7,
        state: 'reloaded',
        overdue: false,
        watched: true,
      },
    ])

    expect(await adapters().holes.ofRun(first.runId)).toMatchObject([{state: 'deleted_again', reloaded: 0}])
  })

  it('semesters are found through the exams that the database holds when it counts', async () => {
    const [row] = await database.query('select min(assessment_year) as year from semester_exam_mst')
    const slice: Slice = {kind: 'semesters', dataSource: 'semester', academicYear: null, semesters: [1, 2]}
    const deletion = await runner.submit(slice)
    await deletion.execute()
    const holes = await adapters().holes.ofRun(deletion.runId)
    const back = (table: string) =>
      database.query(`insert into ${table} select * from cqube_replay_archive."${deletion.runId}_1_${table}"`)

    await back('semester_exam_result_trans')
    await recount()
    const withoutMaster = (await adapters().holes.ofRun(deletion.runId)).map(({reloaded}) => reloaded)
    await back('semester_exam_mst')
    await recount()

    expect(holes.map(({key}) => key)).toContain(`${String(row?.['year'])}/1`)
    expect(holes.every(({key, table}) => !key.startsWith('*') && table === 'semester_exam_result_trans')).toBe(true)
    expect(withoutMaster.every((rows) => rows === 0)).toBe(true)
    expect(figures(await adapters().holes.ofRun(deletion.runId))).toEqual(
      holes.map(({key, deleted}) => [key, deleted, deleted, 'reloaded']),
    )
  })

  it('a table that cannot be counted holds up no other', async () => {
    const march = await runner.submit(march2020)
    const infrastructure = await runner.submit({kind: 'all', dataSource: 'infrastructure'})
    await march.execute()
    await infrastructure.execute()
    await database.query('drop table infrastructure_trans')
    await takeBack(march.runId)

    await recount()

    expect(await adapters().holes.ofRun(march.runId)).toMatchObject([{state: 'reloaded'}])
    expect(await adapters().holes.ofRun(infrastructure.runId)).toMatchObject([{state: 'awaited', reloaded: 0}])
  })
})
