import {expect, test} from 'vitest'
import {storyOf} from '../../../../src/core/story/story.ts'
import type {RequestRecord} from '../../../../src/core/run/run-record.ts'
import {request, reviewEvidence, signatureEvidence} from '../report/records.ts'
import {context, record} from './told-runs.ts'

const askedLines = (overrides: Partial<RequestRecord>) =>
  storyOf(record({requests: [request(overrides)]}), context).parts.find(({heading}) => heading === 'Who asked for it')
    ?.lines

test('who approved it stands behind who asked for it', () => {
  expect([reviewEvidence, signatureEvidence, null].map((approval) => askedLines({approval})?.[1]))
    .toMatchInlineSnapshot(`
    [
      "Approved by asha-rao and binu-das (of state/data-owners) in pull request 41: https://github.com/state/replays/pull/41",
      "Approved by asha@example.org (signed commit c1c1c1c1c1c1).",
      "Nobody was asked to approve it (\`approval.provider\` is \`none\`).",
    ]
  `)
})

test('of a run of a program that did not know approvals nothing is said', () => {
  expect(askedLines({})?.join()).not.toMatch(/pprove/)
})
