import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import type {Bucket} from '../../src/adapters/s3/bucket.ts'
import {createS3EmissionStore} from '../../src/adapters/s3/emission-store.ts'
import {createS3OutputStore} from '../../src/adapters/s3/output-store.ts'
import {bucketInspection} from '../../src/adapters/s3/inspect-bucket.ts'
import {emissionStoreSuite} from '../contract/emission-store/suite.ts'
import {outputStoreSuite} from '../contract/output-store/suite.ts'
import {bucketOf} from '../support/s3.ts'
import {goodServers, isMissing, startS3, type S3Server} from '../support/s3-servers.ts'

async function keysOf(bucket: Bucket): Promise<readonly string[]> {
  const keys: string[] = []
  for await (const page of bucket.list('')) keys.push(...page)
  return keys
}

describe.each(goodServers)('%s', (name) => {
  describe.skipIf(isMissing(name))('as a store', () => {
    let server: S3Server
    beforeAll(async () => {
      server = await startS3(name)
    })
    afterAll(() => server.stop())

    emissionStoreSuite(name, async () => createS3EmissionStore(bucketOf(server.endpoint, await server.newBucket())))
    outputStoreSuite(name, async () => createS3OutputStore(bucketOf(server.endpoint, await server.newBucket())))

    it('lets one of thirty-two creators of a key win, in ten rounds', async () => {
      const store = createS3EmissionStore(bucketOf(server.endpoint, await server.newBucket()))

      for (let round = 0; round < 10; round += 1) {
        const key = `cqube_replay/round_${round}.json`
        const ends = await Promise.allSettled(
          Array.from({length: 32}, (_, writer) => store.create(key, Buffer.from(`{"writer":${writer}}`))),
        )

        const [winner, ...others] = ends.flatMap(({status}, writer) => (status === 'fulfilled' ? [writer] : []))
        expect(others).toEqual([])
        expect(Buffer.from((await store.read(key)) ?? []).toString()).toBe(`{"writer":${winner ?? '?'}}`)
      }
    })

    it('is found by doctor to have one creator of a key, and nothing is left of the looking', async () => {
      const bucket = bucketOf(server.endpoint, await server.newBucket())
      const inspection = bucketInspection(bucket)

      const found = [await inspection.rights('cqube_replay'), await inspection.creators('cqube_replay')]

      expect(found).toEqual([
        {place: `s3://${bucket.name}/cqube_replay/`, troubles: []},
        {most: 1, areKept: true},
      ])
      expect(await keysOf(bucket)).toEqual([])
    })

    it('holds an object of 12 MiB, and moves it', async () => {
      const store = createS3OutputStore(bucketOf(server.endpoint, await server.newBucket()))
      const object = Buffer.alloc(12 * 1024 * 1024, 'pupil ')
      await store.replace('crc/2020-21/12.json', object)

      const outcome = await store.move('crc/2020-21/12.json', 'cqube_replay_archive/run/crc/2020-21/12.json')

      expect(outcome).toBe('moved')
      expect(object.equals((await store.read('cqube_replay_archive/run/crc/2020-21/12.json')) ?? Buffer.alloc(0))).toBe(
        true,
      )
    })

    it('lists more keys than a page holds', async () => {
      const bucket = bucketOf(server.endpoint, await server.newBucket())
      const keys = Array.from({length: 1_100}, (_, n) => `pat/${n}.json`)
      for (let start = 0; start < keys.length; start += 50) {
        await Promise.all(
          keys.slice(start, start + 50).map((key) => bucket.put(key, Buffer.from('{}'), 'application/json')),
        )
      }
      const pages: (readonly string[])[] = []

      for await (const page of createS3OutputStore(bucket).list('pat/')) pages.push(page)

      expect(pages.flat().sort()).toEqual(keys.toSorted())
      expect(pages.length).toBeGreaterThan(1)
    })
  })
})
