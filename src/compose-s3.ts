import type {Sql} from './adapters/postgres/connection.ts'
import type {Bucket} from './adapters/s3/bucket.ts'
import type {BucketPlace} from './core/emission/conditional-put.ts'
import type {S3Settings, Settings} from './core/settings/settings.ts'
import type {Clock} from './ports.ts'
import type {EmissionServer} from './ports/emission-server.ts'

/** What a store is found from. */
export interface Place {
  /** Of the operator's repository. */
  readonly root: string
  readonly clock: Clock
}

/**
 * A bucket of the server that the settings name.
 * @throws {ReplayError} FILE_UNREADABLE for the file of its authority
 */
export async function bucketOf({root, clock}: Place, {s3}: Settings, name: string): Promise<Bucket> {
  const [{openS3}, {openBucket}] = await Promise.all([
    import('./adapters/s3/s3-client.ts'),
    import('./adapters/s3/bucket.ts'),
  ])
  return openBucket({
    s3: openS3(s3, root),
    name,
    sleep: (ms) => clock.sleep(ms),
  })
}

export const placeOf = ({endpoint, region}: S3Settings, bucket: string): BucketPlace => ({
  endpoint: endpoint ?? `Amazon S3, ${region}`,
  bucket,
})

/** @returns null where emission is not in S3 */
export async function emissionServerOf(sql: Sql, place: Place, settings: Settings): Promise<EmissionServer | null> {
  const {storage, bucket, prefix} = settings.emission
  if (storage !== 's3' || bucket === null) return null
  const {postgresPutProbes} = await import('./adapters/postgres/put-probes.ts')
  return {
    place: placeOf(settings.s3, bucket),
    probes: postgresPutProbes(sql),
    creators: async () => {
      const {bucketInspection} = await import('./adapters/s3/inspect-bucket.ts')
      return bucketInspection(await bucketOf(place, settings, bucket)).creators(prefix)
    },
  }
}
