import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {countSource} from '../../../src/adapters/postgres/counter.ts'
import {servers} from '../../support/database.ts'
import {ledgerDatabase, submissionOf, type LedgerDatabase} from '../../support/ledger.ts'
import {rowsOf, testRunner, type TestRunner} from './submitted-deletion.ts'

describe.each(servers)('a slice key selects its own rows only on $name', ({name}) => {
  let database: LedgerDatabase
  let runner: TestRunner

  beforeEach(async () => {
    database = await ledgerDatabase(name)
    runner = await testRunner(database)
  })
  afterEach(() => database.drop())

  it('codes that differ by case, by blanks or beyond the width of the column are other codes', async () => {
    const long = 'A'.repeat(100)
    const rows = ['PAT1', 'pat1', 'PAT1 ', ' PAT1', 'PAT1\t', long, `${long.slice(1)}b`]
    await database.query(
      `insert into periodic_exam_result_staging_1 (id, exam_code) select n, v from unnest($1::text[]) with ordinality u(v, n)`,
      [rows],
    )
    const deletion = await runner.submit({
      kind: 'codes',
      dataSource: 'periodic_assessment_test',
      codes: ['PAT1', `${long}A`, `${long} `],
    })

    await deletion.execute()

    expect(deletion.expected['periodic_exam_result_staging_1']).toBe(1)
    const left = await database.query(
      'select exam_code from periodic_exam_result_staging_1 where exam_code = any ($1)',
      [rows],
    )
    expect(left.map((row) => row['exam_code']).sort()).toEqual(rows.slice(1).sort())
  })

  it('rows of crc_inspection_trans without a visit date survive, as in cQube', async () => {
    await database.query('update crc_inspection_trans set visit_date = null where crc_inspection_id % 7 = 0')
    const undated = await rowsOf(database, 'crc_inspection_trans where visit_date is null')
    const deletion = await runner.submit({kind: 'months', dataSource: 'crc', year: 2020, months: [1, 2, 3]})

    await deletion.execute()

    expect(undated).toBeGreaterThan(0)
    expect(deletion.expected['crc_inspection_trans']).toBeGreaterThan(0)
    expect(await rowsOf(database, 'crc_inspection_trans where visit_date is null')).toBe(undated)
    expect(
      await rowsOf(database, `crc_inspection_trans where visit_date >= '2020-01-01' and visit_date < '2020-04-01'`),
    ).toBe(0)
  })

  it('rows without a year, a month or a code survive', async () => {
    await database.query('update student_attendance_staging_1 set month = null, year = 2020')
    await database.query('update school_student_total_attendance set updated_on = null')
    const before = await rowsOf(database, 'student_attendance_staging_1')
    const deletion = await runner.submit({
      kind: 'months',
      dataSource: 'student_attendance',
      year: 2020,
      months: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
    })

    await deletion.execute()

    expect(before).toBeGreaterThan(0)
    expect(await rowsOf(database, 'student_attendance_staging_1')).toBe(before)
    expect(await rowsOf(database, 'student_attendance_trans where year = 2020')).toBe(0)
    expect(await rowsOf(database, 'student_attendance_trans where year <> 2020')).toBeGreaterThan(0)
  })

  it('months in a smallint column are counted and deleted as in an integer one', async () => {
    const count = await countSource(database, 'student_attendance', ['2020-03', '2020-11'])
    const total = count?.tables.find(({table}) => table === 'school_student_total_attendance')

    expect(total?.groups.map(({keys}) => keys[0]).sort()).toEqual(['2020-03', '2020-11'])
    await (
      await runner.submit({kind: 'months', dataSource: 'student_attendance', year: 2020, months: [3, 11]})
    ).execute()
    expect(await rowsOf(database, 'school_student_total_attendance where year = 2020 and month in (3, 11)')).toBe(0)
    expect(
      await rowsOf(database, 'school_student_total_attendance where year = 2020 and month in (1, 12)'),
    ).toBeGreaterThan(0)
  })

  it('the first and the last day of a range are deleted, the days beside it are not', async () => {
    const beside = `diksha_content_trans where content_view_date in ('2021-01-04', '2021-01-08')`
    const before = await rowsOf(database, beside)

    await (
      await runner.submit({kind: 'dates', dataSource: 'diksha_summary_rollup', from: '2021-01-05', to: '2021-01-07'})
    ).execute()

    expect(before).toBeGreaterThan(0)
    expect(await rowsOf(database, beside)).toBe(before)
    expect(
      await rowsOf(database, `diksha_content_trans where content_view_date between '2021-01-05' and '2021-01-07'`),
    ).toBe(0)
  })

  it.each([
    [
      'student_attendance',
      ['2019-12', '2020-01'],
      'student_attendance_trans',
      `to_char(make_date(year, month, 1), 'YYYY-MM')`,
    ],
    ['crc', ['2019-12', '2020-01'], 'crc_inspection_trans', `to_char(visit_date, 'YYYY-MM')`],
    ['diksha_summary_rollup', ['2021-01-05', '2021-01-07'], 'diksha_content_trans', 'content_view_date::text'],
    ['semester', ['2019-20/1', '2020-21/2'], 'semester_exam_mst', `assessment_year || '/' || semester`],
  ])(
    'keys of %s that are not every combination of their parts select no other one',
    async (dataSource, keys, table, key) => {
      const others = `${table} where ${key} not in ('${keys.join(`', '`)}')`
      const before = await rowsOf(database, others)
      const count = await countSource(database, dataSource, keys)
      const anySlice = {kind: 'codes', dataSource, codes: keys} as const
      const deletion = await runner.submit(anySlice)

      await deletion.execute()

      const groups = count?.tables.find((each) => each.table === table)?.groups ?? []
      expect(groups.map((group) => group.keys[0]).sort()).toEqual(keys)
      expect(await rowsOf(database, others)).toBe(before)
      expect(await rowsOf(database, others.replace('not in', 'in'))).toBe(0)
    },
  )

  it('a year that arrives after the plan is not deleted by a request for every academic year', async () => {
    const deletion = await runner.submit({
      kind: 'semesters',
      dataSource: 'semester',
      academicYear: null,
      semesters: [1],
    })
    await database.query(
      `insert into semester_exam_mst (exam_id, assessment_year, semester, exam_code) values (777777, '2098-99', 1, 'SAT777')`,
    )

    await deletion.execute()

    expect(await rowsOf(database, `semester_exam_mst where semester = 1`)).toBe(1)
  })

  it('the aggregates of sibling batches that the plan tells are the ones that go', async () => {
    const [batch] = await database.query(
      `select min(batch_id) as batch, min(collection_id) as collection from diksha_tpd_trans group by collection_id order by 1 limit 1`,
    )
    const siblings = await database.query(
      `select distinct batch_id from diksha_tpd_trans where collection_id = $1 and batch_id <> $2 order by 1`,
      [batch?.['collection'], batch?.['batch']],
    )
    const codes = [String(batch?.['batch'])]
    const aggregates = await rowsOf(database, 'diksha_tpd_agg')
    const siblingRows = await rowsOf(database, `diksha_tpd_trans where batch_id <> '${codes[0] ?? ''}'`)
    const slice = {kind: 'codes', dataSource: 'diksha_tpd', codes} as const
    const {deletions} = await submissionOf(database, 'unused', slice)
    const deletion = await runner.submit(slice)

    await deletion.execute()

    const [effect] = deletions[0]?.sideEffects ?? []
    expect(siblings).toHaveLength(2)
    expect(effect?.siblingKeys).toEqual(siblings.map((row) => row['batch_id']))
    expect(aggregates - (await rowsOf(database, 'diksha_tpd_agg'))).toBe(effect?.rows)
    expect(effect?.rows).toBe(deletion.expected['diksha_tpd_agg'])
    expect(await rowsOf(database, 'diksha_tpd_trans')).toBe(siblingRows)
    expect((await deletion.record()).sideEffects).toEqual(deletions[0]?.sideEffects)
  })
})
