import {PutObjectCommand} from '@aws-sdk/client-s3'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {openS3} from '../../../src/adapters/s3/s3-client.ts'
import {s3SettingsOf} from '../../support/s3.ts'
import {isMissing, startS3, type S3Server} from '../../support/s3-servers.ts'
import {rowsOfEach, type Emission} from './deletions.ts'
import {within, type FlowWorld} from './flow-world.ts'

const serverName = 'versitygw-1.8.0'

/** Metadata that would be arguments of the call, if the flow let them. */
const hostile = {'sql.args.1.value': 'another-run', 'sql.args.5.type': '12', 'sql.args.5.value': 'x'}

/** Runs last: the group that read from a directory is given a bucket. */
export function bucketSuite(world: FlowWorld, putInto: (emission: Emission) => void): void {
  describe.skipIf(isMissing(serverName))('given a bucket', () => {
    let s3: S3Server
    beforeAll(async () => {
      s3 = await startS3(serverName)
      const bucket = await s3.newBucket()
      const {once} = openS3(s3SettingsOf(s3.endpoint), '/')
      putInto({
        put: async ({key, bytes}) => {
          await once.send(new PutObjectCommand({Bucket: bucket, Key: key, Body: bytes, Metadata: hostile}))
        },
      })
      const place = {bucket, region: 'us-east-1', endpoint: s3.endpoint, credentials: 'keys'} as const
      await world.flow.moveTo({storage: 's3', ...place})
    }, 120_000)
    afterAll(() => s3.stop())

    it('does what is handed over, whatever the metadata of the object say', async () => {
      const {deletions, flow} = world

      const runId = await deletions.handOver(3)
      await world.done(runId, 3)

      expect(await deletions.counts(runId)).toEqual({left: 0, archived: 3 * rowsOfEach, done: 3})
      expect(await deletions.failures(runId)).toEqual([])
      expect(await flow.failed()).toEqual([])
    })

    it('says that it could not fetch an object that is missing, and does the deletion when it is there', async () => {
      const {deletions, flow} = world

      const runId = await deletions.handOver(1, {isLost: true})
      await expect.poll(async () => (await flow.failed()).length, within).toBe(1)
      const failures = await deletions.failures(runId)
      await deletions.emit(runId)
      await deletions.endClaims()
      await world.done(runId, 1)

      const says = `The emission store did not give NiFi the document cqube_replay/${runId}_01.json: `
      expect(failures).toMatchObject([{code: 'NIFI', message: expect.stringContaining(says) as string}])
      expect(await deletions.counts(runId)).toEqual({left: 0, archived: rowsOfEach, done: 1})
    })
  })
}
