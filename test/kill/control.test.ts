import {describe, expect, it} from 'vitest'
import type {RunPoint} from '../../src/core/run/run-points.ts'
import {servers, type ServerName} from '../support/database.ts'
import {tell, trialsAtOnce} from './figures.ts'
import {inPool} from './random.ts'
import {stopTrial} from './stop-trial.ts'
import {killTrial, type Trial} from './trial.ts'
import {prepareSite} from './trial-world.ts'
import {withoutMemory, withoutRecord} from './without-ledger.ts'

async function killed(
  name: ServerName,
  title: string,
  change: typeof withoutRecord,
  points: readonly RunPoint[],
): Promise<readonly Trial[]> {
  const begun = Date.now()
  const site = await prepareSite(name, `control-${name}`, change)
  try {
    const trials = points.flatMap((point, at) => [0, 1, 2, 3].map((index) => ({point, seed: at * 10 + index})))
    const judged = await inPool(trials, trialsAtOnce, ({point, seed}) =>
      killTrial(site, {point, nth: 1, signal: 'SIGKILL', afterMs: 0, withChildren: false}, 900_000 + seed),
    )
    tell(`${name}, control ${title}`, judged, begun)
    return judged
  } finally {
    await site.remove()
  }
}

const withDoubles = (trials: readonly Trial[]): number => trials.filter(({doubles}) => doubles > 0).length

/** The same trials see doubles where the ledger does not prevent them; else they would prove nothing. */
describe.each(servers)('the trials see corrected rows deleted, on $name', ({name}) => {
  it('by a killed runner, when the record is not in the transaction of the deletion', async () => {
    const trials = await killed(name, 'without the record', withoutRecord, ['deletion-done', 'deletions-done'])

    expect(withDoubles(trials)).toBeGreaterThan(0)
  })

  it('by a renamed, copied or respelt file, when no run remembers which requests were done', async () => {
    const trials = await killed(name, 'without the memory', withoutMemory, ['released'])

    expect(withDoubles(trials)).toBeGreaterThan(0)
  })

  it('by a runner that wakes late, when nothing checks its lease', async () => {
    const site = await prepareSite(name, `control-${name}`, withoutRecord)
    const trial = await stopTrial(site, 'before-deletion').finally(() => site.remove())

    expect(trial.doubles).toBeGreaterThan(0)
    expect(trial.changed).toBe(true)
  })
})
