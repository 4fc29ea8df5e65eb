import {openBucket, type Bucket} from '../../src/adapters/s3/bucket.ts'
import {openS3} from '../../src/adapters/s3/s3-client.ts'
import type {S3Settings} from '../../src/core/settings/settings.ts'

/** Where the SDK's default chain looks first. */
export const testCredentials = {AWS_ACCESS_KEY_ID: 'cqube-test', AWS_SECRET_ACCESS_KEY: 'cqube-test-secret'}

export const s3SettingsOf = (endpoint: string): S3Settings => ({
  endpoint,
  region: 'us-east-1',
  pathStyle: true,
  caFile: null,
  timeoutSeconds: 5,
  conditionalPut: 'required',
})

/** A bucket of a server, without waiting between attempts. */
export function bucketOf(endpoint: string, name: string): Bucket {
  Object.assign(process.env, testCredentials)
  return openBucket({s3: openS3(s3SettingsOf(endpoint), '/'), name, sleep: async () => undefined})
}
