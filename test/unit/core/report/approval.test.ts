import {describe, expect, it} from 'vitest'
import {validateRunReport} from '../../../../src/core/generated/validators.js'
import {reportJson} from '../../../../src/core/report/report-json.ts'
import {reportMarkdown} from '../../../../src/core/report/report-markdown.ts'
import {leftOutReasons, type RequestRecord} from '../../../../src/core/run/run-record.ts'
import {record, request, reviewEvidence, signatureEvidence} from './records.ts'
import {rendered} from './rendered.ts'

const options = {timeZone: 'Asia/Kolkata'}
const approvedBy = (approval: RequestRecord['approval']) =>
  record({requests: [approval === undefined ? request() : request({approval})]})
const lineOf = (approval: RequestRecord['approval']) =>
  reportMarkdown(approvedBy(approval), options)
    .split('\n')
    .find((line) => line.includes('Approved by'))

/** As jsonb gives it back: the keys in another order. */
const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, each]) => [key, reversed(each)]),
  )
}

describe('who approved a request, in its report', () => {
  it('is told with pull request, head, reviews and teams; addresses are no links', () => {
    expect(lineOf(reviewEvidence)).toMatchInlineSnapshot(
      `"- Approved by: \`asha-rao\` (review \`1870000001\`, 2026-11-24 14:30:00 +05:30), \`binu-das\` of \`state/data-owners\` (review \`1870000002\`, 2026-11-24 14:50:00 +05:30); pull request \`#41\` (\`https://github.com/state/replays/pull/41\`), head \`e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1\`; 2 needed for so many rows"`,
    )
  })

  it('is told with the commit and the key of each signature', () => {
    expect(lineOf(signatureEvidence)).toMatchInlineSnapshot(
      `"- Approved by: \`asha@example.org\` (signed commit \`c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1\`, key \`SHA256:u+r5TpqEEQbHDe0pitym76p940QMcTTs\`); 1 needed"`,
    )
  })

  it('is nobody where nobody was asked', () => {
    expect(lineOf(null)).toMatchInlineSnapshot(`"- Approved by: nobody was asked (\`approval.provider\` is \`none\`)"`)
  })

  it('is not mentioned in a run of a program that did not know approvals', () => {
    expect(lineOf(undefined)).toBeUndefined()
  })

  it.each([
    ['reviews', reviewEvidence],
    ['signatures', signatureEvidence],
    ['nobody', null],
    ['an old program', undefined],
  ])('fits the schema of report.json: %s', (_, approval) => {
    const report: unknown = JSON.parse(reportJson(approvedBy(approval), options))

    expect(validateRunReport(report), JSON.stringify(validateRunReport.errors)).toBe(true)
    expect(report).toMatchObject({requests: [{approval: approval == null ? null : {provider: approval.provider}}]})
  })

  it.each([reviewEvidence, signatureEvidence])(
    'does not depend on the order of keys, which jsonb changes',
    (approval) => {
      const fromDatabase = reversed(approval) as typeof approval

      expect(reportJson(approvedBy(fromDatabase), options)).toBe(reportJson(approvedBy(approval), options))
      expect(reportMarkdown(approvedBy(fromDatabase), options)).toBe(reportMarkdown(approvedBy(approval), options))
    },
  )

  it('becomes no more than text, whatever a forge or a file of keys calls people', () => {
    const hostile = '](javascript:1) ![i](https://e.example) <b>@octocat `'
    const {elements, text} = rendered(
      reportMarkdown(
        record({
          requests: [
            request({
              approval: {
                ...reviewEvidence,
                address: `https://e.example/${hostile}`,
                head: hostile,
                approvals: [{reviewId: 1, approver: hostile, listedAs: `x/${hostile}`, commit: hostile, at: hostile}],
              },
            }),
            request({
              approval: {...signatureEvidence, signatures: [{commit: hostile, principal: hostile, key: hostile}]},
            }),
          ],
        }),
        options,
      ),
    )

    expect(elements.filter((element) => ['a', 'img', 'b'].includes(element))).toEqual([])
    expect(text).toContain('![i](https://e.example) <b>@octocat')
  })
})

it('every reason for leaving a request out is one that report.json may hold', () => {
  const report: unknown = JSON.parse(
    reportJson(
      record({
        leftOut: leftOutReasons.map((reason) => ({path: 'a', blob: 'b', requestId: null, reason, message: 'No.'})),
      }),
      options,
    ),
  )

  expect(validateRunReport(report), JSON.stringify(validateRunReport.errors)).toBe(true)
})
