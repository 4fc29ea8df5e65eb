import fc from 'fast-check'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {servers} from '../../support/database.ts'
import {deletedOnce, noFigures, type Judgement} from '../../support/model/property.ts'
import {weaken, withoutContract, withoutFence, withoutState} from '../../support/model/weaken.ts'
import {openWorld, type World} from '../../support/model/world.ts'

/** The model must be able to fail: it is set on ledgers that lack one of the guards. */
describe.each(servers)('a ledger broken on purpose on $name', ({name}) => {
  let world: World

  beforeEach(async () => {
    world = await openWorld(name)
  })
  afterEach(() => world.drop())

  const findings = async (judgement: Judgement = 'rows only', numRuns = 300): Promise<string> => {
    const details = await fc.check(deletedOnce(world, noFigures(), judgement), {numRuns, endOnFailure: true})
    return details.failed ? String((details.errorInstance as Error | null)?.message) : 'nothing'
  }

  it('deletes slices twice without the fence', async () => {
    await weaken(world.database, withoutFence)

    expect(await findings()).toContain('was deleted twice')
  })

  it('deletes rows that nobody counted without the row contract', async () => {
    await weaken(world.database, withoutContract)

    expect(await findings()).toMatch(/did not count it|was lost/)
  })

  it('answers late deliveries otherwise without the state of the deletion', async () => {
    await weaken(world.database, withoutState)

    expect(await findings('rows and ledger')).toContain('No order explains it')
  })

  it('still deletes every slice once without the state, by the fence alone', async () => {
    await weaken(world.database, withoutState)

    expect(await findings('rows only', 20)).toBe('nothing')
  })
})
