import {afterAll, beforeAll, beforeEach, afterEach, describe, expect, it} from 'vitest'
import {servers} from '../../support/database.ts'
import {ledgerDatabase, runnerOn, type LedgerDatabase} from '../../support/ledger.ts'
import {inside, settled, startClient, type ClientProcess} from '../../support/model/client-process.ts'
import {letLeaseExpire, prepareDeletion, stayInside} from '../../support/model/prepared-deletion.ts'

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

describe.each(servers)('a runner in a process of its own on $name', ({name}) => {
  let database: LedgerDatabase
  let client: ClientProcess

  beforeAll(async () => {
    database = await ledgerDatabase(name, 'tables')
    await stayInside(database, 0.15)
  })
  afterAll(() => database.drop())
  beforeEach(async () => {
    client = await startClient(database.connectionString)
  })
  afterEach(async () => {
    client.wake()
    await client.end('killed')
  })

  /** A real lease, of 0.2 s from its last renewal on. */
  const sleepPastLease = async (epoch: number) => {
    await runnerOn(database, 'first', 0.2).lease.renew(epoch)
    await pause(250)
  }

  const takeOver = async () => {
    const next = runnerOn(database, 'second', 60)
    return {next, epoch: await next.lease.take()}
  }

  it.each([1, 2, 3])('that is stopped past its lease and wakes can do nothing (trial %i)', async () => {
    const {epoch: held, text, values, outcome, finish} = await prepareDeletion(database, 50)
    await client.stop()
    client.send(text, values)
    await sleepPastLease(held)
    const {next, epoch} = await takeOver()
    await finish(next, epoch)
    const before = await outcome()

    client.wake()
    const answer = await client.answer()

    expect([before, answer, await outcome()]).toEqual(['deleted', 'CQ008', 'deleted'])
    await next.lease.release(epoch)
  })

  it('that is stopped in the middle of its deletion does not hold it half-way', async () => {
    const {epoch: held, text, values, outcome} = await prepareDeletion(database, 50)
    client.send(text, values)
    await inside(database, client)
    await client.stop()
    await sleepPastLease(held)

    // Waits for the deletion, which ends without its client.
    const {next, epoch} = await takeOver()
    const found = await outcome()
    client.wake()

    expect([found, await client.answer()]).toEqual(['deleted', 'done'])
    await next.lease.release(epoch)
  })

  it(
    'that is killed at any moment leaves the deletion whole or untouched, and the next one finishes it',
    {timeout: 60_000},
    async () => {
      const found: Record<string, number> = {}
      const afterwards: string[] = []
      const trials = Number(process.env['KILL_TRIALS'] ?? 12)
      for (let trial = 0; trial < trials; trial += 1) {
        const victim = await startClient(database.connectionString)
        const {text, values, outcome, finish} = await prepareDeletion(database, 300)
        victim.send(text, values)
        // Between the first bytes on the way to the server and some time after its answer.
        await pause((trial * 240) / trials)
        await victim.end('killed')
        await settled(database, victim)
        const left = await outcome()
        found[left] = (found[left] ?? 0) + 1

        await letLeaseExpire(database)
        const {next, epoch} = await takeOver()
        await finish(next, epoch)
        afterwards.push(await outcome())
        await next.lease.release(epoch)
      }

      process.stderr.write(`${name}: killed clients left ${JSON.stringify(found)}\n`)
      // Which of the two a moment meets depends on the machine; a third would be half a deletion.
      expect(['deleted', 'untouched']).toEqual(expect.arrayContaining(Object.keys(found)))
      expect(afterwards).toEqual(Array.from({length: trials}, () => 'deleted'))
    },
  )
})
