import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {openBucket} from '../../../../src/adapters/s3/bucket.ts'
import {createS3OutputStore} from '../../../../src/adapters/s3/output-store.ts'
import {openS3} from '../../../../src/adapters/s3/s3-client.ts'
import {startFakeS3, type FakeS3} from '../../../fakes/s3-server.ts'
import {s3SettingsOf, testCredentials} from '../../../support/s3.ts'

const key = 'crc/2020-21/3.json'

let server: FakeS3
beforeEach(async () => {
  Object.assign(process.env, testCredentials)
  server = await startFakeS3({buckets: ['output']})
  server.objects.set(`output/${key}`, {bytes: Buffer.from('{"a":1}'), headers: {}})
})
afterEach(() => server.close())

const store = () => {
  const s3 = openS3({...s3SettingsOf(server.endpoint), timeoutSeconds: 1}, '/')
  return createS3OutputStore(openBucket({s3, name: 'output', sleep: async () => undefined}))
}
async function listed(): Promise<readonly string[]> {
  const keys: string[] = []
  for await (const page of store().list('crc/')) keys.push(...page)
  return keys
}

describe.each(['half', 'stalled'] as const)('an answer of which half came, and that was then %s', (meets) => {
  test('is asked for again, when it is a listing', async () => {
    server.faults.push({method: 'GET', meets})

    const keys = await listed()

    expect([keys, server.requests.length]).toEqual([[key], 2])
  })

  test('is asked for again, when it is an object', async () => {
    server.faults.push({method: 'GET', meets})

    const object = await store().read(key)

    expect(Buffer.from(object ?? []).toString()).toBe('{"a":1}')
  })

  test('is given up when no other comes', async () => {
    for (let attempt = 0; attempt < 4; attempt += 1) server.faults.push({method: 'GET', meets})

    await expect(listed()).rejects.toMatchObject({code: 'OUTPUT_FAILED'})
    expect(server.requests).toHaveLength(4)
  }, 10_000)
})

test('a listing that says that more follows, and not where, is not taken for a whole one', async () => {
  server.faults.push({method: 'GET', meets: 'endless'})

  await expect(listed()).rejects.toThrowErrorMatchingInlineSnapshot(
    `[ReplayError: s3://output/crc/*: the objects were not listed: the server says that more objects follow, and not where (ListingBroken).]`,
  )
})
