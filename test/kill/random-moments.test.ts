import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {runPoints} from '../../src/core/run/run-points.ts'
import {servers} from '../support/database.ts'
import {randomKills, tell, trialsAtOnce, wrong} from './figures.ts'
import {inPool, oneOf, seeded} from './random.ts'
import {killTrial} from './trial.ts'
import {prepareSite, type TrialSite} from './trial-world.ts'

/** Milliseconds that most of what lies between two points takes less than. */
const longestMs = 80

const anyPoint = (random: () => number) => oneOf(random, [null, null, ...runPoints])

describe.each(servers)('a runner that is killed at any moment, on $name', ({name}) => {
  let site: TrialSite
  beforeAll(async () => {
    site = await prepareSite(name, `moments-${name}`)
  })
  afterAll(() => site.remove())

  it(`deletes nothing twice and loses nothing, ${randomKills} moments`, async () => {
    const begun = Date.now()
    const seeds = Array.from({length: randomKills}, (_, index) => 500_000 + index)

    const trials = await inPool(seeds, trialsAtOnce, (seed) => {
      const random = seeded(seed * 7)
      return killTrial(
        site,
        {after: anyPoint(random), afterMs: random() * longestMs, withChildren: random() < 0.5},
        seed,
      )
    })

    tell(`${name}, random moments`, trials, begun)
    expect(trials.filter(wrong)).toEqual([])
    expect(trials.filter(({killed}) => killed).length).toBeGreaterThan(trials.length * 0.4)
  })
})
