import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {postgresPutProbes} from '../../../src/adapters/postgres/put-probes.ts'
import {ReplayError} from '../../../src/core/replay-error.ts'
import type {RunPoint} from '../../../src/core/run/run-points.ts'
import {startFakeS3, type FakeS3, type FakeS3Options} from '../../fakes/s3-server.ts'
import {servers} from '../../support/database.ts'
import {examined} from '../../support/examined.ts'
import {createOperator, onlyRun, reportPath, requestText, type Operator} from '../../support/operator.ts'
import {testCredentials} from '../../support/s3.ts'

const bucket = 'cqube-emission'
const good = {most: 1, areKept: true}
const rows = ['school_student_total_attendance:1.1', 'student_attendance_staging_1:1.1']

const stopAt = (point: RunPoint) => ({
  reach: (reached: RunPoint) => {
    if (reached === point) throw new ReplayError('STOPPED', `stopped at ${point}`)
  },
})

describe.each(servers)('a run and the server of its emission bucket, on $name', ({name}) => {
  let s3: FakeS3
  let operator: Operator
  const start = async (server: Pick<FakeS3Options, 'ignoresConditions'>): Promise<void> => {
    s3 = await startFakeS3({buckets: [bucket], ...server})
    set('required')
  }
  const set = (conditionalPut: string): void => {
    operator.settings({
      emission: {storage: 's3', bucket},
      s3: {endpoint: `${s3.endpoint}/`, timeout_seconds: 5, conditional_put: conditionalPut},
    })
  }
  beforeEach(async () => {
    Object.assign(process.env, testCredentials)
    operator = await createOperator(name, {content: 'tables'})
    await operator.load('student_attendance', '2020-03', ['1.1'])
    operator.request({'march.json': requestText({student_attendance: {year: '2020', months: ['03']}})})
  })
  afterEach(async () => {
    await operator.remove()
    await s3.close()
  })

  const known = () => postgresPutProbes(operator.database).record({endpoint: s3.endpoint, bucket}, good, '0.0.0-test')
  const age = async (days: number): Promise<void> => {
    await operator.database.query(
      'update cqube_replay.storage_probe set probed_at = probed_at - make_interval(days => $1)',
      [days],
    )
  }
  const findings = async (): Promise<readonly unknown[]> => {
    const found = await operator.database.query('select holds from cqube_replay.storage_probe order by probe_no')
    return found.map(({holds}) => holds)
  }
  const runs = () => operator.database.query('select run_id from cqube_replay.run')
  const puts = (): number => s3.requests.filter((request) => request.startsWith('PUT')).length

  it('is refused where several writers create one key, with nothing submitted, emitted or deleted', async () => {
    await start({ignoresConditions: true})

    const refused = await operator.run().then(
      () => null,
      (error: unknown) => error as ReplayError,
    )

    expect(refused).toMatchObject({code: 'S3_NOT_ATOMIC', exitCode: 2})
    expect(refused?.message.replaceAll(s3.endpoint, 'http://s3')).toMatchInlineSnapshot(
      `"s3://cqube-emission at http://s3 may let a document be overwritten unseen: 32 writers at once were each told that they had created the same key, so it does not hold \`If-None-Match: *\` (tried just now by cqube-replay 0.0.0-test). No run was started: nothing was submitted, emitted or deleted."`,
    )
    expect([await runs(), await operator.live(), [...s3.objects.keys()], await findings()]).toEqual([
      [],
      rows,
      [],
      [false],
    ])
  })

  it('is refused again by what the ledger knows, until the settings allow it; then its report says so', async () => {
    await start({ignoresConditions: true})
    await operator.run().catch(() => undefined)
    const before = puts()
    await expect(operator.run()).rejects.toMatchObject({code: 'S3_NOT_ATOMIC'})
    expect(puts()).toBe(before)

    set('read_first')
    const result = await operator.run()

    const {runId} = onlyRun(result)
    expect(result.exitCode).toBe(0)
    expect([await operator.live(), [...s3.objects.keys()]]).toEqual([[], [`${bucket}/cqube_replay/${runId}_01.json`]])
    const said = 'at http://s3 does not hold `If-None-Match: *` (32 writers at once were each told'
    expect(operator.reportJson(runId).notes.join('\n').replaceAll(s3.endpoint, 'http://s3')).toContain(said)
    const markdown = operator.git.remoteFile('replay-reports', reportPath(runId, 'md')) ?? ''
    expect(markdown).toContain('each document was written after a look at its key')
  })

  it('writes its document and nothing else where the server is known to be good', async () => {
    await start({})
    await known()

    const {runId} = onlyRun(await operator.run())

    const key = `${bucket}/cqube_replay/${runId}_01.json`
    expect(new Set(s3.requests)).toEqual(new Set([`PUT ${key}`, `GET ${key}`]))
    expect(operator.reportJson(runId).notes).toEqual([])
    expect(await findings()).toEqual([true])
  })

  it('tries the server anew when it was last tried more than thirty days ago', async () => {
    await start({ignoresConditions: true})
    await known()
    await age(31)

    await expect(operator.run()).rejects.toMatchObject({code: 'S3_NOT_ATOMIC'})

    expect([await findings(), await runs(), await operator.live()]).toEqual([[true, false], [], rows])
  })

  it('goes by what doctor found, worse or better', async () => {
    await start({})
    await postgresPutProbes(operator.database).record(
      {endpoint: s3.endpoint, bucket},
      {most: 2, areKept: true},
      '0.0.0',
    )
    await expect(operator.run()).rejects.toMatchObject({code: 'S3_NOT_ATOMIC'})

    await examined(operator.surroundings())
    const result = await operator.run()

    expect([result.exitCode, await findings(), await operator.live()]).toEqual([0, [false, true], []])
  })

  it('that was left before its emission waits, and goes on once the settings allow the server', async () => {
    await start({ignoresConditions: true})
    await known()
    await operator.run(stopAt('before-emission')).catch(() => undefined)
    await age(31)
    const [run] = await runs()
    const runId = String(run?.['run_id'])

    await expect(operator.run()).rejects.toThrow(`Run ${runId} waits with its documents`)
    expect([await operator.live(), [...s3.objects.keys()]]).toEqual([rows, []])
    set('read_first')
    const result = await operator.run()

    expect([onlyRun(result).runId, await operator.live()]).toEqual([runId, []])
    expect(operator.reportJson(runId).notes).toHaveLength(1)
  })

  it('ends with nothing submitted where the server is away while it is tried, and the ledger keeps nothing of it', async () => {
    await start({})
    await s3.close()

    await expect(operator.run()).rejects.toMatchObject({code: 'EMISSION_FAILED', exitCode: 3})

    expect([await runs(), await operator.live(), await findings()]).toEqual([[], rows, []])
  })

  it('asks nothing of the server where nothing is to be emitted', async () => {
    await start({ignoresConditions: true})
    operator.git.commit({'replay-requests/march.json': null})

    expect(await operator.run()).toMatchObject({exitCode: 0, runs: []})

    expect([s3.requests, await findings()]).toEqual([[], []])
  })
})
