import {afterEach, beforeEach, expect, test} from 'vitest'
import {createS3OutputStore} from '../../../../src/adapters/s3/output-store.ts'
import {startFakeS3, type FakeS3} from '../../../fakes/s3-server.ts'
import {bucketOf} from '../../../support/s3.ts'

const march = 'attendance/2020-21/3/district.json'
const archived = `cqube_replay_archive/20261101T163000Z-4f2a/${march}`

let server: FakeS3
beforeEach(async () => {
  server = await startFakeS3({buckets: ['output'], pageSize: 3})
})
afterEach(() => server.close())

const store = () => createS3OutputStore(bucketOf(server.endpoint, 'output'))
const write = (key: string, text: string, contentType = 'application/json'): void => {
  server.objects.set(`output/${key}`, {bytes: Buffer.from(text), headers: {'content-type': contentType}})
}
const textAt = (key: string): string | undefined => server.objects.get(`output/${key}`)?.bytes.toString()

test('an object keeps its type when it is moved', async () => {
  write(march, '{}', 'text/plain')

  await store().move(march, archived)

  expect(server.objects.get(`output/${archived}`)?.headers['content-type']).toBe('text/plain')
})

test.each(['lost', 'cut'] as const)('a move whose removal was %s is ended by the client', async (meets) => {
  write(march, '{"a":1}')
  server.faults.push({method: 'DELETE', meets})

  const outcome = await store().move(march, archived)

  expect([outcome, textAt(march), textAt(archived)]).toEqual(['moved', undefined, '{"a":1}'])
})

test('a move that ended between copy and removal is begun again with the same keys', async () => {
  write(march, '{"a":1}')
  server.faults.push({method: 'DELETE', meets: 403})
  const attempt = store().move(march, archived)
  await expect(attempt).rejects.toThrowErrorMatchingInlineSnapshot(
    `[ReplayError: s3://output/attendance/2020-21/3/district.json: the object was not moved to s3://output/cqube_replay_archive/20261101T163000Z-4f2a/attendance/2020-21/3/district.json; it is at one of the two, or at both: these credentials have no right to it (AccessDenied, HTTP 403).]`,
  )
  expect([textAt(march), textAt(archived)]).toEqual(['{"a":1}', '{"a":1}'])

  const outcome = await store().move(march, archived)

  expect([outcome, textAt(march), textAt(archived)]).toEqual(['moved', undefined, '{"a":1}'])
})

test.each([
  ['in between', 'PUT'],
  ['in the last moment, where the server can tell', 'DELETE'],
])('an object that cQube replaced %s stays', async (_, method) => {
  write(march, '{"a":1}')
  server.faults.push({
    method,
    meets: 500,
    meanwhile: () => {
      write(march, '{"new":1}')
    },
  })

  const attempt = store().move(march, archived)

  await expect(attempt).rejects.toMatchObject({code: 'OUTPUT_CONFLICT'})
  expect([textAt(march), textAt(archived)]).toEqual(['{"new":1}', '{"a":1}'])
})

test('a removal that was sent twice is no conflict with itself', async () => {
  write(march, '{"a":1}')
  server.faults.push({method: 'DELETE', meets: 412, meanwhile: () => server.objects.delete(`output/${march}`)})

  const outcome = await store().move(march, archived)

  expect([outcome, textAt(archived)]).toEqual(['moved', '{"a":1}'])
})

test('a page of a proxy is not taken for the word that there is no object', async () => {
  write(march, '{"a":1}')
  for (let attempt = 0; attempt < 4; attempt += 1) server.faults.push({method: 'GET', meets: 404})

  const attempt = store().move(march, archived)

  await expect(attempt).rejects.toMatchObject({code: 'OUTPUT_FAILED'})
})

test('a server that removes on no condition is asked without one', async () => {
  write(march, '{"a":1}')
  server.faults.push({method: 'DELETE', meets: 501})

  const outcome = await store().move(march, archived)

  expect([outcome, textAt(march)]).toEqual(['moved', undefined])
})

test('a listing that breaks off is told, and is not taken for a short one', async () => {
  for (const name of ['a', 'b', 'c', 'd', 'e']) write(`crc/2020-21/${name}.json`, '{}')
  const keys: string[] = []
  const listing = async (): Promise<void> => {
    for await (const page of store().list('crc/')) {
      keys.push(...page)
      for (let attempt = 0; attempt < 4; attempt += 1) server.faults.push({method: 'GET', meets: 403})
    }
  }

  await expect(listing()).rejects.toThrowErrorMatchingInlineSnapshot(
    `[ReplayError: s3://output/crc/*: the objects were not listed: these credentials have no right to it (AccessDenied, HTTP 403).]`,
  )
  expect(keys).toHaveLength(3)
})

test('markers of folders are no objects', async () => {
  write('crc/', '')
  write('crc/x.json', '{}')
  const keys: string[] = []

  for await (const page of store().list('crc/')) keys.push(...page)

  expect(keys).toEqual(['crc/x.json'])
})
