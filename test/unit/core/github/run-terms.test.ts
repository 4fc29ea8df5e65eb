import {describe, expect, it} from 'vitest'
import {workflowEvent} from '../../../../src/core/github/event.ts'
import {
  chosenPaths,
  requireChosenBranch,
  requireProtectedRef,
  requireRunEvent,
} from '../../../../src/core/github/run-terms.ts'
import {failureOf} from '../../../../src/entries/failure.ts'

const refusalOf = (act: () => void): string | null => {
  try {
    act()
    return null
  } catch (error) {
    const {code, message} = failureOf(error)
    return `${code}: ${message}`
  }
}

describe('the terms of a run in a workflow', () => {
  it.each(['push', 'schedule', 'workflow_dispatch'])('take the event %s', (name) => {
    expect(
      refusalOf(() => {
        requireRunEvent(workflowEvent(name, {}))
      }),
    ).toBeNull()
  })

  it.each([
    'pull_request',
    'pull_request_target',
    'pull_request_review',
    'merge_group',
    'workflow_run',
    'issue_comment',
    'repository_dispatch',
    'Push',
    '',
  ])('refuse the event %j', (name) => {
    expect(
      refusalOf(() => {
        requireRunEvent(workflowEvent(name, {}))
      }),
    ).toMatch(/^EVENT_REFUSED: /)
  })

  it('say which events there are', () => {
    expect(
      refusalOf(() => {
        requireRunEvent(workflowEvent('pull_request_target', {}))
      }),
    ).toMatchInlineSnapshot(
      `"EVENT_REFUSED: The event "pull_request_target" does not lead to a run, which deletes what the protected branch asks for. Nothing was opened. A run is made on \`push\` (to the protected branch), \`schedule\` and \`workflow_dispatch\`; in a pull request the commands are \`validate\` and \`plan\`."`,
    )
  })

  it.each([
    ['main', 'main', false, null],
    ['release', 'main', true, null],
    ['release', 'main', false, 'EVENT_REFUSED'],
    ['release', '', false, 'EVENT_REFUSED'],
  ])('on branch %s, where the default is %j and protected is %j', (branch, defaultBranch, isProtected, code) => {
    const refusal = refusalOf(() => {
      requireChosenBranch(branch, defaultBranch, isProtected)
    })

    expect(refusal?.split(':')[0] ?? null).toBe(code)
  })

  it('ask for the protected branch', () => {
    expect(
      refusalOf(() => {
        requireProtectedRef('refs/heads/main', 'main')
      }),
    ).toBeNull()
    expect(
      refusalOf(() => {
        requireProtectedRef('refs/pull/5/merge', 'main')
      }),
    ).toMatchInlineSnapshot(
      `"EVENT_REFUSED: The workflow runs on "refs/pull/5/merge", and a run acts on branch main only, as \`git.branch\` says. Nothing was started. Let it be started by \`on: push: branches: [main]\` or a schedule; by hand, choose branch main under "Run workflow"."`,
    )
  })

  it.each(['', 'main', 'refs/heads/Main', 'refs/heads/main/x', 'refs/tags/main', 'refs/heads/x/refs/heads/main'])(
    'refuse the ref %j for branch main',
    (ref) => {
      expect(
        refusalOf(() => {
          requireProtectedRef(ref, 'main')
        }),
      ).toMatch(/^EVENT_REFUSED: /)
    },
  )

  it('take a choice of files with blank lines, blanks and slashes around them', () => {
    expect(chosenPaths(' ./replay-requests/a.yaml\r\n\n  replay-requests/2026/ \n')).toEqual([
      'replay-requests/a.yaml',
      'replay-requests/2026',
    ])
    expect(chosenPaths('replay-requests/a.yaml, replay-requests/b.yaml replay-requests/c.yaml')).toHaveLength(3)
    expect(chosenPaths(' \n')).toEqual([])
  })
})
