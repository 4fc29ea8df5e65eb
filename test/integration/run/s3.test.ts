import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {postgresPutProbes} from '../../../src/adapters/postgres/put-probes.ts'
import {ReplayError} from '../../../src/core/replay-error.ts'
import type {RunPoint} from '../../../src/core/run/run-points.ts'
import {startFakeS3, type FakeS3} from '../../fakes/s3-server.ts'
import {servers} from '../../support/database.ts'
import {onlyRun, requestText} from '../../support/operator.ts'
import {createOutputSite, type OutputSite} from '../../support/output-site.ts'
import {testCredentials} from '../../support/s3.ts'

const march = 'attendance/2020-21/3/district.json'
const april = 'attendance/2020-21/4/district.json'
const foreign = 'admin_files/attendance/2020-21/3/district.json'

const deleteMarch = requestText({student_attendance: {year: 2021, months: [3]}})

/** Ends the pass at a point, as a killed process would. */
const stopAt = (point: RunPoint) => ({
  reach: (reached: RunPoint) => {
    if (reached === point) throw new ReplayError('STOPPED', `stopped at ${point}`)
  },
})

describe.each(servers)('a run with both stores in S3, on $name', ({name}) => {
  let s3: FakeS3
  let site: OutputSite
  beforeEach(async () => {
    Object.assign(process.env, testCredentials)
    s3 = await startFakeS3({buckets: ['cqube-emission', 'cqube-output'], pageSize: 2})
    site = await createOutputSite(name, {
      emission: {storage: 's3', bucket: 'cqube-emission'},
      outputs: {storage: 's3', bucket: 'cqube-output'},
      s3: {endpoint: s3.endpoint, timeout_seconds: 5},
    })
    await site.loadMonths('school_student_total_attendance', ['2021-03', '2021-04'])
    for (const key of [march, april, foreign]) put(key)
    // Else the faults of a test would meet the probe.
    const place = {endpoint: s3.endpoint, bucket: 'cqube-emission'}
    await postgresPutProbes(site.database).record(place, {most: 1, areKept: true}, '0.0.0-test')
    site.request({'march.yaml': deleteMarch})
  })
  afterEach(async () => {
    await site.remove()
    await s3.close()
  })

  const put = (key: string, text = key): void => {
    s3.objects.set(`cqube-output/${key}`, {bytes: Buffer.from(text), headers: {}})
  }
  const keysIn = (bucket: string): readonly string[] =>
    [...s3.objects.keys()]
      .filter((path) => path.startsWith(`${bucket}/`))
      .map((path) => path.slice(bucket.length + 1))
      .sort()
  const outputs = (): readonly string[] => keysIn('cqube-output').filter((key) => !key.startsWith('data_replay/'))
  const rowsLeft = async (): Promise<unknown> =>
    await site.database.query(
      'select year, month, count(*)::int as rows from school_student_total_attendance group by 1, 2',
    )

  it('emits the document, deletes, archives the stale object, and names all of it', async () => {
    const run = onlyRun(await site.run())

    expect(run.state).toBe('reported')
    expect(keysIn('cqube-emission')).toEqual([`cqube_replay/${run.runId}_01.json`])
    const document = s3.objects.get(`cqube-emission/cqube_replay/${run.runId}_01.json`)?.bytes.toString() ?? ''
    expect(JSON.parse(document)).toMatchObject({
      run_id: run.runId,
      student_attendance: {year: '2021', months: ['03']},
    })
    const moved = `cqube_replay_archive/${run.runId}/${march}`
    expect(outputs()).toEqual([foreign, april, moved].sort())
    expect(run.outputs.find((each) => each.name === march)).toMatchObject({action: 'archived', movedTo: moved})
    expect(await rowsLeft()).toEqual([{year: 2021, month: 4, rows: 2}])
    expect(site.told.join('\n')).toContain(`Emitted s3://cqube-emission/cqube_replay/${run.runId}_01.json.`)
  })

  it('ends half-way when the bucket refuses, and the next run goes on without a second document', async () => {
    s3.faults.push({method: 'PUT', meets: 403})
    await expect(site.run()).rejects.toMatchObject({code: 'EMISSION_FAILED'})
    expect([keysIn('cqube-emission'), await rowsLeft()]).toEqual([
      [],
      expect.arrayContaining([{year: 2021, month: 3, rows: 2}]),
    ])

    const run = onlyRun(await site.run())

    expect(run.state).toBe('reported')
    expect(keysIn('cqube-emission')).toHaveLength(1)
    expect(await rowsLeft()).toEqual([{year: 2021, month: 4, rows: 2}])
  })

  it('does not delete by a document that somebody else put there', async () => {
    s3.faults.push({
      method: 'PUT',
      meets: 409,
      meanwhile: () => {
        const [request] = s3.requests.filter((each) => each.startsWith('PUT cqube-emission')).slice(-1)
        s3.objects.set(request?.slice(4) ?? '', {bytes: Buffer.from('{"student_attendance":{}}'), headers: {}})
      },
    })

    const pass = await site.run().catch((error: unknown) => error)

    expect(pass).toMatchObject({runs: [{failure: {code: 'EMISSION_CONFLICT'}}]})
    expect(await rowsLeft()).toHaveLength(2)
  })

  it('goes on with outputs where a removal was refused, the object at both keys', async () => {
    s3.faults.push({method: 'DELETE', meets: 403})
    await site.run().catch(() => undefined)
    expect(outputs()).toHaveLength(4)

    await site.run()

    expect(outputs()).toHaveLength(3)
    expect(outputs()).not.toContain(march)
  })

  it('is rehearsed without a write to either bucket', async () => {
    await site.rehearse()

    expect(s3.requests.filter((request) => !request.startsWith('GET'))).toEqual([])
    expect(await rowsLeft()).toHaveLength(2)
  })

  it('resumes a run that was killed right after its document was created', async () => {
    await site.run(stopAt('document-created')).catch(() => undefined)
    expect(keysIn('cqube-emission')).toHaveLength(1)

    const run = onlyRun(await site.run())

    expect(run.state).toBe('reported')
    expect(keysIn('cqube-emission')).toEqual([`cqube_replay/${run.runId}_01.json`])
  })
})
