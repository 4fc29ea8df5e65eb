import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {openDatabase, type Database} from '../../../src/adapters/postgres/connection.ts'
import {postgresPause} from '../../../src/adapters/postgres/lease.ts'
import {servers} from '../../support/database.ts'
import {connectionOptions, ledgerDatabase, runnerOn, type LedgerDatabase, type Target} from '../../support/ledger.ts'

const targets: readonly {readonly name: Target}[] = [...servers, {name: 'pglite'}]

describe.each(servers)('the lease under contention on $name', ({name}) => {
  let database: LedgerDatabase
  let contenders: Database[]

  beforeAll(async () => {
    database = await ledgerDatabase(name, 'tables')
    contenders = Array.from({length: 8}, () => openDatabase(connectionOptions(database.connectionString)))
  })
  afterAll(async () => {
    await Promise.all(contenders.map((contender) => contender.end()))
    await database.drop()
  })

  it('has exactly one winner of eight, and every epoch is the next one', async () => {
    const runners = contenders.map((contender, index) => runnerOn(contender, `runner-${index}`))
    const winners: (readonly number[])[] = []

    for (let round = 0; round < 100; round += 1) {
      const taken = await Promise.allSettled(runners.map(({lease}) => lease.take()))
      const epochs = taken.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
      winners.push(epochs)
      // Every other lease ends by its time, as that of a dead runner.
      if (round % 2 === 0)
        await runners[taken.findIndex(({status}) => status === 'fulfilled')]?.lease.release(epochs[0] ?? 0)
      else await database.query("update cqube_replay.lease set expires_at = '-infinity'")
    }

    expect(winners).toEqual(Array.from({length: 100}, (_, round) => [round + 1]))
  })
})

describe.each(targets)('the lease on $name', ({name}) => {
  let database: LedgerDatabase

  beforeAll(async () => {
    database = await ledgerDatabase(name, 'tables')
  })
  afterAll(() => database.drop())

  const expire = () => database.query("update cqube_replay.lease set expires_at = clock_timestamp() - interval '1 ms'")

  it('goes to nobody else, not even to its holder again, before it is released', async () => {
    const [first, second] = [runnerOn(database, 'first'), runnerOn(database, 'second')]
    const epoch = await first.lease.take()

    await expect(second.lease.take()).rejects.toMatchObject({code: 'OTHER_RUNNER'})
    await expect(first.lease.take()).rejects.toMatchObject({code: 'OTHER_RUNNER'})
    await first.lease.release(epoch)
    const next = await second.lease.take()

    expect(next).toBe(epoch + 1)
    await second.lease.release(next)
  })

  it('is renewed by its holder while it lasts, never afterwards, and never by an earlier one', async () => {
    const [first, second] = [runnerOn(database, 'first'), runnerOn(database, 'second')]
    const epoch = await first.lease.take()

    const renewed = await first.lease.renew(epoch)
    await expire()
    const tooLate = await first.lease.renew(epoch)
    const next = await second.lease.take()
    const superseded = await first.lease.renew(epoch)

    expect([renewed, tooLate, superseded]).toEqual([true, false, false])
    await second.lease.release(next)
  })

  it('stays with the next one when an earlier holder releases late', async () => {
    const [first, second] = [runnerOn(database, 'first'), runnerOn(database, 'second')]
    const epoch = await first.lease.take()
    await expire()
    const next = await second.lease.take()

    await first.lease.release(epoch)

    expect(await second.facts.lease()).toMatchObject({holder: 'second', active: true})
    await second.lease.release(next)
  })

  it('is refused to everybody while paused, also when it is free', async () => {
    const pause = postgresPause(database)
    const runner = runnerOn(database)
    await pause.set('an administrator', 'the state examines its exam data')

    await expect(runner.lease.take()).rejects.toMatchObject({code: 'PAUSED'})
    await pause.clear()
    const epoch = await runner.lease.take()

    expect(epoch).toBeGreaterThan(0)
    await runner.lease.release(epoch)
  })
})
