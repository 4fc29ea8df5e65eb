import {afterAll, afterEach, beforeAll, describe, expect, it} from 'vitest'
import {isMissing} from '../../support/database.ts'
import {nifiHomes} from '../../support/nifi-home.ts'
import {onlyRun} from '../../support/operator.ts'
import {faultSuite} from './whole-way-faults.ts'
import {loadingGroup, settingsOf, stopwatch, wholeWay, type WholeWay} from './whole-way-site.ts'

const homes = nifiHomes()
if (homes.length === 0) it.skip('no NiFi home was found, so the whole way was not gone', () => undefined)

describe.each(homes)('the whole way through NiFi $version', ({version, ...rest}) => {
  // PostgreSQL 10 is what cQube runs on; the newest one is tried with the newest NiFi.
  const server = version.startsWith('1.') && !isMissing('pg10') ? 'pg10' : 'pg18'
  const say = (text: string): void => {
    process.stderr.write(`NiFi ${version}, ${server}: ${text}\n`)
  }
  let site: WholeWay
  let toldBefore = 0
  beforeAll(async () => {
    site = await wholeWay({version, ...rest}, server)
  }, 300_000)
  afterEach(() => {
    say(['told', ...site.operator.told.slice(toldBefore)].join('\n    '))
    toldBefore = site.operator.told.length
    return site.flow.emptyQueues()
  })
  afterAll(() => site.stop())

  it('a merged request deletes, archives and counts; the corrected file comes back; the report says both', async () => {
    const {operator, flow, loading} = site
    operator.settings(settingsOf(flow.server.address, {loading_groups: [loadingGroup], loading_minutes: 2}))
    const lines = await site.load(3, 60)
    site.request(3)
    const watch = stopwatch()

    const from = performance.now()

    const result = await operator.run({
      reach: (point) => {
        watch.reach(point)
        // The corrected file: three pupils left.
        if (point === 'recounted') site.emit('student_attendance_1.csv', lines.split('\n').slice(3).join('\n'))
      },
    })

    say(
      `whole run ${((performance.now() - from) / 1000).toFixed(2)} s, begin to done ${watch.between('before-deletions', 'deletions-done')}`,
    )
    say(
      `document emitted to deleted ${watch.between('emitted', 'deletion-done')}, load ${watch.between('recounted', 'before-holes')}`,
    )
    const run = onlyRun(result)
    expect(result.exitCode).toBe(0)
    expect(run).toMatchObject({engine: 'nifi', deletions: [{state: 'DONE', failure: null}]})
    expect(await site.archived(run.runId)).toBe(60)
    expect(await site.rows(3)).toBe(57)
    expect(operator.reportJson(run.runId)).toMatchObject({
      outcome: 'reloaded',
      totals: {deleted: 60},
      holes: [{slices: [{key: '2020-03', deleted: 60, reloaded: 57, state: 'reloaded'}]}],
    })
    expect(await site.statesOf(flow.groupId)).toEqual(['STOPPED'])
    expect(await site.statesOf(loading.id)).toEqual(['STOPPED'])
    operator.settings(settingsOf(flow.server.address))
  }, 180_000)

  faultSuite(() => site, say)
})
