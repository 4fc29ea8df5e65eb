import {expect, it} from 'vitest'
import type {DeletionName} from '../../../src/core/run/submission.ts'
import type {HandOvers} from '../../../src/ports/hand-overs.ts'

/** Deletions that NiFi may get, with one that is emitted. */
export interface HandOverTarget {
  readonly handOvers: HandOvers
  /** Of the runner that holds the lease. */
  readonly epoch: number
  readonly deletion: DeletionName
  /** NiFi asks. @returns how many it is given */
  readonly ask: () => Promise<number>
  /** NiFi records what it met, with PostgreSQL's SQLSTATE, or `NIFI` where it was not PostgreSQL. */
  readonly fail: (code: string, text: string) => Promise<void>
  readonly end: (state: 'DONE' | 'VOID') => Promise<void>
  readonly pause: (isPaused: boolean) => Promise<void>
}

export function handOverSuite(create: () => Promise<HandOverTarget>): void {
  it('gives NiFi nothing before it is handed over, and then once', async () => {
    const {handOvers, epoch, deletion, ask} = await create()
    const before = await ask()
    await handOvers.handOver(epoch, deletion.runId)
    const untouched = await handOvers.progress(deletion)

    const given = [await ask(), await ask()]

    expect(before).toBe(0)
    expect(untouched).toEqual({state: 'EMITTED', claims: 0, isPaused: false, failure: null})
    expect(given).toEqual([1, 0])
    expect(await handOvers.progress(deletion)).toEqual({state: 'EMITTED', claims: 1, isPaused: false, failure: null})
  })

  it.each(['DONE', 'VOID'] as const)('says that it is %s', async (state) => {
    const {handOvers, epoch, deletion, end} = await create()
    await handOvers.handOver(epoch, deletion.runId)

    await end(state)

    expect(await handOvers.progress(deletion)).toMatchObject({state})
  })

  it.each([
    {code: 'CQ005', text: 'The plan counted 4 rows.', told: 'ROWS_CHANGED_SINCE_PLAN', isFinal: true},
    {code: '42501', text: 'permission denied for table', told: 'PERMISSION_MISSING', isFinal: true},
    {code: '22023', text: 'The database failed.', told: 'DATABASE_FAILED', isFinal: true},
    {code: '55P03', text: 'canceling statement due to lock timeout', told: 'LOCK_TIMEOUT', isFinal: false},
    {code: 'NIFI', text: 'The document is not there.', told: 'NIFI_FAILED', isFinal: false},
  ])('tells $code as the runner would, and whether it would come again', async ({code, text, told, isFinal}) => {
    const {handOvers, epoch, deletion, ask, fail} = await create()
    await handOvers.handOver(epoch, deletion.runId)
    await ask()

    await fail(code, text)

    const {state, failure} = await handOvers.progress(deletion)
    expect(state).toBe('EMITTED')
    expect(failure).toMatchObject({isFinal, error: {code: told}})
    expect(failure?.error.message).toContain(code === '22023' ? 'SQLSTATE 22023' : text)
  })

  it('gives NiFi nothing while the ledger is paused, and says so', async () => {
    const {handOvers, epoch, deletion, ask, pause} = await create()
    await handOvers.handOver(epoch, deletion.runId)
    await pause(true)
    const given = await ask()
    const {isPaused} = await handOvers.progress(deletion)

    await pause(false)

    expect([given, isPaused]).toEqual([0, true])
    expect(await ask()).toBe(1)
  })

  it('begins anew when it is handed over again', async () => {
    const {handOvers, epoch, deletion, ask, fail} = await create()
    await handOvers.handOver(epoch, deletion.runId)
    await ask()
    await fail('42501', 'permission denied for table')

    await handOvers.handOver(epoch, deletion.runId)

    expect(await handOvers.progress(deletion)).toEqual({state: 'EMITTED', claims: 0, isPaused: false, failure: null})
    expect(await ask()).toBe(1)
  })

  it('is handed over by nobody but the runner that holds the lease', async () => {
    const {handOvers, epoch, deletion, ask} = await create()

    await expect(handOvers.handOver(epoch + 1, deletion.runId)).rejects.toMatchObject({code: 'LEASE_LOST'})

    expect(await ask()).toBe(0)
  })

  it('knows no deletion that nobody submitted', async () => {
    const {handOvers, deletion} = await create()

    await expect(handOvers.progress({...deletion, documentNo: 9})).rejects.toMatchObject({code: 'BUG'})
  })
}
