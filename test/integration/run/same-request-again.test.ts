import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {servers} from '../../support/database.ts'
import {createOperator, onlyRun, requestText, type Operator} from '../../support/operator.ts'
import type {TestFile} from '../../support/git-remote.ts'

const march = requestText({student_attendance: {year: '2020', months: ['03']}})
const edits: readonly {readonly edit: string; readonly files: Readonly<Record<string, TestFile>>}[] = [
  {edit: 'renamed', files: {'march.json': null, '2020/attendance.json': march}},
  {edit: 'copied', files: {'copy.json': march}},
  {
    edit: 'written as YAML with other words for the same',
    files: {
      'march.json': null,
      'march.yaml': 'reason: Three districts sent it twice\nreplay: {student_attendance: {months: [3], year: 2020}}\n',
    },
  },
  {
    edit: 'given another reason and a ticket',
    files: {
      'march.json': requestText(
        {student_attendance: {year: '2020', months: ['03']}},
        {reason: 'Another reason altogether', ticket: 'CQB-1'},
      ),
    },
  },
]

describe.each(servers)('a request whose slice was deleted, on $name', ({name}) => {
  let operator: Operator
  let firstRun: string
  beforeEach(async () => {
    operator = await createOperator(name, {content: 'tables'})
    await operator.load('student_attendance', '2020-03', ['1.1', '1.2'])
    await operator.load('student_attendance', '2020-04', ['1.3'])
    operator.request({'march.json': march})
    firstRun = onlyRun(await operator.run()).runId
    await operator.load('student_attendance', '2020-03', ['2.1', '2.2', '2.3'])
  })
  afterEach(() => operator.remove())

  it.each(edits)('deletes nothing again when its file is $edit', async ({files}) => {
    const before = await operator.live()
    operator.request(files)

    const result = await operator.run()

    expect(result).toMatchObject({exitCode: 0, runs: [], plan: {taken: [], leftOut: []}})
    expect(await operator.live()).toEqual(before)
    expect(before).toHaveLength(8)
  })

  it('is deleted again by a request that names the run, and once only', async () => {
    operator.request({
      'again.json': requestText({student_attendance: {year: '2020', months: ['03']}}, {repeat_of: firstRun}),
    })

    const second = onlyRun(await operator.run())
    const after = await operator.live()
    await operator.load('student_attendance', '2020-03', ['3.1'])
    const third = await operator.run()

    expect(after).toEqual(['school_student_total_attendance:1.3', 'student_attendance_staging_1:1.3'])
    expect(operator.reportJson(second.runId).totals).toMatchObject({deleted: 6})
    expect(third).toMatchObject({exitCode: 0, runs: []})
    expect(await operator.live()).toHaveLength(4)
  })

  it('refuses a wider request, and tells which line would allow it', async () => {
    operator.request({'wider.json': requestText({student_attendance: {year: '2020', months: ['03', '04']}})})
    const before = await operator.live()

    const {exitCode, runs} = await operator.run()

    expect(exitCode).toBe(2)
    expect(await operator.live()).toEqual(before)
    const [refused] = operator.reportJson(runs[0]?.runId ?? '').leftOut
    expect(refused).toMatchObject({path: 'replay-requests/wider.json', reason: 'ALREADY_DELETED'})
    expect(refused?.message).toContain(`repeat_of: ${firstRun}`)
  })
})
