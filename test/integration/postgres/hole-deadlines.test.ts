import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import type {Slice} from '../../../src/core/slice.ts'
import {servers} from '../../support/database.ts'
import {ledgerDatabase, runnerOn, type LedgerDatabase} from '../../support/ledger.ts'
import {march2020, testRunner, type TestRunner} from './submitted-deletion.ts'

const dayMs = 86_400_000

/** Source of the rule: cQube release-3.7, the retention queries of pat and crc. */
describe.each(servers)('until when cQube takes old rows again, on $name', ({name}) => {
  let database: LedgerDatabase
  let runner: TestRunner
  beforeEach(async () => {
    database = await ledgerDatabase(name)
    runner = await testRunner(database)
  })
  afterEach(() => database.drop())

  const deadlinesOf = async (slice: Slice) => {
    const deletion = await runner.submit(slice)
    await deletion.execute()
    const holes = await runnerOn(database).holes.ofRun(deletion.runId)
    return holes.map(({deadline}) => (deadline === null ? null : (Date.parse(deadline) - Date.now()) / dayMs))
  }
  const deadline = async (dataSource: string, key: string, days: number) => {
    const [row] = await database.query(
      `select cqube_replay.reload_deadline($1, $2, $3)::date::text as day,
          (cqube_replay.reload_deadline($1, $2, $3) - now()) = interval '5 days' as five`,
      [dataSource, key, days],
    )
    return row?.['five'] === true ? 'five days' : row?.['day']
  }

  it('an old exam and an old month of CRC have five days', async () => {
    const [{code} = {code: ''}] = await database.query('select min(exam_code) as code from periodic_exam_result_trans')

    const exams = await deadlinesOf({kind: 'codes', dataSource: 'periodic_assessment_test', codes: [String(code)]})
    const months = await deadlinesOf({kind: 'months', dataSource: 'crc', year: 2020, months: [3]})

    for (const days of [...exams, ...months]) expect(days).toBeCloseTo(5, 2)
    expect([exams.length, months.length]).toEqual([1, 1])
  })

  it('others have none: cQube drops nothing of them, or lets nothing in', async () => {
    expect(await deadlinesOf(march2020)).toEqual([null])
    expect(
      await deadlinesOf({kind: 'semesters', dataSource: 'semester', academicYear: null, semesters: [1]}),
    ).not.toContainEqual(expect.any(Number))
  })

  it('where cQube has no replay there is nothing to unlock', async () => {
    await database.query('drop table data_replay_meta')

    expect(await deadlinesOf({kind: 'months', dataSource: 'crc', year: 2020, months: [3]})).toEqual([null])
  })

  it('young rows are let in until they are older than the retention period', async () => {
    await database.query("set time zone 'UTC'")
    expect(await deadline('periodic_assessment_test', 'PAT010231012099', 90)).toBe('2099-05-02')
    expect(await deadline('periodic_assessment_test', 'PAT010231012099', 30)).toBe('2099-03-03')
    expect(await deadline('crc', '2099-01', 90)).toBe('2099-05-02')
    expect(await deadline('crc', '2020-01', 90)).toBe('five days')
    expect(await deadline('periodic_assessment_test', 'PAT010231012020', 90)).toBe('five days')
  })

  it.each(['PAT0102', 'PAT010299992021', 'PAT01020000', "PAT0102'"])(
    'the code %s without a day has the five days of the replay',
    async (code) => {
      expect(await deadline('periodic_assessment_test', code, 90)).toBe('five days')
    },
  )
})
