import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {createS3EmissionStore} from '../../../../src/adapters/s3/emission-store.ts'
import {startFakeS3, type Fault, type FakeS3} from '../../../fakes/s3-server.ts'
import {bucketOf} from '../../../support/s3.ts'

const key = 'cqube_replay/20261101T163000Z-4f2a_01.json'
const bytes = (text: string): Uint8Array => Buffer.from(text)

let server: FakeS3
beforeEach(async () => {
  server = await startFakeS3({buckets: ['emission']})
})
afterEach(() => server.close())

const store = () => createS3EmissionStore(bucketOf(server.endpoint, 'emission'))
const stored = (): string | undefined => server.objects.get(`emission/${key}`)?.bytes.toString()
const somebodyWrites = (text: string): void => {
  server.objects.set(`emission/${key}`, {bytes: Buffer.from(text), headers: {}})
}

describe('a document whose put has no clear answer', () => {
  test.each<[string, Fault]>([
    ['was written, and the answer was lost', {method: 'PUT', meets: 'lost'}],
    ['was not written, since the connection was cut', {method: 'PUT', meets: 'cut'}],
    ['met an error of the server', {method: 'PUT', meets: 500}],
    ['was asked to come later', {method: 'PUT', meets: 503}],
    ['met another writer in the same moment', {method: 'PUT', meets: 409}],
  ])('%s: it is there once, and is our own', async (_, fault) => {
    server.faults.push(fault)

    const outcome = await store().create(key, bytes('{"a":1}'))

    expect([outcome, stored()]).toEqual(['created', '{"a":1}'])
  })

  test('was written and could not be read back: the next run finds it', async () => {
    server.faults.push({method: 'PUT', meets: 'lost'}, {method: 'GET', meets: 403})

    const attempt = store().create(key, bytes('{"a":1}'))

    await expect(attempt).rejects.toThrow('Whether it came there is not known')
    await expect(store().create(key, bytes('{"a":1}'))).resolves.toBe('exists')
  })

  test('finds what somebody else wrote meanwhile, and does not touch it', async () => {
    server.faults.push({
      method: 'PUT',
      meets: 500,
      meanwhile: () => {
        somebodyWrites('{"theirs":1}')
      },
    })

    const attempt = store().create(key, bytes('{"a":1}'))

    await expect(attempt).rejects.toMatchObject({code: 'EMISSION_CONFLICT'})
    expect(stored()).toBe('{"theirs":1}')
  })

  test('finds the same bytes of another runner', async () => {
    server.faults.push({
      method: 'PUT',
      meets: 500,
      meanwhile: () => {
        somebodyWrites('{"a":1}')
      },
    })

    const outcome = await store().create(key, bytes('{"a":1}'))

    expect(outcome).toBe('exists')
  })

  test('is given up after four attempts, with what is known said', async () => {
    for (let attempt = 0; attempt < 4; attempt += 1) server.faults.push({method: 'PUT', meets: 503})

    const attempt = store().create(key, bytes('{"a":1}'))

    await expect(attempt).rejects.toThrowErrorMatchingInlineSnapshot(
      `[ReplayError: s3://emission/cqube_replay/20261101T163000Z-4f2a_01.json: the document was not written safely: the server asks for fewer requests (SlowDown, HTTP 503). Whether it came there is not known; running again tells.]`,
    )
    expect(server.requests.filter((request) => request.startsWith('PUT'))).toHaveLength(4)
    expect(stored()).toBeUndefined()
  })
})

describe('a put that is refused', () => {
  test('is not tried again', async () => {
    server.faults.push({method: 'PUT', meets: 403})

    const attempt = store().create(key, bytes('{"a":1}'))

    await expect(attempt).rejects.toThrowErrorMatchingInlineSnapshot(
      `[ReplayError: s3://emission/cqube_replay/20261101T163000Z-4f2a_01.json: the document was not written safely: these credentials have no right to it (AccessDenied, HTTP 403). Nothing was written.]`,
    )
    expect(server.requests).toEqual([`PUT emission/${key}`])
  })

  test('says that there is no bucket', async () => {
    const elsewhere = createS3EmissionStore(bucketOf(server.endpoint, 'emision'))

    const attempt = elsewhere.create(key, bytes('{"a":1}'))

    await expect(attempt).rejects.toThrowErrorMatchingInlineSnapshot(
      `[ReplayError: s3://emision/cqube_replay/20261101T163000Z-4f2a_01.json: the document was not written safely: there is no such bucket (NoSuchBucket, HTTP 404). Nothing was written.]`,
    )
  })

  test('says that the server knows no conditions', async () => {
    server.faults.push({method: 'PUT', meets: 501})

    const attempt = store().create(key, bytes('{"a":1}'))

    await expect(attempt).rejects.toThrow('NotImplemented, HTTP 501). Nothing was written.')
  })
})

test('a server that is away is said to be', async () => {
  await server.close()

  const attempt = store().create(key, bytes('{"a":1}'))

  await expect(attempt).rejects.toThrowErrorMatchingInlineSnapshot(
    `[ReplayError: s3://emission/cqube_replay/20261101T163000Z-4f2a_01.json: the document was not written safely: nothing listens there (ECONNREFUSED). Nothing was written.]`,
  )
})

describe('where the server does not hold conditions', () => {
  test('a key that is taken is found before it is written', async () => {
    somebodyWrites('{"theirs":1}')

    const attempt = store().create(key, bytes('{"a":1}'), 'read_first')

    await expect(attempt).rejects.toMatchObject({code: 'EMISSION_CONFLICT'})
    expect(server.requests).toEqual([`GET emission/${key}`])
  })

  test('a free key is written, and read back', async () => {
    const outcome = await store().create(key, bytes('{"a":1}'), 'read_first')

    expect([outcome, stored()]).toEqual(['created', '{"a":1}'])
    expect(server.requests.map((request) => request.split(' ')[0])).toEqual(['GET', 'PUT', 'GET'])
  })
})
