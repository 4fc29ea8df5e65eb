import {afterAll, beforeAll, describe} from 'vitest'
import {postgresPutProbes} from '../../../src/adapters/postgres/put-probes.ts'
import {createFakePutProbes} from '../../fakes/put-probes.ts'
import {servers} from '../../support/database.ts'
import {ledgerDatabase, type LedgerDatabase} from '../../support/ledger.ts'
import {putProbesSuite} from './suite.ts'

describe('probes of servers, remembered by a fake', () => {
  putProbesSuite(() => {
    const probes = createFakePutProbes()
    return {
      probes,
      age: (days) => {
        probes.age(days)
      },
    }
  })
})

describe.each(servers)('probes of servers, remembered by the ledger on $name', ({name}) => {
  let database: LedgerDatabase
  beforeAll(async () => {
    database = await ledgerDatabase(name, 'tables')
  })
  afterAll(() => database.drop())

  putProbesSuite(async () => {
    await database.query('truncate cqube_replay.storage_probe')
    const age = async (days: number) => {
      await database.query('update cqube_replay.storage_probe set probed_at = probed_at - make_interval(days => $1)', [
        days,
      ])
    }
    return {probes: postgresPutProbes(database), age}
  })
})
