import {describe, expect, it} from 'vitest'
import type {PlanPageOptions} from '../../../../src/core/pull-request/plan-page-options.ts'
import {planPage} from '../../../../src/core/pull-request/plan-page.ts'
import {withExpectation} from '../../../../src/core/request/with-expectation.ts'
import {readSettings} from '../../../../src/core/settings/read-settings.ts'
import {changedRequest, changePlan} from '../../../fakes/change-plan.ts'

const settings = readSettings(
  Buffer.from('approval: {provider: github, approvers: [asha-rao, state/replay-approvers]}\n'),
  'cqube-replay.yaml',
).settings
if (settings === null) throw new Error('The settings of the test hold a mistake.')

const options: PlanPageOptions = {
  settings,
  contracts: {kind: 'not_asked'},
  whole: 'the whole plan is in the summary of the job.',
}

const textOf = (plan = changePlan(), more: Partial<PlanPageOptions> = {}): string =>
  planPage(plan, {...options, ...more})
    .blocks.map(({markdown}) => markdown)
    .join('\n\n')

const wanted = {plannedAt: '2026-11-25T13:00:00+05:30', ledger: 'a1b2c3d4', rows: {crc: 1_082}}
const outdated = changedRequest(
  {
    contract: {
      kind: 'outdated',
      because: 'crc: the plan expected 1,000 rows, the database now has 1,082; drift_tolerance_percent allows 0 %.',
      before: {...wanted, rows: {crc: 1_000}},
      wanted,
    },
    refusal: {reason: 'ROWS_CHANGED_SINCE_PLAN', message: 'crc: the plan expected 1,000 rows, the database has 1,082.'},
    approvals: {count: 2, because: 'rows'},
    outsideRetention: [{dataSource: 'crc', slices: ['March 2020'], openForDays: 5, retentionDays: 90}],
  },
  {repeatOf: '20261101T163000Z-4f2a', ticket: 'CQB-1234', notBefore: '2026-12-01T22:00:00+05:30'},
)

describe('the page of a plan', () => {
  it('shows totals and deletions first, then each request, then what would be emitted', () => {
    const plan = changePlan({
      requests: [changedRequest({contract: {kind: 'missing', wanted}}), outdated],
      isSettingsChanged: true,
      risk: {level: 'medium', because: ['Slices are deleted again that a run deleted before.']},
      counts: [
        ...changePlan().counts.map((count) => ({
          ...count,
          sideEffects: [{table: 'crc_visits_frequency', rows: 12, siblingKeys: ['2020-04'], siblings: 1}],
        })),
      ],
      settled: [{path: 'replay-requests/done.yaml', runId: '20261101T163000Z-4f2a'}],
      removed: ['replay-requests/gone.yaml'],
    })

    expect(textOf(plan)).toMatchInlineSnapshot(`
      "## A run would delete 1,082 rows for 1 request. 1 request would be left out.

      Risk: **medium**. Slices are deleted again that a run deleted before.

      | Data source | Table | Rows deleted | Share of the table |
      | --- | --- | ---: | ---: |
      | \`crc\` | \`crc_location_trans\` | 480 | 4.17 % of 11,520 |
      | \`crc\` | \`crc_inspection_trans\` | 602 | about 10 % of about 6,020 |
      | **All, each row once** |  | **1,082** |  |

      No such rows in \`crc_visits_frequency\`.

      **Side effects**

      - \`crc\` also removes 12 rows of \`crc_visits_frequency\` that 1 slice nobody selected have a share in: \`2020-04\`.

      **To know**

      - The change edits \`cqube-replay.yaml\`; this plan goes by the settings of branch \`main\`, not by the new ones.

      **Nothing left to do**

      - \`replay-requests/done.yaml\`: run \`20261101T163000Z-4f2a\` deleted what it selects

      **Taken away: a run does nothing for these files any more**

      - \`replay-requests/gone.yaml\`

      Counted 2026-11-25 13:00:00 +05:30 in the database of ledger \`a1b2c3d4\`, for commit \`aaaaaaaaaaaa\`, by the settings of branch \`main\` (commit \`bbbbbbbbbbbb\`). Nothing was changed there. Figures are grouped the Indian way: 12,50,340 is 1.25 million.

      ### \`replay-requests/march.yaml\`

      - Why: March was emitted twice by three districts
      - What: \`crc\`, March 2020

      | Table | Rows deleted | Share of the table |
      | --- | ---: | ---: |
      | \`crc_location_trans\` | 480 | 4.17 % of 11,520 |
      | \`crc_inspection_trans\` | 602 | about 10 % of about 6,020 |
      | **All** | **1,082** |  |

      No such rows in \`crc_visits_frequency\`.

      Row contract: **missing**, so a run would refuse the request. Put this into the file:

      \`\`\`yaml
      expect:
        planned_at: 2026-11-25T13:00:00+05:30
        ledger: a1b2c3d4
        rows:
          crc: 1082
      \`\`\`

      ### \`replay-requests/march.yaml\`

      - Why: March was emitted twice by three districts
      - Ticket: \`CQB-1234\`
      - No run takes it before 2026-12-01 22:00:00 +05:30.
      - What: \`crc\`, March 2020
      - **Would be left out: \`ROWS_CHANGED_SINCE_PLAN\`.** crc: the plan expected 1,000 rows, the database has 1,082.
      - **Deletes again** what run \`20261101T163000Z-4f2a\` deleted.
      - **Outside of cQube's retention:** \`crc\`, March 2020. cQube drops rows older than 90 days; this deletion lets them in for 5 days. Have the corrected files ready: emitted later, they are lost on their way.
      - A run will ask for 2 approvals (it has 10,00,000 rows or more) of: \`asha-rao\`, \`state/replay-approvers\`.

      | Table | Rows deleted | Share of the table |
      | --- | ---: | ---: |
      | \`crc_location_trans\` | 480 | 4.17 % of 11,520 |
      | \`crc_inspection_trans\` | 602 | about 10 % of about 6,020 |
      | **All** | **1,082** |  |

      No such rows in \`crc_visits_frequency\`.

      Row contract: **OUT OF DATE**. crc: the plan expected 1,000 rows, the database now has 1,082; \`drift_tolerance_percent\` allows 0 %.

      | Data source | Rows in \`expect\` | Rows counted |
      | --- | ---: | ---: |
      | \`crc\` | 1,000 | 1,082 |

      Put this into the file, in place of what stands there:

      \`\`\`yaml
      expect:
        planned_at: 2026-11-25T13:00:00+05:30
        ledger: a1b2c3d4
        rows:
          crc: 1082
      \`\`\`

      <details><summary>Emission document that a run would write</summary>

      \`cqube_replay/<run id>_01.json\`

      \`\`\`json
      {
        "run_id": "<run id>",
        "crc": {
          "year": "2020",
          "months": [
            "03"
          ]
        }
      }
      \`\`\`

      </details>"
    `)
  })

  it('shows the very text that `plan --write` puts into a file, YAML or JSON', () => {
    const blockIn = (path: string): string => {
      const request = changedRequest({paths: [path], contract: {kind: 'missing', wanted}})
      return /```\w+\n([\s\S]*?)\n```/.exec(textOf(changePlan({requests: [request]})))?.[1] ?? ''
    }
    const [yaml, json] = ['reason: x\n', '{\n  "reason": "x"\n}\n']

    expect(withExpectation(yaml, wanted)).toBe(`${yaml}${blockIn('replay-requests/a.yaml')}\n`)
    expect(JSON.parse(`{${blockIn('replay-requests/a.json')}}`)).toEqual({
      expect: (JSON.parse(withExpectation(json, wanted) ?? '') as {expect: unknown}).expect,
    })
  })

  it('tells what became of the row contract that it commits', () => {
    const told = (contracts: PlanPageOptions['contracts']): string =>
      textOf(changePlan(), {contracts}).split('\n\n')[4] ?? ''

    expect(told({kind: 'committed', commit: 'c'.repeat(40)})).toMatchInlineSnapshot(
      `"**The row contract was committed to the branch as \`cccccccccccc\`.** An approval of the commit before does not count for the new file. GitHub starts no workflow for what the token of a workflow pushes: if checks are required, close the pull request and open it again, or push a commit of your own. With the token of a GitHub App as input \`token\` they start by themselves."`,
    )
    expect(told({kind: 'moved'})).toMatchInlineSnapshot(
      `"The branch moved on while it was planned, so the row contract was not committed. The plan of its new commit does that."`,
    )
    expect(told({kind: 'failed', message: 'GIT_UNREACHABLE: the remote hung up.'})).toMatchInlineSnapshot(
      `"**The row contract could not be committed:** \`GIT_UNREACHABLE\`: the remote hung up."`,
    )
  })
})
