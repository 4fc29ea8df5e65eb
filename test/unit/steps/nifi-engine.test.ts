import {describe, expect, it} from 'vitest'
import {ReplayError} from '../../../src/core/replay-error.ts'
import type {RunPoint} from '../../../src/core/run/run-points.ts'
import type {FlowKeeper} from '../../../src/steps/flow-keeper.ts'
import {nifiEngine} from '../../../src/steps/nifi-engine.ts'
import {createFakeClock} from '../../fakes/clock.ts'
import {createFakeHandOvers} from '../../fakes/hand-overs.ts'
import {createFakeLog} from '../../fakes/log.ts'

const deletion = {runId: '20261101T163000Z-4f2a', documentNo: 1, dataSource: 'crc'}
const other = {...deletion, dataSource: 'udise'}
const document = {documentNo: 1, key: 'k', content: {}, bytes: '{}', sha256: 's'}

interface Told {
  readonly acts: string[]
  troubles: readonly string[]
}

const keeperOf = (told: Told): FlowKeeper => ({
  find: async () => {
    told.acts.push('find')
  },
  start: async () => {
    told.acts.push('start')
  },
  glance: ({claims}) => {
    if (told.acts.at(-1) !== `glance ${claims}`) told.acts.push(`glance ${claims}`)
  },
  troubles: async () => told.troubles,
  end: async () => {
    told.acts.push('end')
  },
})

/** @param act is called at each question of the runner, with its number */
function engineWith(act: (look: number) => void = () => undefined, deadlineMinutes = 2) {
  const clock = createFakeClock()
  const handOvers = createFakeHandOvers()
  const log = createFakeLog()
  const told: Told = {acts: [], troubles: []}
  handOvers.add(deletion)
  handOvers.add(other)
  let looks = 0
  const points = {
    reach: (point: RunPoint) => {
      if (point === 'deletion-awaited') act((looks += 1))
    },
  }
  const engine = nifiEngine({handOvers, keeper: keeperOf(told), clock, log, points}, {deadlineMinutes})
  const wait = async (name = deletion): Promise<unknown> =>
    engine.execute(1, name, document).catch((error: unknown) => error)
  const begin = () => engine.begin(1, deletion.runId)
  return {engine, clock, handOvers, log, told, begin, wait, looks: () => looks}
}

describe('the engine of NiFi', () => {
  it('looks for the flow, hands over, starts the flow, waits for the ledger, and puts the flow back', async () => {
    const world = engineWith((look) => {
      if (look === 2) world.handOvers.ask()
      if (look === 4) world.handOvers.end(deletion, 'DONE')
    })

    await world.begin()
    const outcome = await world.wait()
    await world.engine.end()

    expect(outcome).toBeUndefined()
    expect(world.told.acts).toEqual(['find', 'start', 'glance 0', 'glance 1', 'end'])
    expect(world.log.lines).toEqual([])
  })

  it('tells once what NiFi met and may pass, and goes on waiting', async () => {
    const world = engineWith((look) => {
      if (look < 4) world.handOvers.fail(deletion, '55P03', 'canceling statement due to lock timeout')
      if (look === 4) world.handOvers.end(deletion, 'DONE')
    })

    await world.begin()
    const outcome = await world.wait()

    expect(outcome).toBeUndefined()
    expect(world.log.lines).toMatchInlineSnapshot(`
      [
        {
          "level": "warning",
          "message": "LOCK_TIMEOUT: A lock was not granted in time, so nothing was changed: canceling statement due to lock timeout. NiFi is given it again.",
        },
      ]
    `)
  })

  it('ends with what NiFi would meet again', async () => {
    const world = engineWith(() => {
      world.handOvers.fail(deletion, 'CQ005', 'crc: the plan counted 4 rows, the table now has 5; none was deleted.')
    })

    await world.begin()

    expect(await world.wait()).toMatchObject({code: 'ROWS_CHANGED_SINCE_PLAN', exitCode: 2})
  })

  it('says what is wrong when NiFi had its time, and what it met last', async () => {
    const world = engineWith((look) => {
      if (look === 3) world.handOvers.fail(deletion, 'NIFI', 'The document k is not in the emission directory.')
    })
    world.told.troubles = ['The flow is stopped: start it.']

    await world.begin()
    const outcome = await world.wait()

    expect(outcome).toMatchObject({code: 'NIFI_NOT_DONE', exitCode: 3})
    expect((outcome as ReplayError).message).toMatchInlineSnapshot(
      `"crc, document 1 of run 20261101T163000Z-4f2a: NiFi did not delete the rows within 2 minutes. It never asked for it. The flow is stopped: start it. What it met last: NIFI_FAILED: The document k is not in the emission directory. Nothing was deleted."`,
    )
    expect(world.looks()).toBe(240)
  })

  it('says that the ledger is paused, and does not look for a trouble of NiFi then', async () => {
    const world = engineWith()
    world.handOvers.pause(true)

    await world.begin()
    const outcome = await world.wait()

    const paused = 'The ledger is paused, so NiFi is given nothing: `cqube-replay resume` lifts it.'
    expect(world.log.lines.filter(({level}) => level === 'warning')).toEqual([{level: 'warning', message: paused}])
    expect((outcome as ReplayError).message).toContain(`within 2 minutes. ${paused} Nothing was deleted.`)
    expect(world.told.acts).toEqual(['find', 'start'])
  })

  it('gives each deletion its time from the end of the one before, since NiFi has had all of them from the beginning', async () => {
    const world = engineWith((look) => {
      if (look === 200) world.handOvers.end(deletion, 'DONE')
    })
    await world.begin()

    await world.wait()
    const outcomes = [await world.wait(other), world.looks(), await world.wait(other), world.looks()]

    expect(outcomes).toMatchObject([{code: 'NIFI_NOT_DONE'}, 440, {code: 'NIFI_NOT_DONE'}, 440])
  })

  it('waits half a minute for a database that restarts, and no longer', async () => {
    const away = () => new ReplayError('DATABASE_UNREACHABLE', 'The database cannot be reached (57P01).')
    const short = engineWith((look) => {
      if (look === 41) short.handOvers.end(deletion, 'DONE')
    })
    short.handOvers.outages.push(...Array.from({length: 40}, away))
    const long = engineWith()
    long.handOvers.outages.push(...Array.from({length: 200}, away))

    await short.begin()
    await long.begin()

    expect(await short.wait()).toBeUndefined()
    expect(short.log.lines).toHaveLength(1)
    expect(await long.wait()).toMatchObject({code: 'DATABASE_UNREACHABLE'})
    expect(long.looks()).toBe(60)
  })

  it('stops where the runner is told to', async () => {
    const world = engineWith((look) => {
      if (look === 3) throw new ReplayError('STOPPED', 'A signal stopped the runner.')
    })

    await world.begin()

    expect(await world.wait()).toMatchObject({code: 'STOPPED'})
  })

  it('says that somebody voided the deletion', async () => {
    const world = engineWith(() => {
      world.handOvers.end(deletion, 'VOID')
    })

    await world.begin()

    expect(await world.wait()).toMatchObject({code: 'DELETION_VOID'})
  })

  it('hands nothing over when the flow is not there', async () => {
    const world = engineWith()
    const missing = new ReplayError('NIFI_FLOW_MISSING', 'NiFi has no group.')
    const keeper = {...keeperOf(world.told), find: () => Promise.reject(missing)}
    const engine = nifiEngine({...world, keeper, points: {reach: () => undefined}}, {deadlineMinutes: 1})

    await expect(engine.begin(1, deletion.runId)).rejects.toBe(missing)

    expect(world.handOvers.ask()).toEqual([])
  })
})
