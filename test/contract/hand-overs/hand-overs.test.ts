import {afterEach, beforeEach, describe} from 'vitest'
import {postgresHandOvers} from '../../../src/adapters/postgres/hand-overs.ts'
import {createFakeHandOvers} from '../../fakes/hand-overs.ts'
import {march2020, testRunner} from '../../integration/postgres/submitted-deletion.ts'
import {servers} from '../../support/database.ts'
import {ledgerDatabase, type LedgerDatabase} from '../../support/ledger.ts'
import {handOverSuite} from './suite.ts'

describe('deletions that NiFi executes, of a fake', () => {
  handOverSuite(async () => {
    const handOvers = createFakeHandOvers()
    const deletion = {runId: '20261101T163000Z-4f2a', documentNo: 1, dataSource: 'student_attendance'}
    handOvers.add(deletion)
    return {
      handOvers,
      epoch: handOvers.epoch,
      deletion,
      ask: async () => handOvers.ask().length,
      fail: async (code, text) => {
        handOvers.fail(deletion, code, text)
      },
      end: async (state) => {
        handOvers.end(deletion, state)
      },
      pause: async (isPaused) => {
        handOvers.pause(isPaused)
      },
    }
  })
})

describe.each(servers)('deletions that NiFi executes, of the ledger on $name', ({name}) => {
  let database: LedgerDatabase
  beforeEach(async () => {
    database = await ledgerDatabase(name)
  })
  afterEach(() => database.drop())

  handOverSuite(async () => {
    const runner = await testRunner(database)
    const {runId, execute} = await runner.submit(march2020)
    const deletion = {runId, documentNo: 1, dataSource: 'student_attendance'}
    return {
      handOvers: postgresHandOvers(database),
      epoch: runner.epoch,
      deletion,
      ask: async () => (await database.query('select 1 from cqube_replay.next_deletions(100)')).length,
      fail: async (code, text) => {
        const message = code === 'NIFI' ? text : `PostgreSQL did not execute it: ERROR: [${code}] ${text}`
        await database.query("select cqube_replay.record_failure($1, 1, 'student_attendance', 'NIFI', $2)", [
          runId,
          message,
        ])
      },
      pause: async (isPaused) => {
        const act = isPaused ? "set_pause('operator', 'stop')" : 'clear_pause()'
        await database.query(`select cqube_replay.${act}`)
      },
      end: async (state) => {
        if (state === 'DONE') await execute()
        else
          await database.query("select cqube_replay.void_deletion($1, $2, 1, 'student_attendance', 'C', 'm')", [
            runner.epoch,
            runId,
          ])
      },
    }
  })
})
