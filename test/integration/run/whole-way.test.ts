import {readdirSync} from 'node:fs'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {servers} from '../../support/database.ts'
import {createOperator, onlyRun, reportPath, requestText, type Operator} from '../../support/operator.ts'
import {rowsOf} from '../postgres/submitted-deletion.ts'

const attendanceTables = ['staging_1', 'staging_2', 'meta', 'temp', 'trans'].map(
  (suffix) => `student_attendance_${suffix}`,
)
const rowsOfMonth = (month: number) =>
  [...attendanceTables, 'school_student_total_attendance'].map(
    (table) => `${table} where year = 2021 and month = ${month}`,
  )
const gone = {
  'attendance.yaml': rowsOfMonth(4),
  'exam.yaml': ['periodic_exam_mst', 'periodic_exam_result_trans', 'periodic_exam_school_result'].map(
    (table) => `${table} where exam_code = 'PAT010101012021'`,
  ),
  'diksha.yaml': ['diksha_total_content', 'diksha_content_trans'].map(
    (table) => `${table} where content_view_date between '2021-01-05' and '2021-01-09'`,
  ),
}
const requests = {
  'attendance.yaml': requestText({student_attendance: {year: '2021', months: ['04']}}),
  'exam.yaml': requestText({periodic_assessment_test: {exam_code: ['PAT010101012021']}}),
  'diksha.yaml': requestText({diksha_summary_rollup: {from_date: '2021-01-05', to_date: '2021-01-09'}}),
}

describe.each(servers)('the whole way of a run on $name', ({name}) => {
  let operator: Operator
  beforeEach(async () => {
    operator = await createOperator(name)
  })
  afterEach(() => operator.remove())

  const count = (from: string) => rowsOf(operator.database, from)
  const countAll = async (froms: readonly string[]) => Promise.all(froms.map(count))

  it('deletes, archives, counts again, emits and reports what the requests of a branch select', async () => {
    operator.request(requests)
    const selected = Object.values(gone).flat()
    const before = await countAll(selected)
    const neighbours = await countAll(rowsOfMonth(5))

    const result = await operator.run()

    const {runId} = onlyRun(result)
    expect(result.exitCode).toBe(0)
    expect(Math.min(...before)).toBeGreaterThan(0)
    expect(await countAll(selected)).toEqual(selected.map(() => 0))
    expect(await countAll(rowsOfMonth(5))).toEqual(neighbours)
    const report = operator.reportJson(runId)
    expect(report.deletions.map(({dataSource, state}) => [dataSource, state])).toEqual([
      ['diksha_summary_rollup', 'DONE'],
      ['periodic_assessment_test', 'DONE'],
      ['student_attendance', 'DONE'],
    ])
    for (const {expected, deleted, archived, archiveTable, rowsAfter} of report.deletions.flatMap(
      ({tables}) => tables,
    )) {
      expect({deleted, archived, rowsAfter}).toEqual({deleted: expected, archived: expected, rowsAfter: 0})
      if (archiveTable !== null) expect(await count(`cqube_replay_archive."${archiveTable}"`)).toBe(expected)
    }
    expect(report.deletions.flatMap(({tables}) => tables).reduce((sum, {deleted}) => sum + (deleted ?? 0), 0)).toBe(
      report.totals['deleted'],
    )
    expect(report.outcome).toBe('awaiting_files')
    expect(operator.git.remoteFile('replay-reports', reportPath(runId, 'md'))).toContain(runId)
    expect(operator.git.remoteFile('replay-reports', 'replay-reports/index.json')).toContain(runId)
    expect(JSON.parse(operator.documents()[`cqube_replay/${runId}_01.json`] ?? '')).toEqual({
      run_id: runId,
      document: 1,
      format_version: 1,
      student_attendance: {year: '2021', months: ['04']},
      periodic_assessment_test: {exam_code: ['PAT010101012021']},
      diksha_summary_rollup: {from_date: '2021-01-05', to_date: '2021-01-09'},
    })
  })

  it('finds nothing to do the second time, and settles the files', async () => {
    operator.request(requests)
    await operator.run()
    const head = operator.git.git(['rev-parse', 'refs/heads/replay-reports'])

    const result = await operator.run()

    expect(result).toMatchObject({exitCode: 0, runs: [], plan: {taken: [], leftOut: []}})
    expect(operator.git.git(['rev-parse', 'refs/heads/replay-reports'])).toBe(head)
    expect(await count('cqube_replay.settled_file')).toBe(3)
  })

  it('counts overlapping requests once and attributes the rows to both', async () => {
    const [april, may] = (await countAll([
      'student_attendance_trans where year = 2021 and month = 4',
      'student_attendance_trans where year = 2021 and month = 5',
    ])) as [number, number]
    operator.request({
      'one.yaml': requestText({student_attendance: {year: '2021', months: ['04']}}),
      'two.yaml': requestText({student_attendance: {year: '2021', months: ['04', '05']}}),
    })

    const report = operator.reportJson(onlyRun(await operator.run()).runId)

    const trans = ({tables}: {readonly tables: readonly Record<string, unknown>[]}) =>
      tables.find(({table}) => table === 'student_attendance_trans')
    expect(report.deletions.map((deletion) => trans(deletion))).toMatchObject([{deleted: april + may}])
    expect(
      report.requests.map(({paths, sources}) => [paths, trans(sources[0] ?? {tables: []})?.['requested']]),
    ).toEqual([
      [['replay-requests/one.yaml'], april],
      [['replay-requests/two.yaml'], april + may],
    ])
  })

  it('leaves nothing of its own in the checkout', async () => {
    operator.request(requests)
    const before = readdirSync(join(operator.git.checkout, '.git')).sort()

    await operator.run()

    expect(readdirSync(join(operator.git.checkout, '.git')).sort()).toEqual(before)
    expect(operator.git.git(['status', '--porcelain'], operator.git.checkout)).toBe('?? cqube-replay.yaml')
  })
})
