import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach} from 'vitest'
import {createLocalOutputStore} from '../../../src/adapters/local-directory/output-store.ts'
import {rehearsedOutputStore} from '../../../src/adapters/local-directory/rehearsed-output-store.ts'
import {createS3OutputStore} from '../../../src/adapters/s3/output-store.ts'
import {createFakeOutputStore} from '../../fakes/output-store.ts'
import {startFakeS3, type FakeS3} from '../../fakes/s3-server.ts'
import {bucketOf} from '../../support/s3.ts'
import {outputStoreSuite} from './suite.ts'

const directories: string[] = []
const temporaryDirectory = (): string => {
  const directory = mkdtempSync(join(tmpdir(), 'cqube-replay-outputs-'))
  directories.push(directory)
  return directory
}
const servers: FakeS3[] = []

afterEach(async () => {
  for (const directory of directories.splice(0)) rmSync(directory, {recursive: true, force: true})
  for (const server of servers.splice(0)) await server.close()
})

outputStoreSuite('fake', () => createFakeOutputStore())
outputStoreSuite('rehearsed', () => rehearsedOutputStore(createFakeOutputStore()))
outputStoreSuite('local directory', () => createLocalOutputStore({directory: join(temporaryDirectory(), 'outputs')}))
outputStoreSuite('S3, a server in this process', async () => {
  const server = await startFakeS3({buckets: ['output'], pageSize: 50})
  servers.push(server)
  return createS3OutputStore(bucketOf(server.endpoint, 'output'))
})
