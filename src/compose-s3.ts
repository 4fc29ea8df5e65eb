import type {Bucket} from './adapters/s3/bucket.ts'
import type {Settings} from './core/settings/settings.ts'
import type {Clock} from './ports.ts'

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
    condition: s3.conditionalPut === 'required' ? 'if-none-match' : 'none',
    sleep: (ms) => clock.sleep(ms),
  })
}
