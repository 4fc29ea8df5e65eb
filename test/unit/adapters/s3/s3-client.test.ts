import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {openBucket} from '../../../../src/adapters/s3/bucket.ts'
import {createS3EmissionStore} from '../../../../src/adapters/s3/emission-store.ts'
import {openS3} from '../../../../src/adapters/s3/s3-client.ts'
import {startFakeS3, type FakeS3} from '../../../fakes/s3-server.ts'
import {certificate} from '../../../support/certificate.ts'
import {s3SettingsOf, testCredentials} from '../../../support/s3.ts'

const key = 'cqube_replay/20261101T163000Z-4f2a_01.json'

let folder: string
let server: FakeS3
beforeAll(async () => {
  Object.assign(process.env, testCredentials)
  folder = mkdtempSync(join(tmpdir(), 'cqube-replay-tls-'))
  server = await startFakeS3({buckets: ['emission'], tls: certificate(folder)})
})
afterAll(async () => {
  await server.close()
  rmSync(folder, {recursive: true, force: true})
})

const storeWith = (caFile: string | null) => {
  const s3 = openS3({...s3SettingsOf(server.endpoint), caFile}, folder)
  const bucket = openBucket({s3, name: 'emission', sleep: async () => undefined})
  return createS3EmissionStore(bucket)
}

test('a server is believed whose authority the settings name, by a path below the repository', async () => {
  const outcome = await storeWith('cert.pem').create(key, Buffer.from('{}'))

  expect(outcome).toBe('created')
})

test('a server of an unknown authority is sent nothing', async () => {
  const before = server.requests.length

  const attempt = storeWith(null).create(key, Buffer.from('{}'))

  await expect(attempt).rejects.toThrow(
    'its certificate is self-signed; name its file as `s3.ca_file` (DEPTH_ZERO_SELF_SIGNED_CERT). Nothing was written.',
  )
  expect(server.requests).toHaveLength(before)
})

test('a file of the authority that is not there is named', () => {
  expect(() => storeWith('other.pem')).toThrow(
    expect.objectContaining({
      code: 'FILE_UNREADABLE',
      message: `${join(folder, 'other.pem')}, named by \`s3.ca_file\`, was not read (ENOENT).`,
    }),
  )
})

test('no error tells a secret', async () => {
  const error = await storeWith(null)
    .create(key, Buffer.from('{}'))
    .catch((thrown: unknown) => thrown)

  expect(String(error)).not.toContain(testCredentials.AWS_SECRET_ACCESS_KEY)
  expect(JSON.stringify(error)).not.toContain(testCredentials.AWS_SECRET_ACCESS_KEY)
})
