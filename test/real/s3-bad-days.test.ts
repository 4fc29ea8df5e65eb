import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, it} from 'vitest'
import {createS3EmissionStore} from '../../src/adapters/s3/emission-store.ts'
import {postgresPutProbes} from '../../src/adapters/postgres/put-probes.ts'
import {buildRunner, startRunner} from '../kill/runner-process.ts'
import {isMissing as hasNoPostgres} from '../support/database.ts'
import {startLossyProxy, type LossyProxy} from '../support/lossy-proxy.ts'
import {createOperator, onlyRun, requestText, type Operator} from '../support/operator.ts'
import {bucketOf, testCredentials} from '../support/s3.ts'
import {isMissing, startS3, type S3Server} from '../support/s3-servers.ts'

const key = 'cqube_replay/20261101T163000Z-4f2a_01.json'
const document = Buffer.from('{"crc":{"year":"2020","months":["03"]}}')

describe.skipIf(isMissing('versitygw-1.8.0'))('a real server whose replies get lost', () => {
  let server: S3Server
  let proxy: LossyProxy
  let bucket: string
  beforeAll(async () => {
    server = await startS3('versitygw-1.8.0')
  })
  afterAll(() => server.stop())
  beforeEach(async () => {
    proxy = await startLossyProxy(server.endpoint)
    bucket = await server.newBucket()
  })
  afterEach(() => proxy.close())

  const puts = (): number => proxy.requests.filter((request) => request.startsWith('PUT ')).length
  const stored = async (): Promise<string | undefined> => {
    const found = await bucketOf(server.endpoint, bucket).get(key)
    return found === null ? undefined : Buffer.from(found.bytes).toString()
  }

  it('has created the document, which is read back as ours and not written again', async () => {
    proxy.loseReplies('PUT', 1)

    const outcome = await createS3EmissionStore(bucketOf(proxy.endpoint, bucket)).create(key, document)

    expect([outcome, await stored(), puts()]).toEqual(['created', document.toString(), 1])
  })

  it('holds what somebody else created: that is no success, and stays', async () => {
    await bucketOf(server.endpoint, bucket).put(key, Buffer.from('{"theirs":1}'), 'application/json')
    proxy.loseReplies('PUT', 1)

    const attempt = createS3EmissionStore(bucketOf(proxy.endpoint, bucket)).create(key, document)

    await expect(attempt).rejects.toMatchObject({code: 'EMISSION_CONFLICT'})
    expect(await stored()).toBe('{"theirs":1}')
  })

  it('keeps a document that could not be read back either, and the next creation finds it', async () => {
    proxy.loseReplies('PUT', 1)
    proxy.loseReplies('GET', 4)

    const attempt = createS3EmissionStore(bucketOf(proxy.endpoint, bucket)).create(key, document)

    await expect(attempt).rejects.toThrow('Whether it came there is not known; running again tells.')
    const again = await createS3EmissionStore(bucketOf(proxy.endpoint, bucket)).create(key, document)
    expect([again, await stored(), puts()]).toEqual(['exists', document.toString(), 2])
  })
})

describe.skipIf(isMissing('versitygw-1.8.0') || hasNoPostgres('pg18'))('a run and a real server', () => {
  let server: S3Server
  let operator: Operator
  let bucket: string
  beforeAll(async () => {
    server = await startS3('versitygw-1.8.0')
  })
  afterAll(() => server.stop())
  beforeEach(async () => {
    bucket = await server.newBucket()
    operator = await createOperator('pg18', {content: 'tables'})
    await settle(server.endpoint)
    await operator.load('student_attendance', '2020-03', ['1.1'])
    operator.request({'march.json': requestText({student_attendance: {year: '2020', months: ['03']}})})
  })
  afterEach(() => operator.remove())

  /** Emits to this address from now on, which is known to be good. */
  const settle = async (endpoint: string): Promise<void> => {
    operator.settings({emission: {storage: 's3', bucket}, s3: {endpoint, timeout_seconds: 5}})
    const probes = postgresPutProbes(operator.database)
    await probes.record({endpoint, bucket}, {most: 1, areKept: true}, '0.0.0-test')
  }
  const keys = async (): Promise<readonly string[]> => {
    const found: string[] = []
    for await (const page of bucketOf(server.endpoint, bucket).list('')) found.push(...page)
    return found
  }
  const runId = async (): Promise<string> => {
    const [run] = await operator.database.query('select run_id from cqube_replay.run')
    return String(run?.['run_id'])
  }

  it('of which the reply to the document was lost: it is there once, and the rows go', async () => {
    const proxy = await startLossyProxy(server.endpoint)
    await settle(proxy.endpoint)
    proxy.loseReplies('PUT', 1)

    const run = onlyRun(await operator.run())
    await proxy.close()

    expect([run.state, await keys(), await operator.live()]).toEqual([
      'reported',
      [`cqube_replay/${run.runId}_01.json`],
      [],
    ])
  })

  it('which goes away before the emission: exit code 3, nothing deleted, and the next run goes on', async () => {
    const away = operator.run({
      reach: (point) => {
        if (point === 'before-emission') server.kill()
      },
    })
    await expect(away).rejects.toMatchObject({code: 'EMISSION_FAILED', exitCode: 3})
    const [id, left] = [await runId(), await operator.live()]

    await server.restart()
    const run = onlyRun(await operator.run())

    expect([left.length, run.runId, run.state]).toEqual([2, id, 'reported'])
    expect([await keys(), await operator.live()]).toEqual([[`cqube_replay/${id}_01.json`], []])
  })

  it('killed between the document and its record: the next run finds the document and goes on', async () => {
    const program = await buildRunner('s3')
    const {root, environment} = operator.surroundings()
    const inherited = {PATH: process.env['PATH'] ?? '', ...testCredentials}

    const killed = startRunner(
      program,
      root,
      {...inherited, ...(environment as Record<string, string>)},
      {
        point: 'document-created',
        nth: 1,
        signal: 'SIGKILL',
        afterMs: 0,
        withChildren: false,
      },
    )
    expect(await killed.ended).toBeNull()
    const [id, before] = [await runId(), await keys()]
    await operator.database.query(`update cqube_replay.lease set expires_at = '-infinity'`)
    const run = onlyRun(await operator.run())

    expect([before, await keys()]).toEqual([[`cqube_replay/${id}_01.json`], [`cqube_replay/${id}_01.json`]])
    expect([run.runId, run.state, await operator.live()]).toEqual([id, 'reported', []])
  })
})
