import {expect, it} from 'vitest'
import {flowNames} from '../../../src/core/nifi/replay-flow.ts'
import {rowsOfEach} from './deletions.ts'
import {within, type FlowWorld} from './flow-world.ts'

const {processors} = flowNames

/** A deletion happens, and happens once. */
export function onceSuite(world: FlowWorld): void {
  it('does what is handed over, archives what it deletes, and keeps nothing', async () => {
    const {deletions, flow} = world

    const runId = await deletions.handOver(1)
    await world.done(runId, 1)

    expect(await deletions.counts(runId)).toEqual({left: 0, archived: rowsOfEach, done: 1})
    expect(await deletions.claims(runId)).toBe(1)
    expect(await flow.failed()).toEqual([])
    await expect.poll(() => flow.inFlight(), within).toBe(0)
  })

  it('takes a document of 300,000 characters', async () => {
    const {deletions} = world

    const runId = await deletions.handOver(1, {padding: 300_000})
    await world.done(runId, 1)

    expect(await deletions.counts(runId)).toEqual({left: 0, archived: rowsOfEach, done: 1})
  })

  it('deletes once what is delivered three times, and each claim is committed as it is made', async () => {
    const {deletions, flow} = world
    await flow.turn(processors.deleteRows, 'STOPPED')

    const runId = await deletions.handOver(1)
    for (const times of [1, 2, 3]) {
      await expect.poll(() => flow.inFlight(), within).toBe(times)
      expect(await deletions.claims(runId)).toBe(times)
      if (times < 3) await deletions.endClaims()
    }
    await flow.turn(processors.deleteRows, 'RUNNING')
    await expect.poll(() => flow.inFlight(), within).toBe(0)

    expect(await deletions.counts(runId)).toEqual({left: 0, archived: rowsOfEach, done: 1})
    expect(await deletions.failures(runId)).toEqual([])
    expect(await flow.failed()).toEqual([])
  })

  it('does twenty at once, each of them once', async () => {
    const {deletions, flow} = world

    const runId = await deletions.handOver(20)
    await world.done(runId, 20)

    expect(await deletions.counts(runId)).toEqual({left: 0, archived: 20 * rowsOfEach, done: 20})
    expect(await deletions.failures(runId)).toEqual([])
    expect(await flow.failed()).toEqual([])
  })

  it.runIf(world.isFirst)('does a thousand at once, each of them once', {timeout: 300_000}, async () => {
    const {deletions, flow} = world

    const runId = await deletions.handOver(1000)
    await world.done(runId, 1000)

    expect(await deletions.counts(runId)).toEqual({left: 0, archived: 1000 * rowsOfEach, done: 1000})
    expect(await deletions.failures(runId)).toEqual([])
    expect(await flow.failed()).toEqual([])
  })
}
