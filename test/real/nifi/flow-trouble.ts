import {expect, it} from 'vitest'
import {flowNames} from '../../../src/core/nifi/replay-flow.ts'
import {rowsOfEach} from './deletions.ts'
import {within, type FlowWorld} from './flow-world.ts'

const {processors} = flowNames
const once = {left: 0, archived: rowsOfEach, done: 1}
const nothing = {left: rowsOfEach, archived: 0, done: 0}

/** What is refused, missing, away or killed. */
export function troubleSuite(world: FlowWorld): void {
  const failed = async (count: number) => {
    await expect.poll(async () => (await world.flow.failed()).length, within).toBe(count)
    return (await world.flow.failed()).map(({attributes}) => attributes)
  }

  it('keeps a deletion that is refused, with the reason, and is not given it again', async () => {
    const {deletions} = world

    const runId = await deletions.handOver(1, {isDrifted: true})
    const [attributes] = await failed(1)
    await deletions.endClaims()
    // The next question was asked after that.
    await world.done(await deletions.handOver(1), 1)

    expect(attributes).toMatchObject({
      'run id': runId,
      'document number': '1',
      'data source': 'student_attendance',
      'object key': `cqube_replay/${runId}_01.json`,
      failure: expect.stringMatching(/^PostgreSQL did not execute the deletion: .*\[CQ005\] /) as string,
    })
    const failures = await deletions.failures(runId)
    expect(failures).toMatchObject([{code: 'CQ005'}])
    expect(await deletions.counts(runId)).toEqual({...nothing, left: rowsOfEach + 1})
    expect(await deletions.claims(runId)).toBe(1)
  })

  it('keeps a deletion whose document is missing, and does it when it is there and given out again', async () => {
    const {deletions} = world

    const runId = await deletions.handOver(1, {isLost: true})
    const [attributes] = await failed(1)
    const before = await deletions.counts(runId)
    await deletions.emit(runId)
    await deletions.endClaims()
    await world.done(runId, 1)

    expect(before).toEqual(nothing)
    expect(attributes?.['failure']).toBe(
      `The document cqube_replay/${runId}_01.json is not in the emission directory that NiFi reads.`,
    )
    expect(await deletions.failures(runId)).toEqual([{code: 'NIFI', message: attributes?.['failure']}])
    expect(await deletions.counts(runId)).toEqual(once)
    await failed(1)
  })

  it('asks again when PostgreSQL was away', async () => {
    const {deletions, flow} = world
    await deletions.proxy.close()

    const runId = await deletions.handOver(1)
    await expect
      .poll(async () => (await flow.nifi.watch.bulletins(flow.groupId)).map(({source}) => source), within)
      .toContain(processors.ask)
    await deletions.proxy.open()
    await world.done(runId, 1)

    expect(await deletions.counts(runId)).toEqual(once)
    expect(await deletions.failures(runId)).toEqual([])
  })

  it('records a failure when PostgreSQL is back', async () => {
    const {deletions, flow} = world
    await flow.turn(processors.record, 'STOPPED')
    const runId = await deletions.handOver(1, {isLost: true})
    await expect.poll(() => flow.queued('to be recorded'), within).toBe(1)
    await deletions.proxy.close()

    await flow.turn(processors.record, 'RUNNING')
    await expect.poll(() => flow.queued('not recorded yet'), within).toBe(1)
    await deletions.proxy.open()
    await failed(1)

    expect(await deletions.failures(runId)).toMatchObject([{code: 'NIFI'}])
    await deletions.emit(runId)
    await deletions.endClaims()
    await world.done(runId, 1)
  })

  it('deletes once when the answer of PostgreSQL is lost', async () => {
    const {deletions, flow} = world
    const runId = await deletions.handOver(1, {isLocked: true})
    await expect.poll(() => deletions.waiting(), within).toHaveLength(1)

    await deletions.proxy.close()
    await deletions.unlock()
    await expect.poll(() => flow.queued('not recorded yet'), within).toBe(1)
    await deletions.proxy.open()
    await failed(1)
    await deletions.endClaims()
    await world.done(runId, 1)

    expect(await deletions.counts(runId)).toEqual(once)
  })

  it('deletes once when the backend is ended within the function', async () => {
    const {deletions} = world
    const runId = await deletions.handOver(1, {isLocked: true})
    await expect.poll(() => deletions.waiting(), within).toHaveLength(1)

    const [backend] = await deletions.waiting()
    await deletions.database.query('select pg_terminate_backend($1)', [backend])
    await deletions.unlock()
    await failed(1)
    const before = await deletions.counts(runId)
    await deletions.endClaims()
    await world.done(runId, 1)

    expect(before).toEqual(nothing)
    expect(await deletions.failures(runId)).toMatchObject([
      {code: 'NIFI', message: expect.stringContaining('terminating connection') as string},
    ])
    expect(await deletions.counts(runId)).toEqual(once)
  })

  it('gives up waiting for a table that stays locked, says so, and does it later', async () => {
    const {deletions} = world

    const runId = await deletions.handOver(1, {isLocked: true})
    const [attributes] = await failed(1)
    await deletions.unlock()
    await deletions.endClaims()
    await world.done(runId, 1)

    expect(attributes?.['failure']).toMatch(/\[55P03\]/)
    expect(await deletions.failures(runId)).toMatchObject([{code: '55P03'}])
    expect(await deletions.counts(runId)).toEqual(once)
  })

  it('deletes once when NiFi is killed within the function, and started again', {timeout: 300_000}, async () => {
    const {deletions, flow} = world
    const runId = await deletions.handOver(1, {isLocked: true})
    await expect.poll(() => deletions.waiting(), within).toHaveLength(1)

    await flow.server.kill()
    await deletions.unlock()
    await flow.server.start()
    await expect.poll(() => flow.inFlight(), within).toBe(0)
    await world.done(runId, 1)

    expect(await deletions.counts(runId)).toEqual(once)
    expect(await deletions.failures(runId)).toEqual([])
    expect(await flow.failed()).toEqual([])
  })
}
