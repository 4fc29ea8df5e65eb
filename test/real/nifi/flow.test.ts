import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {afterAll, afterEach, beforeAll, describe, it} from 'vitest'
import {isMissing} from '../../support/database.ts'
import {nifiHomes} from '../../support/nifi-home.ts'
import {installedFlow, type InstalledFlow} from '../../support/nifi-site.ts'
import {createDeletions, type Deletions, type Emission} from './deletions.ts'
import {onceSuite} from './flow-once.ts'
import {troubleSuite} from './flow-trouble.ts'
import {bucketSuite} from './flow-s3.ts'
import {flowWorld} from './flow-world.ts'

const homes = nifiHomes()
if (homes.length === 0) it.skip('no NiFi home was found, so our flow was not tried', () => undefined)

describe.each(homes)('our flow on NiFi $version', (home) => {
  // PostgreSQL 10 is what cQube runs on; the newest one is tried with the newest NiFi.
  const server = home.version.startsWith('1.') && !isMissing('pg10') ? 'pg10' : 'pg18'
  const directory = mkdtempSync(join(tmpdir(), 'cqube-replay-emission-'))
  let emission: Emission = {
    put: async ({key, bytes}) => {
      mkdirSync(dirname(join(directory, key)), {recursive: true})
      writeFileSync(join(directory, key), bytes)
    },
  }
  let deletions: Deletions
  let flow: InstalledFlow
  beforeAll(async () => {
    deletions = await createDeletions(server, {put: (document) => emission.put(document)})
    flow = await installedFlow(home, deletions.account, {storage: 'local', directory})
  }, 300_000)
  // Whatever a test that failed has left.
  afterEach(async () => {
    await deletions.unlock()
    await deletions.proxy.open()
    await flow.emptyQueues()
  })
  afterAll(async () => {
    await flow.stop()
    await deletions.drop()
    rmSync(directory, {recursive: true})
  })

  const world = flowWorld(() => ({deletions, flow}), {
    version: home.version,
    isFirst: home === homes[0],
  })
  onceSuite(world)
  troubleSuite(world)
  bucketSuite(world, (bucket) => (emission = bucket))
})
