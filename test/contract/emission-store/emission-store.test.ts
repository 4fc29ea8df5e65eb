import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach} from 'vitest'
import {createLocalEmissionStore} from '../../../src/adapters/local-directory/emission-store.ts'
import {memoryEmissionStore} from '../../../src/adapters/local-directory/memory-store.ts'
import {createS3EmissionStore} from '../../../src/adapters/s3/emission-store.ts'
import {createFakeEmissionStore} from '../../fakes/emission-store.ts'
import {startFakeS3, type FakeS3} from '../../fakes/s3-server.ts'
import {bucketOf} from '../../support/s3.ts'
import {emissionStoreSuite} from './suite.ts'

const directories: string[] = []
const temporaryDirectory = (): string => {
  const directory = mkdtempSync(join(tmpdir(), 'cqube-replay-emission-'))
  directories.push(directory)
  return directory
}
const servers: FakeS3[] = []

afterEach(async () => {
  for (const directory of directories.splice(0)) rmSync(directory, {recursive: true, force: true})
  for (const server of servers.splice(0)) await server.close()
})

emissionStoreSuite('fake', () => createFakeEmissionStore())
emissionStoreSuite('memory', memoryEmissionStore)
emissionStoreSuite('local directory', () =>
  createLocalEmissionStore({directory: join(temporaryDirectory(), 'emission')}),
)
emissionStoreSuite('S3, a server in this process', async () => {
  const server = await startFakeS3({buckets: ['emission']})
  servers.push(server)
  return createS3EmissionStore(bucketOf(server.endpoint, 'emission'))
})
