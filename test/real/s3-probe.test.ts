import {afterAll, afterEach, beforeAll, describe, expect, it} from 'vitest'
import {isMissing as hasNoPostgres} from '../support/database.ts'
import {examined} from '../support/examined.ts'
import {createOperator, onlyRun, requestText, type Operator} from '../support/operator.ts'
import {badServers, goodServers, isMissing, startS3, type S3Server, type S3ServerName} from '../support/s3-servers.ts'

/** A server with a bucket, and an operator who emits to it and has one month to delete. */
function siteOf(name: S3ServerName) {
  let server: S3Server
  let operator: Operator
  let bucket: string
  beforeAll(async () => {
    server = await startS3(name)
  })
  afterAll(() => server.stop())
  afterEach(() => operator.remove())

  const set = (conditionalPut: string): void => {
    operator.settings({
      emission: {storage: 's3', bucket},
      s3: {endpoint: server.endpoint, conditional_put: conditionalPut},
    })
  }
  const begin = async (conditionalPut: string): Promise<Operator> => {
    bucket = await server.newBucket()
    operator = await createOperator('pg18', {content: 'tables'})
    set(conditionalPut)
    await operator.load('student_attendance', '2020-03', ['1.1'])
    operator.request({'march.json': requestText({student_attendance: {year: '2020', months: ['03']}})})
    return operator
  }
  return {begin, set}
}

const judgements = (operator: Operator) =>
  operator.database.query('select holds, most_creators > 1 as many from cqube_replay.storage_probe')

describe.skipIf(hasNoPostgres('pg18'))('the server of the emission bucket', () => {
  describe.each(badServers)('%s', (name) => {
    describe.skipIf(isMissing(name))('which lets several writers create one key', () => {
      const site = siteOf(name)

      it('is refused by doctor', async () => {
        const operator = await site.begin('required')

        const {line, named, exitCode} = await examined(operator.surroundings())

        expect(line('Emission store')).toMatch(/^failure: S3_NOT_ATOMIC: .* writers at once were each told/)
        expect([named('failure'), exitCode]).toEqual([['Emission store'], 2])
        expect(await judgements(operator)).toEqual([{holds: false, many: true}])
      })

      it('is refused by a run before anything is submitted, and used by reading first where the settings allow it', async () => {
        const operator = await site.begin('required')
        await expect(operator.run()).rejects.toMatchObject({code: 'S3_NOT_ATOMIC', exitCode: 2})
        expect(await operator.database.query('select run_id from cqube_replay.run')).toEqual([])
        expect(await operator.live()).toHaveLength(2)

        site.set('read_first')
        const {runId, state} = onlyRun(await operator.run())

        expect([state, await operator.live()]).toEqual(['reported', []])
        expect(operator.reportJson(runId).notes.join()).toContain('does not hold `If-None-Match: *`')
      })
    })
  })

  describe.each(goodServers)('%s', (name) => {
    describe.skipIf(isMissing(name))('which lets one writer create a key', () => {
      const site = siteOf(name)

      it('is found good by the first run, and the next one pays nothing', async () => {
        const operator = await site.begin('required')

        const first = onlyRun(await operator.run())
        await operator.load('student_attendance', '2020-04', ['2.1'])
        operator.request({'april.json': requestText({student_attendance: {year: '2020', months: ['04']}})})
        const second = onlyRun(await operator.run())

        expect([first.notes, second.notes, await operator.live()]).toEqual([[], [], []])
        expect(await judgements(operator)).toEqual([{holds: true, many: false}])
      })

      it('is found good by doctor', async () => {
        const operator = await site.begin('required')

        const {line, named} = await examined(operator.surroundings())

        expect(line('Emission store')).toMatch(/^ok: .*; of writers at once exactly one creates a key\.$/)
        expect(named('failure')).toEqual([])
      })
    })
  })
})
