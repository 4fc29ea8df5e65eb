import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {runPoints} from '../../src/core/run/run-points.ts'
import {servers} from '../support/database.ts'
import {seedsPerPoint, tell, trialsAtOnce, wrong} from './figures.ts'
import {inPool, seeded} from './random.ts'
import {killTrial, type Death} from './trial.ts'
import {prepareSite, type TrialSite} from './trial-world.ts'

/** Every second seed a little after the point, in the middle of whatever comes then. */
const deaths = (): readonly {readonly death: Death; readonly seed: number}[] =>
  runPoints.flatMap((point, at) =>
    Array.from({length: seedsPerPoint}, (_, index) => {
      const seed = at * 1000 + index
      const random = seeded(seed)
      const afterMs = index % 2 === 0 ? 0 : 1 + Math.floor(random() * 60)
      const isRepeated = [
        ...['before-deletion', 'deletion-sent', 'deletion-done'],
        ...['option-file-written', 'output-moved'],
      ].includes(point)
      const nth = isRepeated ? 1 + (index % 3) : 1
      return {seed, death: {point, nth, signal: 'SIGKILL', afterMs, withChildren: random() < 0.5} as const}
    }),
  )

describe.each(servers)('a runner that is killed at a named point, on $name', ({name}) => {
  let site: TrialSite
  beforeAll(async () => {
    site = await prepareSite(name, `points-${name}`)
  })
  afterAll(() => site.remove())

  it(`deletes nothing twice and loses nothing, ${runPoints.length} points × ${seedsPerPoint} seeds`, async () => {
    const begun = Date.now()

    const trials = await inPool(deaths(), trialsAtOnce, ({death, seed}) => killTrial(site, death, seed))

    tell(`${name}, named points`, trials, begun)
    expect(trials.filter(wrong)).toEqual([])
    expect(trials.filter(({killed}) => killed).length).toBeGreaterThan(trials.length * 0.8)
  })
})
