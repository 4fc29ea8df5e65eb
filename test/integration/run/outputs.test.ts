import {rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {ReplayError} from '../../../src/core/replay-error.ts'
import type {RunPoint} from '../../../src/core/run/run-points.ts'
import {servers} from '../../support/database.ts'
import {onlyRun, requestText} from '../../support/operator.ts'
import {createOutputSite, type OutputSite} from '../../support/output-site.ts'

const march = 'attendance/2020-21/3/district.json'
const april = 'attendance/2020-21/4/district.json'
const trend = 'attendance/trend_line_chart/state_2020-21.json'
const overall = 'attendance/overall/district.json'

const deleteMonths = (year: number, ...months: readonly number[]) => requestText({student_attendance: {year, months}})

/** Ends the pass at a point, once it was reached so many times, as a killed process would. */
function stopAt(point: RunPoint, nth = 1) {
  let seen = 0
  return {
    reach: (reached: RunPoint) => {
      if (reached === point && (seen += 1) === nth) throw new ReplayError('STOPPED', `stopped at ${point}`)
    },
  }
}

describe.each(servers)('outputs after a deletion on $name', ({name}) => {
  let site: OutputSite
  beforeEach(async () => {
    site = await createOutputSite(name)
    await site.loadMonths('school_student_total_attendance', ['2021-03', '2021-04'])
  })
  afterEach(() => site.remove())

  const outputsOf = (run: ReturnType<typeof onlyRun>, kind = 'object') =>
    run.outputs.filter((each) => each.kind === kind).map(({name: key, action}) => [key, action])

  it('of a month without rows are archived, of a year that still has rows they stay, and all are named', async () => {
    for (const key of [march, april, trend, overall, 'comp_block.json']) site.put(key)
    site.request({'march.yaml': deleteMonths(2021, 3)})

    const run = onlyRun(await site.run())

    const moved = `cqube_replay_archive/${run.runId}/${march}`
    expect(Object.keys(site.objects()).filter((key) => !key.startsWith('data_replay/'))).toEqual(
      [april, overall, trend, 'comp_block.json', moved].sort(),
    )
    expect(site.objects()[moved]).toBe(march)
    expect(outputsOf(run)).toEqual([
      [trend, 'stale'],
      [march, 'archived'],
    ])
    expect(run.outputs.find((each) => each.name === march)?.movedTo).toBe(moved)
    expect(outputsOf(run, 'spanning')).toEqual([[overall, 'stale']])
  })

  it('begin with the seven option files, byte for byte as cQube writes them', async () => {
    await site.loadMonths('school_teacher_total_attendance', ['2020-12', '2020-01'])
    await site.loadMonths('crc_visits_frequency', ['2021-09'])
    await site.loadExams([
      {prefix: 'periodic', code: 'PAT030129072020', academicYear: '2020-21', date: '2020-07-29'},
      {prefix: 'semester', code: 'SAT1', academicYear: '2020-21', date: '2020-10-01', semester: 2},
      {prefix: 'semester', code: 'SAT2', academicYear: '2020-21', date: '2020-10-01', semester: 1},
    ])
    await site.database.query(
      "insert into diksha_tpd_trans (collection_id, uuid, batch_id) values ('c', 'u', '03052315462389')",
    )
    await site.database.query(
      "insert into diksha_total_content (content_view_date) values ('2021-01-01'), ('2021-01-31')",
    )
    site.request({'march.yaml': deleteMonths(2021, 3)})

    const run = onlyRun(await site.run())

    const written = Object.fromEntries(Object.entries(site.objects()).filter(([key]) => key.startsWith('data_replay/')))
    expect(written).toEqual({
      'data_replay/stud_att_meta.json': '[{"month":4,"year":2021,"month_name":"April    "}]',
      'data_replay/tch_att_meta.json':
        '[{"month":1,"year":2020,"month_name":"January  "},{"month":12,"year":2020,"month_name":"December "}]',
      'data_replay/crc_meta.json': '[{"month":9,"year":2021,"month_name":"September"}]',
      'data_replay/pat_meta.json': '[{"exam_code":"PAT030129072020"}]',
      'data_replay/diksha_tpd_meta.json': '[{"batch_id":"03052315462389"}]',
      'data_replay/diksha_data_summary_meta.json': '[{"from_date":"1609459200000","to_date":"1612051200000"}]',
      'data_replay/sat_meta.json': '[{"academic_year":"2020-21","semester":[1, 2]}]',
    })
    expect(outputsOf(run, 'option file').map(([, action]) => action)).toEqual(Array(7).fill('written'))
  })

  it('stay, and are named, where the settings say so', async () => {
    site.settings({limits: {table_share: 1}, outputs: {directory: '../outputs', stale: 'keep'}})
    site.put(march)
    site.request({'march.yaml': deleteMonths(2021, 3)})

    const run = onlyRun(await site.run())

    expect(site.objects()[march]).toBe(march)
    expect(outputsOf(run)).toEqual([[march, 'kept']])
  })

  it('are not looked after without a store, and the report says so in one line', async () => {
    site.settings({limits: {table_share: 1}})
    site.put(march)
    site.request({'march.yaml': deleteMonths(2021, 3)})

    const run = onlyRun(await site.run())

    expect(Object.keys(site.objects())).toEqual([march])
    expect(run.outputs.map(({kind, action}) => [kind, action])).toEqual([['store', 'off']])
  })

  it('of which a table is missing stay, since nobody knows', async () => {
    const exceptions = 'exception_list/student_attendance_completion/block_2021_3.json'
    site.put(exceptions)
    await site.database.query('drop table student_attendance_exception_agg')
    site.request({'march.yaml': deleteMonths(2021, 3)})

    const run = onlyRun(await site.run())

    expect(site.objects()[exceptions]).toBe(exceptions)
    expect(run.outputs.find((each) => each.name === exceptions)).toMatchObject({
      action: 'stale',
      detail: 'Whether rows of its period are left could not be looked up.',
    })
  })

  it('of exceptions stay as long as the table of exceptions has rows of the month, which a replay leaves there', async () => {
    const exceptions = 'exception_list/student_attendance_completion/block_2021_3.json'
    site.put(exceptions)
    await site.loadMonths('student_attendance_exception_agg', ['2021-03'])
    site.request({'march.yaml': deleteMonths(2021, 3)})

    const run = onlyRun(await site.run())

    expect(site.objects()[exceptions]).toBe(exceptions)
    expect(outputsOf(run)).toEqual([[exceptions, 'stale']])
  })

  it('are as they were after a rehearsal', async () => {
    for (const key of [march, overall]) site.put(key)
    site.request({'march.yaml': deleteMonths(2021, 3)})

    const rehearsed = onlyRun(await site.rehearse())

    expect(outputsOf(rehearsed)).toEqual([[march, 'archived']])
    expect(site.objects()).toEqual({[march]: march, [overall]: overall})
  })

  it('of a killed runner are moved once, whichever of its acts was the last', async () => {
    const keys = ['district', 'block', 'cluster', 'school'].map((level) => `attendance/2020-21/3/${level}.json`)
    for (const key of keys) site.put(key)
    site.request({'march.yaml': deleteMonths(2021, 3)})
    await expect(site.run(stopAt('option-file-written', 3))).rejects.toThrow('stopped')
    await expect(site.run(stopAt('output-moved', 2))).rejects.toThrow('stopped')

    const run = onlyRun(await site.run())

    const archived = keys.map((key) => `cqube_replay_archive/${run.runId}/${key}`)
    expect(Object.keys(site.objects()).filter((key) => key.includes('attendance/'))).toEqual(archived.sort())
    expect(outputsOf(run)).toEqual(keys.sort().map((key) => [key, 'archived']))
    expect(outputsOf(run, 'option file')).toHaveLength(7)
  })

  it('whose store fails half-way keep the run where it is, and the next pass ends it', async () => {
    for (const key of [march, 'attendance/2020-21/3/cluster/1.json']) site.put(key)
    writeFileSync(join(site.outputs, 'cqube_replay_archive'), 'a file where a folder must be')
    site.request({'march.yaml': deleteMonths(2021, 3)})

    const failed: unknown = await site.run().catch((error: unknown) => error)
    const states = await site.database.query('select run_id, state from cqube_replay.run')
    rmSync(join(site.outputs, 'cqube_replay_archive'))
    const run = onlyRun(await site.run())

    expect(failed).toMatchObject({code: 'OUTPUT_FAILED', exitCode: 3})
    expect(states).toEqual([{run_id: run.runId, state: 'outputs'}])
    expect(outputsOf(run).map(([, action]) => action)).toEqual(['archived', 'archived'])
    expect(run.state).toBe('reported')
  })

  it('go back when rows of the month come while they are moved', async () => {
    for (const key of [march, 'attendance/2020-21/3/school.json']) site.put(key)
    site.request({'march.yaml': deleteMonths(2021, 3)})
    await expect(site.run(stopAt('output-moved', 2))).rejects.toThrow('stopped')
    await site.loadMonths('school_student_total_attendance', ['2021-03'])
    site.put(march, 'written anew by cQube')

    const run = onlyRun(await site.run())

    const kept = `cqube_replay_archive/${run.runId}/${march}`
    expect(site.objects()).toMatchObject({
      [march]: 'written anew by cQube',
      [kept]: march,
      'attendance/2020-21/3/school.json': 'attendance/2020-21/3/school.json',
    })
    expect(outputsOf(run)).toEqual([
      [march, 'stale'],
      ['attendance/2020-21/3/school.json', 'stale'],
    ])
    expect(run.outputs.find((each) => each.name === march)?.detail).toContain('written anew')
  })

  it('keep their place in the archive when the settings name another one half-way', async () => {
    const keys = [march, 'attendance/2020-21/3/school.json']
    for (const key of keys) site.put(key)
    site.request({'march.yaml': deleteMonths(2021, 3)})
    await expect(site.run(stopAt('output-moved'))).rejects.toThrow('stopped')
    site.settings({limits: {table_share: 1}, outputs: {directory: '../outputs', archive_prefix: 'elsewhere'}})

    const run = onlyRun(await site.run())

    for (const key of keys) expect(site.objects()[`cqube_replay_archive/${run.runId}/${key}`]).toBe(key)
    expect(outputsOf(run).map(([, action]) => action)).toEqual(['archived', 'archived'])
  })

  it('of two runs lie apart in the archive', async () => {
    for (const key of [march, april, trend]) site.put(key)
    site.request({'march.yaml': deleteMonths(2021, 3)})
    const first = onlyRun(await site.run())
    site.put(march, 'of the corrected file')
    await site.loadMonths('school_student_total_attendance', ['2021-03'])
    site.request({
      'again.yaml': requestText({student_attendance: {year: 2021, months: [3, 4]}}, {repeat_of: first.runId}),
    })

    const second = onlyRun(await site.run())

    expect(site.objects()).toMatchObject({
      [`cqube_replay_archive/${first.runId}/${march}`]: march,
      [`cqube_replay_archive/${second.runId}/${march}`]: 'of the corrected file',
      [`cqube_replay_archive/${second.runId}/${april}`]: april,
      [`cqube_replay_archive/${second.runId}/${trend}`]: trend,
    })
    expect(site.objects()[march]).toBeUndefined()
  })
})
