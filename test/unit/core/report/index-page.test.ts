import {describe, expect, it} from 'vitest'
import {reportFolder, updateIndex} from '../../../../src/core/report/index-page.ts'
import {partly, record, runId} from './records.ts'
import {rendered} from './rendered.ts'

const options = {timeZone: 'Asia/Kolkata'}
const runIdsIn = (json: string): unknown[] =>
  (JSON.parse(json) as {runs: {runId: unknown}[]}).runs.map((entry) => entry.runId)

const older = '20251231T200000Z-77aa'
const newer = '20261125T163000Z-0b2d'

describe('updateIndex', () => {
  it('begins with the first run', () => {
    const {json, markdown} = updateIndex(null, record(), options)

    expect(json).toMatchInlineSnapshot(`
      "{
        "version": 1,
        "runs": [
          {
            "runId": "20261124T163000Z-4f2a",
            "ledger": "7c1e",
            "requestedAt": "2026-11-24T22:00:00+05:30",
            "outcome": "awaiting_files",
            "rowsDeleted": 1270160,
            "dataSources": [
              "student_attendance",
              "diksha_tpd"
            ],
            "requests": 3,
            "leftOut": 1
          }
        ]
      }
      "
    `)
    expect(markdown).toMatchInlineSnapshot(`
      "# Replay runs

      Newest first. Times are those of \`Asia/Kolkata\`, figures are grouped the Indian way: 12,50,340 is 1.25 million.

      | Run | Requested | Outcome | Rows deleted | Data sources | Requests | Left out | Ledger |
      | --- | --- | --- | ---: | --- | ---: | ---: | --- |
      | [\`20261124T163000Z-4f2a\`](2026/20261124T163000Z-4f2a/report.md) | 2026-11-24 22:00:00 +05:30 | Everything was deleted; the corrected files have yet to come | 12,70,160 | \`student_attendance\`, \`diksha_tpd\` | 3 | 1 | \`7c1e\` |
      "
    `)
  })

  it('keeps the newest first, in whatever order the runs are told', () => {
    const runs = [record({runId: newer}), record({runId: older}), record()]

    const indices = [runs, [...runs].reverse()].map((order) =>
      order.reduce<string | null>((previous, run) => updateIndex(previous, run, options).json, null),
    )

    expect(runIdsIn(indices[0] ?? '')).toEqual([newer, runId, older])
    expect(indices[1]).toBe(indices[0])
  })

  it('replaces the entry of a run that is told again', () => {
    const before = updateIndex(null, partly, options).json

    const {json} = updateIndex(before, record(), options)

    expect(json).toBe(updateIndex(null, record(), options).json)
    expect(updateIndex(json, record(), options).json).toBe(json)
  })

  it.each(['', '{', 'null', '[]', '{"runs":{}}', '{"runs":[null,1,[],{}]}', '{"version":9}'])(
    'starts anew from a broken index: %s',
    (broken) => {
      expect(updateIndex(broken, record(), options)).toEqual(updateIndex(null, record(), options))
    },
  )

  it('keeps the entries that can be read beside those that cannot', () => {
    const good = JSON.parse(updateIndex(null, record({runId: older}), options).json) as {runs: object[]}
    const hostile = JSON.stringify({
      runs: [
        {...good.runs[0], runId: '../../x](javascript:1)'},
        {...good.runs[0], outcome: 'great'},
        {...good.runs[0], runId: 7},
        ...good.runs,
        {
          ...good.runs[0],
          runId: newer,
          ledger: '<img src=x>',
          requestedAt: '[x](javascript:1)',
          rowsDeleted: '9',
          dataSources: ['@octocat', 5],
          extra: {deep: 1},
        },
      ],
    })

    const {json, markdown} = updateIndex(hostile, record(), options)
    const {elements, html} = rendered(markdown)

    expect(runIdsIn(json)).toEqual([newer, runId, older])
    expect(json).not.toContain('extra')
    expect(elements.filter((element) => ['img', 'script'].includes(element))).toEqual([])
    expect([...html.matchAll(/href="([^"]*)"/g)].map(([, target]) => target)).toEqual(
      [newer, runId, older].map((id) => `${reportFolder(id)}/report.md`),
    )
  })
})
