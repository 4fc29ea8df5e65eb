import {describe, expect, it} from 'vitest'
import {judgeRequest, type JudgingContext} from '../../../../src/core/plan/judge.ts'
import {attendance, context, request, sourceCount, tableCount, udise} from './builders.ts'

const live = (january: number, march: number) => [
  sourceCount('student_attendance', tableCount('student_attendance_trans', {'2020-01': january, '2020-03': march})),
]
const limits = (overrides: Partial<JudgingContext['settings']['limits']>) =>
  context({limits: {...context().settings.limits, ...overrides}})
const expecting = (rows: Readonly<Record<string, number>>) =>
  request({expect: {plannedAt: '2026-11-24T10:15:00+05:30', ledger: '7c1e', rows}})

describe('judgeRequest', () => {
  it('has nothing against a request whose rows are those of its plan', () => {
    expect(judgeRequest(request(), live(400, 600), context())).toBeNull()
  })

  it('refuses without a row contract, unless the settings lift it', () => {
    const without = request({expect: null})

    expect(judgeRequest(without, live(400, 600), context())).toMatchInlineSnapshot(`
      {
        "message": "The request has no \`expect\` block, and require_expect is true.",
        "reason": "EXPECT_MISSING",
      }
    `)
    expect(judgeRequest(without, live(400, 600), context({requireExpect: false}))).toBeNull()
  })

  it('refuses a row contract that leaves a data source out', () => {
    expect(judgeRequest(expecting({crc: 5}), live(400, 600), context())).toMatchInlineSnapshot(`
      {
        "message": "student_attendance: expect.rows has no number of rows for this data source.",
        "reason": "EXPECT_MISSING",
      }
    `)
  })

  it('refuses the plan of another database', () => {
    expect(judgeRequest(request(), live(400, 600), {...context(), ledger: '0b2d'})).toMatchInlineSnapshot(`
      {
        "message": "The request was planned with the database of ledger 7c1e; this one has ledger 0b2d.",
        "reason": "EXPECT_OTHER_LEDGER",
      }
    `)
  })

  it.each([
    ['one row more', 401, 0, 'ROWS_CHANGED_SINCE_PLAN'],
    ['one row less', 399, 0, 'ROWS_CHANGED_SINCE_PLAN'],
    ['as many rows as the tolerance', 450, 5, undefined],
    ['one row beyond the tolerance', 451, 5, 'ROWS_CHANGED_SINCE_PLAN'],
    ['as many rows less', 350, 5, undefined],
  ])('with %s', (_, january, driftTolerancePercent, reason) => {
    expect(judgeRequest(request(), live(january, 600), context({driftTolerancePercent}))?.reason).toBe(reason)
  })

  it('names both numbers when rows changed since the plan', () => {
    const changed = judgeRequest(expecting({student_attendance: 1_250_340}), live(1_250_341, 0), context())

    expect(changed).toMatchInlineSnapshot(`
      {
        "message": "student_attendance: the plan expected 12,50,340 rows, the database now has 12,50,341; drift_tolerance_percent allows a difference of 0 %.",
        "reason": "ROWS_CHANGED_SINCE_PLAN",
      }
    `)
  })

  it('refuses when there is nothing to delete, unless the plan said so', () => {
    const lenient = context({requireExpect: false})

    expect(judgeRequest(request({expect: null}), live(0, 0), lenient)).toMatchInlineSnapshot(`
      {
        "message": "student_attendance: the request selects 0 rows in all of its tables, and no \`expect\` says so.",
        "reason": "NOTHING_TO_DELETE",
      }
    `)
    expect(judgeRequest(expecting({student_attendance: 0}), live(0, 0), context())).toBeNull()
    expect(judgeRequest(request(), live(0, 0), context({driftTolerancePercent: 100}))?.message).toBe(
      'student_attendance: the request selects 0 rows in all of its tables, where the plan expected 1,000.',
    )
  })

  it('refuses more rows than a request may have', () => {
    expect(judgeRequest(request(), live(400, 600), limits({rowsPerRequest: 1000}))).toBeNull()
    expect(judgeRequest(request(), live(400, 600), limits({rowsPerRequest: 999}))).toMatchInlineSnapshot(`
      {
        "message": "The request selects 1,000 rows; limits.rows_per_request allows 999.",
        "reason": "LIMIT_ROWS_PER_REQUEST",
      }
    `)
  })

  describe('share of a table', () => {
    const shareOf = (rows: number, facts: Parameters<typeof tableCount>[2]) =>
      judgeRequest(
        expecting({student_attendance: rows}),
        [sourceCount('student_attendance', tableCount('student_attendance_trans', {'2020-01': rows}, facts))],
        context(),
      )

    it('names the table, the share and the limit', () => {
      expect(shareOf(1001, {tableRows: 2000})).toMatchInlineSnapshot(`
        {
          "message": "student_attendance: the request selects 1,001 of 2,000 rows of table student_attendance_trans, 50.05 %; limits.table_share allows 50 %.",
          "reason": "LIMIT_TABLE_SHARE",
        }
      `)
      expect(shareOf(1000, {tableRows: 2000})).toBeNull()
    })

    it.each([
      ['a table that holds a file only while it is loaded', {tableRows: 1001, transient: true}],
      ['a small table', {tableRows: 999}],
    ])('is not limited for %s', (_, facts) => {
      expect(shareOf(999, facts)).toBeNull()
    })

    it('never exceeds the whole table where its size is an estimate', () => {
      expect(shareOf(3000, {tableRows: 2000, tableRowsExact: false})?.message).toContain('about 3,000 rows of table')
    })

    it('is not limited for a full refresh', () => {
      const counts = [sourceCount('udise', tableCount('udise_sch_profile', {'*': 5000}, {tableRows: 5000}))]
      const full = request({slices: [udise], expect: {plannedAt: '', ledger: '7c1e', rows: {udise: 5000}}})

      expect(judgeRequest(full, counts, limits({fullRefresh: ['udise']}))).toBeNull()
    })
  })

  it('refuses a full refresh that the settings do not name', () => {
    const full = request({slices: [udise]})

    expect(judgeRequest(full, [], context())).toMatchInlineSnapshot(`
      {
        "message": "udise: a full refresh deletes every row, and limits.full_refresh does not name it (it allows: none).",
        "reason": "FULL_REFRESH_NOT_ALLOWED",
      }
    `)
    expect(judgeRequest(full, [], limits({fullRefresh: ['static']}))?.message).toContain('it allows: static')
  })

  it('refuses a data source that the database does not have', () => {
    expect(judgeRequest(request(), [], context())).toMatchInlineSnapshot(`
      {
        "message": "student_attendance: the catalogue of this database does not know the data source.",
        "reason": "SOURCE_NOT_INSTALLED",
      }
    `)
  })

  describe('a request that an earlier run did in part', () => {
    const doneKeys = [{dataSource: 'student_attendance', key: '2020-01'}]

    it('may find fewer rows than its contract says, but not more', () => {
      const afterwards = {...context(), doneKeys}

      expect(judgeRequest(request(), live(0, 600), afterwards)).toBeNull()
      expect(judgeRequest(request(), live(0, 0), afterwards)).toBeNull()
      expect(judgeRequest(request(), live(0, 1001), afterwards)?.reason).toBe('ROWS_CHANGED_SINCE_PLAN')
    })

    it('is held to its contract in the data sources that are still whole', () => {
      const slices = [attendance(2020, 1), {...attendance(2020, 3), dataSource: 'crc'}]
      const counts = [...live(0, 0), sourceCount('crc', tableCount('crc_location_trans', {'2020-03': 6}))]
      const partly = {...expecting({student_attendance: 1000, crc: 5}), slices}

      expect(judgeRequest(partly, counts, {...context(), doneKeys})?.message).toContain('crc: the plan expected 5 rows')
    })
  })
})
