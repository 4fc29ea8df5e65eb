import {afterEach, expect, test} from 'vitest'
import {bucketInspection} from '../../../../src/adapters/s3/inspect-bucket.ts'
import {startFakeS3, type FakeS3} from '../../../fakes/s3-server.ts'
import {bucketOf} from '../../../support/s3.ts'

let server: FakeS3
afterEach(() => server.close())

const inspect = async (options: {readonly ignoresConditions?: boolean} = {}) => {
  server = await startFakeS3({buckets: ['emission'], ...options})
  return bucketInspection(bucketOf(server.endpoint, 'emission'))
}

test('a bucket that may be used has no troubles, and is left as it was', async () => {
  const inspection = await inspect()

  const found = [await inspection.rights('cqube_replay'), await inspection.creators('cqube_replay')]

  expect(found).toEqual([
    {place: 's3://emission/cqube_replay/', troubles: []},
    {most: 1, areKept: true},
  ])
  expect([...server.objects.keys()]).toEqual([])
})

test('each right that is missing is named', async () => {
  const inspection = await inspect()
  for (const method of ['PUT', 'DELETE']) for (let n = 0; n < 4; n += 1) server.faults.push({method, meets: 403})

  const {troubles} = await inspection.rights('cqube_replay')

  expect(troubles).toEqual(['write, remove: these credentials have no right to it (AccessDenied, HTTP 403)'])
})

test('a server that ignores the condition is found out', async () => {
  const inspection = await inspect({ignoresConditions: true})

  const creators = await inspection.creators('cqube_replay')

  expect(creators).toEqual({most: 32, areKept: true})
})

test('a server that does not know the condition creates for nobody', async () => {
  const inspection = await inspect()
  for (let n = 0; n < 40 * 32; n += 1) server.faults.push({method: 'PUT', meets: 501})

  const creators = await inspection.creators('cqube_replay')

  expect(creators).toEqual({most: 0, areKept: true})
})

test('a round in which somebody is asked to come again is no misdeed, nor is one without an answer', async () => {
  const inspection = await inspect()
  for (let n = 0; n < 32; n += 1) server.faults.push({method: 'PUT', meets: 409})
  server.faults.push({method: 'PUT', meets: 'lost'})

  const creators = await inspection.creators('cqube_replay')

  expect(creators).toEqual({most: 1, areKept: true})
})

test('a server that leaves writers without an answer again and again is no finding', async () => {
  const inspection = await inspect()
  for (let n = 0; n < 3 * 32; n += 1) server.faults.push({method: 'PUT', meets: 500})

  const looking = inspection.creators('cqube_replay')

  await expect(looking).rejects.toMatchObject({code: 'EMISSION_FAILED'})
  expect([...server.objects.keys()]).toEqual([])
})

test('a server that shows nobody what was put is told of as one that was not tried', async () => {
  const inspection = await inspect()
  for (let n = 0; n < 40; n += 1) server.faults.push({method: 'GET', meets: 403})

  await expect(inspection.creators('cqube_replay')).rejects.toMatchObject({
    code: 'EMISSION_FAILED',
    message:
      's3://emission: what was put at once cannot be read: these credentials have no right to it (AccessDenied, HTTP 403).',
  })
  expect([...server.objects.keys()]).toEqual([])
})
