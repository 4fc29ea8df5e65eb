import {describe, expect, it} from 'vitest'
import {validateRunReport} from '../../../../src/core/generated/validators.js'
import {reportJson} from '../../../../src/core/report/report-json.ts'
import {reportMarkdown} from '../../../../src/core/report/report-markdown.ts'
import {batchDeletion, deletion, hole, overlapping, partly, record, request, tableDone} from './records.ts'
import {rendered} from './rendered.ts'

const options = {timeZone: 'Asia/Kolkata'}
const markdownOf = (overrides: Parameters<typeof record>[0]): string => reportMarkdown(record(overrides), options)
const hostileText = 'x](javascript:1) ![i](https://e.example) <script>a</script>\n# h\n| c | @octocat `'

const hostile = record({
  runner: hostileText,
  branch: hostileText,
  failure: {code: hostileText, message: hostileText},
  requests: [
    request({
      paths: [hostileText, hostileText],
      reason: hostileText,
      ticket: hostileText,
      repeatOf: hostileText,
      introduction: {author: hostileText, commit: hostileText, committedAt: hostileText},
      slices: [{kind: 'codes', dataSource: 'diksha_tpd', codes: [hostileText]}],
      rows: [{dataSource: 'diksha_tpd', table: hostileText, expected: 1}],
    }),
    request({...overlapping, slices: [{kind: 'codes', dataSource: 'diksha_tpd', codes: [hostileText]}]}),
  ],
  leftOut: [{path: hostileText, blob: hostileText, requestId: null, reason: 'REQUEST_INVALID', message: hostileText}],
  documents: [{documentNo: 1, key: hostileText, sha256: hostileText, bytes: 1, emittedAt: hostileText}],
  deletions: [
    deletion({
      dataSource: 'diksha_tpd',
      keys: [hostileText],
      tables: [{...tableDone(hostileText, 1, 1), rowsAfter: 2}],
      sideEffects: [{table: hostileText, rows: 1, siblingKeys: [hostileText], siblings: 1}],
      failure: {code: hostileText, message: hostileText, at: hostileText},
      warnings: [hostileText],
      startedAt: hostileText,
      finishedAt: hostileText,
    }),
  ],
  holes: [hole({dataSource: hostileText, kind: 'codes', key: hostileText, table: hostileText, deadline: hostileText})],
  outputs: [
    {
      kind: 'object',
      name: hostileText,
      dataSource: hostileText,
      period: hostileText,
      action: 'archived',
      movedTo: `${hostileText}${hostileText}`,
      objects: 1,
      detail: hostileText,
    },
  ],
  notes: [hostileText],
})

describe('report.md', () => {
  it('tells people who asked for what and what became of it', async () => {
    await expect(markdownOf({})).toMatchFileSnapshot('./golden/report.md.golden')
  })

  it('tells what failed, in which state, and what is left', async () => {
    await expect(reportMarkdown(partly, options)).toMatchFileSnapshot('./golden/report-partly.md.golden')
  })

  it('takes its times from the zone of the settings', () => {
    const newYork = reportMarkdown(record(), {timeZone: 'America/New_York'})

    expect(newYork).toContain('Requested 2026-11-24 11:30:00 -05:00')
    expect(newYork).not.toContain('+05:30')
  })

  it("shows a request that was alone in its deletion the deletion's figures as its own", () => {
    const alone = markdownOf({requests: [request()], deletions: [deletion()]})

    expect(alone).toContain('| Table | Expected | Archived | Deleted | Left afterwards |')
    expect(alone).not.toContain('cannot be split')
  })

  it('says of two requests that do not overlap only that they were deleted together', () => {
    const march = request({
      requestId: 'a4'.repeat(32),
      slices: [{kind: 'months', dataSource: 'student_attendance', year: 2020, months: [2]}],
    })
    const together = markdownOf({requests: [request(), march], deletions: [deletion()]})

    expect(together).toContain('cannot be split')
    expect(together).not.toContain('Asked for by more than one')
  })

  it('sums the documents that a request went into, and sums nothing that was not reached', () => {
    const next = deletion({documentNo: 2, keys: ['2021-01'], tables: [tableDone('student_attendance_trans', 5, 60)]})
    const years = request({
      slices: [...request().slices, {kind: 'months', dataSource: 'student_attendance', year: 2021, months: [1]}],
    })
    const open = {
      ...next,
      tables: next.tables.map((table) => ({...table, deleted: null, archived: null, rowsAfter: null})),
    }

    const both = markdownOf({requests: [years], deletions: [deletion(), next]})
    const one = markdownOf({requests: [years], deletions: [deletion(), {...open, state: 'VOID' as const}]})

    expect(both).toContain('(document 1 and 2)')
    expect(both).toContain('| `student_attendance_trans` | 8,30,140 | 12,50,400 | 12,50,400 | 0 |')
    expect(one).toContain('| `student_attendance_trans` | 8,30,140 | – | – | – |')
  })

  it('warns of rows that arrived after the deletion', () => {
    const late = deletion({tables: [{...tableDone('student_attendance_trans', 5, 10), rowsAfter: 3}]})

    expect(markdownOf({deletions: [late, batchDeletion]})).toContain(
      '3 rows were in `student_attendance_trans` when it was counted again',
    )
  })

  it('says where more or fewer rows were deleted than expected', () => {
    const drifted = deletion({tables: [{...tableDone('student_attendance_trans', 5, 10), deleted: 9, archived: 9}]})

    expect(markdownOf({deletions: [drifted]})).toContain(
      '10 rows of `student_attendance_trans` were expected and 9 deleted; `drift_tolerance_percent` allowed the difference.',
    )
  })

  it('lists the requests that a run without a deletion left out', () => {
    const nothing = markdownOf({requests: [], documents: [], deletions: [], notes: []})

    expect(nothing).toContain('# Nothing was deleted (run')
    expect(nothing).toContain('## Left out')
    expect(nothing).not.toContain('## Requests')
  })

  it('lets nothing that came from outside become more than text', () => {
    const {elements, text} = rendered(reportMarkdown(hostile, options))
    const allowed = 'h1 h2 h3 p ul li code strong table thead tbody tr th td'.split(' ')

    expect(elements.filter((element) => !allowed.includes(element))).toEqual([])
    expect(elements.filter((element) => /^h[1-3]$/.test(element))).toEqual(
      'h1 h2 h2 h2 h2 h3 h3 h2 h2 h2 h2 h2 h2'.split(' '),
    )
    expect(text).toContain('![i](https://e.example) <script>a</script>⏎# h⏎| c | @octocat')
  })
})

describe('report.json', () => {
  it('holds the same for machines', async () => {
    await expect(reportJson(record(), options)).toMatchFileSnapshot('./golden/report.json.golden')
  })

  it.each([
    ['a run that did everything', record()],
    ['a run that did a part', partly],
    ['a run that did nothing', record({requests: [], documents: [], deletions: []})],
  ])('fits its schema for %s', (_, run) => {
    const report: unknown = JSON.parse(reportJson(run, options))

    expect(validateRunReport(report), JSON.stringify(validateRunReport.errors)).toBe(true)
  })

  it('has a schema that refuses a field of another version', () => {
    expect(validateRunReport({...JSON.parse(reportJson(record(), options)), surprise: 1})).toBe(false)
  })

  it('does not depend on the order of keys, which jsonb changes', () => {
    const reversed = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(reversed)
        : typeof value === 'object' && value !== null
          ? Object.fromEntries(
              Object.entries(value)
                .reverse()
                .map(([key, inner]) => [key, reversed(inner)]),
            )
          : value

    for (const run of [record(), partly]) {
      const readBack = reversed(run) as typeof run

      expect(reportJson(readBack, options)).toBe(reportJson(run, options))
      expect(reportMarkdown(readBack, options)).toBe(reportMarkdown(run, options))
    }
  })
})
