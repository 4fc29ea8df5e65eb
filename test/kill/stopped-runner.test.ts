import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {runPoints, type RunPoint} from '../../src/core/run/run-points.ts'
import {servers} from '../support/database.ts'
import {trialsAtOnce} from './figures.ts'
import {inPool} from './random.ts'
import {stopTrial} from './stop-trial.ts'
import {prepareSite, type TrialSite} from './trial-world.ts'

/** Before it the runner has no lease to lose: it takes one when it wakes, and makes a pass like any other. */
const withoutLease: RunPoint = 'fetched'
/** Behind these it has nothing left to write. */
const through: ReadonlySet<RunPoint> = new Set([withoutLease, 'before-release', 'released'])

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
    expect(
      trials.map(({point, changed, doubles, lost, faults}) => ({
        point,
        changed: changed && point !== withoutLease,
        doubles,
        lost,
        faults,
      })),
    ).toEqual(runPoints.map((point) => ({point, ...clean})))
    expect(trials.map(({successor}) => successor?.exitCode)).toEqual(runPoints.map(() => 0))
    // The exit code of LEASE_LOST, also where a pass meets it behind its runs. In the middle of a move it may meet first
    // that the other one has moved the object (OUTPUT_FAILED).
    const told = (point: RunPoint, exitCode: number | undefined) =>
      point === 'output-moved' && exitCode === 3 ? 6 : exitCode
    expect(
      trials
        .filter(({point}) => !through.has(point))
        .map(({point, sleeper}) => [point, told(point, sleeper?.exitCode)]),
    ).toEqual(runPoints.filter((point) => !through.has(point)).map((point) => [point, 6]))
  })
})
