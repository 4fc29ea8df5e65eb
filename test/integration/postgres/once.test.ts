import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import type {Slice} from '../../../src/core/slice.ts'
import {servers} from '../../support/database.ts'
import {ledgerDatabase, submissionOf, type LedgerDatabase} from '../../support/ledger.ts'
import {checksums, failureOf, march2020, rowsOf, testRunner, type TestRunner} from './submitted-deletion.ts'

const marchRows = 'student_attendance_trans where year = 2020 and month = 3'
const months = (...list: number[]): Slice => ({
  kind: 'months',
  dataSource: 'student_attendance',
  year: 2020,
  months: list,
})
const [first, second] = ['a'.repeat(64), 'b'.repeat(64)]

describe.each(servers)('a slice is deleted at most once on $name', ({name}) => {
  let database: LedgerDatabase
  let runner: TestRunner

  beforeEach(async () => {
    database = await ledgerDatabase(name)
    runner = await testRunner(database)
  })
  afterEach(() => database.drop())

  const loadAgain = () =>
    database.query(
      `insert into student_attendance_trans select * from cqube_replay_archive."${archiveOf}" where month = 3`,
    )
  let archiveOf = ''
  const deleteOnce = async (slice = march2020, repeatOf: string | null = null) => {
    const deletion = await runner.submit(slice, {repeatOf, requestId: `${repeatOf ?? ''}${first}`.slice(0, 64)})
    await deletion.execute()
    const {tables} = await deletion.record()
    archiveOf = tables.find(({table}) => table === 'student_attendance_trans')?.archiveTable ?? archiveOf
    return deletion
  }

  it('a second delivery returns the recorded counts and leaves the corrected rows alone', async () => {
    const deletion = await deleteOnce()
    const call = [
      `select * from cqube_replay.execute_deletion($1, 1, 'student_attendance', (select content from cqube_replay.document where run_id = $1))`,
      [deletion.runId],
    ] as const
    await loadAgain()
    const before = await checksums(database)

    const again = await database.query(...call)
    await deletion.execute()

    expect(await checksums(database)).toEqual(before)
    expect(Object.fromEntries(again.map((row) => [row['table_name'], row['deleted']]))).toEqual(deletion.expected)
    expect(await rowsOf(database, marchRows)).toBe(deletion.expected['student_attendance_trans'])
  })

  it('of twenty simultaneous deliveries one deletes and all return the same', async () => {
    const {runId, expected, record} = await runner.submit(march2020)
    const deliver = () =>
      database.query(
        `select * from cqube_replay.execute_deletion($1, 1, 'student_attendance', (select content from cqube_replay.document where run_id = $1))`,
        [runId],
      )

    const results = await Promise.all(Array.from({length: 20}, deliver))

    for (const rows of results) {
      expect(Object.fromEntries(rows.map((row) => [row['table_name'], row['deleted']]))).toEqual(expected)
    }
    expect((await record()).state).toBe('DONE')
    expect(await rowsOf(database, 'cqube_replay.fence')).toBe(1)
    expect(await rowsOf(database, `data_replay_meta where data_source = 'student_attendance'`)).toBe(1)
  })

  it('another request for the same slice is refused at its submission', async () => {
    const {runId} = await deleteOnce()
    await loadAgain()

    const error = await failureOf(runner.submit(months(2, 3), {requestId: second}))

    expect(error.code).toBe('ALREADY_DELETED')
    expect(error.message).toBe(
      `student_attendance 2020-03 was already deleted by run ${runId}; nothing was deleted now.`,
    )
  })

  it('and at its execution, should the fence have closed in between', async () => {
    const late = await runner.submit(march2020, {requestId: second})
    await database.query(
      `insert into cqube_replay.fence values ('student_attendance', '2020-03', '', '20200101T000000Z-ffff', 1)`,
    )
    const before = await checksums(database)

    expect(await failureOf(late.execute())).toMatchObject({code: 'ALREADY_DELETED'})
    expect(await checksums(database)).toEqual(before)
  })

  it('a slice of an unfinished deletion is not submitted a second time', async () => {
    const open = await runner.submit(march2020)

    const error = await failureOf(runner.submit(months(3, 4), {requestId: second}))

    expect(error).toMatchObject({code: 'ALREADY_DELETED'})
    expect(error.message).toContain(open.runId)
  })

  it('repeats form a chain: only the last run can be repeated, and each one once', async () => {
    const one = await deleteOnce()
    await loadAgain()
    const two = await deleteOnce(march2020, one.runId)
    await loadAgain()

    expect(await failureOf(runner.submit(march2020, {repeatOf: one.runId, requestId: second}))).toMatchObject({
      code: 'ALREADY_DELETED',
    })
    expect(
      await failureOf(runner.submit(march2020, {repeatOf: '20200101T000000Z-0000', requestId: second})),
    ).toMatchObject({
      code: 'ALREADY_DELETED',
    })
    const three = await deleteOnce(march2020, two.runId)

    expect(await rowsOf(database, marchRows)).toBe(0)
    const fence = await database.query('select repeat_of, run_id from cqube_replay.fence')
    expect(new Set(fence.map((row) => `${String(row['repeat_of'])}>${String(row['run_id'])}`))).toEqual(
      new Set([`>${one.runId}`, `${one.runId}>${two.runId}`, `${two.runId}>${three.runId}`]),
    )
  })

  it('two requests that overlap in one deletion are both fenced, and both must name the run they repeat', async () => {
    const runId = await runner.startRun()
    const submission = await submissionOf(database, runId, months(3, 4), {requestId: first})
    const shared = {requestId: second, sliceId: second, key: '2020-03', repeatOf: null}
    const deletions = submission.deletions.map((each) => ({...each, requests: [...each.requests, shared]}))
    await runner.submitTo(runId, {...submission, deletions})
    await database.query('select cqube_replay.execute_for_runner($1, $2, 1, $3, $4)', [
      runner.epoch,
      runId,
      'student_attendance',
      JSON.stringify(submission.documents[0]?.content),
    ])

    const fenced = await database.query('select request_id, slice_key from cqube_replay.fence_request order by 1, 2')
    expect(fenced.map((row) => [row['request_id'], row['slice_key']])).toEqual([
      [first, '2020-03'],
      [first, '2020-04'],
      [second, '2020-03'],
    ])
    const next = await runner.startRun()
    const repeat = await submissionOf(database, next, march2020, {requestId: 'c'.repeat(64), repeatOf: runId})
    const silent = repeat.deletions.map((each) => ({...each, requests: [...each.requests, shared]}))
    expect(await failureOf(runner.submitTo(next, {...repeat, deletions: silent}))).toMatchObject({
      code: 'ALREADY_DELETED',
    })
    await runner.submitTo(next, repeat)
  })

  it('a key that no request asks for is not submitted', async () => {
    const error = await failureOf(
      runner.submit(march2020, {deletion: (each) => ({...each, keys: [...each.keys, '2020-04']})}),
    )

    expect(error).toMatchObject({code: 'SUBMISSION_INVALID'})
  })

  it('deletions of several data sources at once wait for each other and do not deadlock', async () => {
    const slices: readonly Slice[] = [
      march2020,
      {kind: 'months', dataSource: 'teacher_attendance', year: 2020, months: [3]},
      {kind: 'months', dataSource: 'crc', year: 2020, months: [3]},
      {kind: 'all', dataSource: 'udise'},
    ]
    const deletions = []
    for (const slice of slices) deletions.push(await runner.submit(slice))

    await Promise.all([...deletions, ...deletions].map(({execute}) => execute()))

    for (const {record} of deletions) expect((await record()).state).toBe('DONE')
  })
})
