import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {runPoints, type RunPoint} from '../../src/core/run/run-points.ts'
import {servers} from '../support/database.ts'
import {trialsAtOnce} from './figures.ts'
import {inPool} from './random.ts'
import {stopTrial} from './stop-trial.ts'
import {prepareSite, type TrialSite} from './trial-world.ts'

/** Before these it has no lease to lose, or finds the run through and has nothing left to write. */
const harmless: ReadonlySet<RunPoint> = new Set([
  'fetched',
  'submitted',
  'verified',
  'report-recorded',
  'before-release',
  'released',
])

describe.each(servers)('a runner that is stopped past its lease and wakes, on $name', ({name}) => {
  let site: TrialSite
  beforeAll(async () => {
    site = await prepareSite(name, `stopped-${name}`)
  })
  afterAll(() => site.remove())

  it('changes nothing, at whatever point it was stopped', async () => {
    const begun = Date.now()

    const trials = await inPool(runPoints, trialsAtOnce, (point) => stopTrial(site, point))

    process.stderr.write(
      `${name}, stopped past the lease: ${trials.length} trials, ${trials.filter(({changed}) => changed).length} changed anything, ` +
        `${((Date.now() - begun) / 1000).toFixed(0)} s (${trials.map(({point, sleeper}) => `${point} ${sleeper?.code ?? sleeper?.exitCode ?? ''}`).join(', ')})\n`,
    )
    const clean = {changed: false, doubles: 0, lost: 0, faults: []}
    expect(trials.map(({point, changed, doubles, lost, faults}) => ({point, changed, doubles, lost, faults}))).toEqual(
      runPoints.map((point) => ({point, ...clean})),
    )
    expect(trials.map(({successor}) => successor?.exitCode)).toEqual(runPoints.map(() => 0))
    expect(trials.filter(({point}) => !harmless.has(point)).map(({point, sleeper}) => [point, sleeper?.code])).toEqual(
      runPoints.filter((point) => !harmless.has(point)).map((point) => [point, 'LEASE_LOST']),
    )
  })
})
