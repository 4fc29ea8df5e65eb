import {describe, expect, it} from 'vitest'
import {judgeRepeat, type DeletedKey} from '../../../../src/core/plan/judge-repeat.ts'
import {judgeRun, type Candidate} from '../../../../src/core/plan/judge-run.ts'
import {attendance, request, semester, sourceCount, tableCount} from './builders.ts'

describe('judgeRun', () => {
  const counts = [
    sourceCount('student_attendance', tableCount('t', {'2020-01': 60, '2020-02': 30, '2020-03': 20, '2020-04': 101})),
  ]
  const asking = (path: string, ...months: number[]): Candidate => ({
    id: path,
    path,
    slices: [attendance(2020, ...months)],
  })
  const judged = (...requests: Candidate[]) => {
    const {taken, leftOut} = judgeRun(requests, counts, {rowsPerRun: 100})
    return {taken: taken.map(({path}) => path), leftOut: leftOut.map(({request: {path}, verdict}) => [path, verdict])}
  }

  it('takes requests in the order of their paths until the limit, whatever the order they come in', () => {
    const requests = [asking('c', 3), asking('a', 1), asking('b', 2)]

    expect(judged(...requests).taken).toEqual(['a', 'b'])
    expect(judged(...requests.reverse())).toEqual(judged(...requests))
    expect(judged(...requests).leftOut).toMatchInlineSnapshot(`
      [
        [
          "c",
          {
            "message": "The requests taken before it select 90 rows, this one 20; limits.rows_per_run allows 100. It waits for the next run.",
            "reason": "LIMIT_ROWS_PER_RUN",
          },
        ],
      ]
    `)
  })

  it('counts a month that two requests select once', () => {
    expect(judged(asking('a', 1, 2), asking('b', 1)).taken).toEqual(['a', 'b'])
  })

  it('lets no smaller request overtake one that waits', () => {
    expect(judged(asking('a', 1), asking('b', 2, 3), asking('c', 3)).taken).toEqual(['a'])
  })

  it('leaves out alone what fits into no run', () => {
    const {taken, leftOut} = judged(asking('a', 4), asking('b', 1))

    expect(taken).toEqual(['b'])
    expect(leftOut).toMatchInlineSnapshot(`
      [
        [
          "a",
          {
            "message": "The request selects 101 rows; limits.rows_per_run allows 100, so it fits into no run.",
            "reason": "LIMIT_ROWS_PER_RUN",
          },
        ],
      ]
    `)
  })
})

describe('judgeRepeat', () => {
  const first = '20261101T163000Z-4f2a'
  const second = '20261102T163000Z-77aa'
  const deleted = (runId: string, ...keys: string[]): DeletedKey[] =>
    keys.map((key) => ({dataSource: 'student_attendance', key, runId}))

  it('has nothing against slices that no run deleted', () => {
    expect(judgeRepeat(request(), deleted(first, '2020-02'))).toBeNull()
  })

  it('refuses a slice that was deleted, and gives the line to add', () => {
    expect(judgeRepeat(request(), deleted(first, '2020-03', '2020-01'))).toMatchInlineSnapshot(`
      {
        "message": "Run 20261101T163000Z-4f2a deleted student_attendance 2020-01, student_attendance 2020-03 before. If it was loaded again and must be deleted again, write the line \`repeat_of: 20261101T163000Z-4f2a\` in the request.",
        "reason": "ALREADY_DELETED",
      }
    `)
  })

  it('lets a request repeat the latest run that it names', () => {
    expect(judgeRepeat(request({repeatOf: first}), deleted(first, '2020-03'))).toBeNull()
  })

  it('refuses when another run was the latest', () => {
    expect(judgeRepeat(request({repeatOf: first}), deleted(second, '2020-03'))).toMatchInlineSnapshot(`
      {
        "message": "Run 20261102T163000Z-77aa deleted student_attendance 2020-03 before, not run 20261101T163000Z-4f2a that repeat_of names. If it was loaded again and must be deleted again, write the line \`repeat_of: 20261102T163000Z-77aa\` in the request.",
        "reason": "ALREADY_DELETED",
      }
    `)
  })

  it('asks for one request for each run to be repeated', () => {
    const keys = [...deleted(first, '2020-01'), ...deleted(second, '2020-03')]

    expect(judgeRepeat(request({repeatOf: second}), keys)).toMatchInlineSnapshot(`
      {
        "message": "Several runs deleted what this request selects: 20261101T163000Z-4f2a (student_attendance 2020-01); 20261102T163000Z-77aa (student_attendance 2020-03). Make one request for each of them, each with its line \`repeat_of: <run id>\`.",
        "reason": "ALREADY_DELETED",
      }
    `)
  })

  it('refuses to repeat a run that deleted nothing of it', () => {
    expect(judgeRepeat(request({repeatOf: first}), deleted(first, '2019-01'))).toMatchInlineSnapshot(`
      {
        "message": "repeat_of names run 20261101T163000Z-4f2a, which deleted nothing that this request selects: remove the line \`repeat_of\`, or correct the run id.",
        "reason": "REPEAT_OF_UNKNOWN",
      }
    `)
  })

  it('knows a semester of every academic year and one of them to overlap, both ways', () => {
    const every = {dataSource: 'semester', key: '*/1', runId: first}
    const one = {dataSource: 'semester', key: '2020-21/1', runId: first}

    expect(judgeRepeat(request({slices: [semester('2020-21', 1)]}), [every])?.reason).toBe('ALREADY_DELETED')
    expect(judgeRepeat(request({slices: [semester(null, 1)]}), [one])?.reason).toBe('ALREADY_DELETED')
    expect(judgeRepeat(request({slices: [semester(null, 2)]}), [one, every])).toBeNull()
  })

  it('does not take what was done of the same request for a deletion before it', () => {
    const done = [{dataSource: 'student_attendance', key: '2020-01'}]

    expect(judgeRepeat(request(), deleted(second, '2020-01'), done)).toBeNull()
    expect(judgeRepeat(request({repeatOf: first}), deleted(second, '2020-01'), done)).toBeNull()
  })

  it('lists five keys and counts the rest', () => {
    const months = Array.from({length: 12}, (_, index) => index + 1)
    const keys = months.map((month) => `2020-${String(month).padStart(2, '0')}`)

    const refused = judgeRepeat(request({slices: [attendance(2020, ...months)]}), deleted(first, ...keys))

    expect(refused?.message).toContain('student_attendance 2020-05, 7 more before.')
  })
})
