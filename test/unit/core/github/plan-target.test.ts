import {describe, expect, it} from 'vitest'
import type {WorkflowEvent} from '../../../../src/core/github/event.ts'
import {planTarget} from '../../../../src/core/github/plan-target.ts'
import {ReplayError} from '../../../../src/core/replay-error.ts'

const pullRequest: Extract<WorkflowEvent, {kind: 'pull_request'}> = {
  kind: 'pull_request',
  number: 7,
  isFork: false,
  headRepository: 'state/replay',
  headCommit: 'a'.repeat(40),
  headBranch: 'march',
  baseCommit: 'b'.repeat(40),
  baseBranch: 'main',
}
const push: WorkflowEvent = {kind: 'push', branch: 'main', commit: 'a'.repeat(40), before: 'b'.repeat(40)}

function refusal(event: WorkflowEvent, asked = ''): string {
  try {
    return JSON.stringify(planTarget(event, asked))
  } catch (error) {
    return error instanceof ReplayError ? `${error.code}: ${error.message}` : String(error)
  }
}

describe('what a workflow plans', () => {
  it('is the pull request of the event, whatever the input says', () => {
    expect(planTarget(pullRequest, '9')).toEqual({kind: 'pull_request', event: pullRequest})
  })

  it.each([[push], [{kind: 'schedule'}], [{kind: 'workflow_dispatch'}]] as const)(
    'is the one of the input, else all that is pending: %o',
    (event) => {
      expect(planTarget(event, '12')).toEqual({kind: 'number', number: 12})
      expect(planTarget(event, '')).toEqual({kind: 'pending'})
    },
  )

  it('is never that of a fork, which is told what it can do', () => {
    expect(refusal({...pullRequest, isFork: true})).toMatchInlineSnapshot(
      `"EVENT_REFUSED: Pull request #7 comes from a fork. A plan reads the database, whose address no job for a fork is given; nothing was opened. \`validate\` judges its files all the same. For a plan somebody who may push brings the branch into this repository, and opens the pull request from there."`,
    )
  })

  it.each([
    {kind: 'other', name: 'pull_request_target'},
    {kind: 'other', name: 'issue_comment'},
    {kind: 'merge_group', headCommit: 'a'.repeat(40), baseCommit: 'b'.repeat(40)},
    {kind: 'workflow_run', headCommit: 'a'.repeat(40), startedBy: 'pull_request'},
  ] as const)('is nothing on $kind $name', (event) => {
    expect(refusal(event)).toMatch(/^EVENT_REFUSED: The event .* Nothing was opened\./)
  })

  it.each([{number: 0}, {headCommit: ''}, {headCommit: '--upload-pack=x'}, {headBranch: ''}, {baseBranch: ''}])(
    'is nothing when the event lacks what it names a pull request by: %o',
    (more) => {
      expect(refusal({...pullRequest, ...more})).toMatch(/^EVENT_REFUSED: /)
    },
  )

  it.each(['0', '-1', '1e3', ' 7', '7; rm', '99999999999'])('is not what %o names', (asked) => {
    expect(refusal(push, asked)).toMatch(/^USAGE: The input `pull-request` is /)
  })
})
