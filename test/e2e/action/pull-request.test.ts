import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {createGitRemote, type GitRemote} from '../../support/git-remote.ts'
import {settingsText} from '../../support/operator.ts'
import {mergeGroupEvent, pullRequestEvent, pushEvent, dispatchEvent} from '../../support/action/events.ts'
import {spawnAction, type ActionEnd} from '../../support/action/spawn-action.ts'
import {checkedOut, pullRequestWorkspace} from '../../support/action/workspace.ts'

const good = 'reason: March was emitted twice by a district\nreplay:\n  crc: {year: 2021, months: [03]}\n'
const bad = 'reason: Month thirteen does not exist\nreplay:\n  crc: {year: 2021, months: [13]}\n'

let remote: GitRemote
beforeEach(() => {
  remote = createGitRemote()
  remote.commit({'cqube-replay.yaml': settingsText({require_expect: true}), 'replay-requests/old.yaml': bad})
})
afterEach(() => {
  remote.remove()
})

async function judged(files: Readonly<Record<string, string | null>>, depth?: number): Promise<ActionEnd> {
  remote.commit(files, {branch: 'requests'})
  const {directory, ...facts} = pullRequestWorkspace(remote, 'requests', depth)
  return spawnAction({event: pullRequestEvent(facts), workspace: directory})
}

describe('a pull request', () => {
  it('passes with a good request, whatever other files hold', async () => {
    const end = await judged({'replay-requests/march.yaml': good})

    expect(end.exitCode).toBe(0)
    expect(end.outputs).toEqual({
      errors: '0',
      warnings: '1',
      'exit-code': '0',
      outcome: 'done',
      code: '',
    })
    expect(end.annotations.map(({name}) => name)).toEqual(['warning'])
    expect(end.log).toContain('1 file judged.')
  })

  it('fails with a mistake, which stands at its line and in the summary', async () => {
    const end = await judged({'replay-requests/march.yaml': bad})

    expect(end.exitCode).toBe(1)
    expect(end.outputs).toMatchObject({errors: '1', outcome: 'problems', 'exit-code': '1'})
    expect(end.annotations.filter(({name}) => name === 'error')).toMatchInlineSnapshot(`
      [
        {
          "data": ""13" is not a month; months run from "01" to "12".
      Write the month as "01" … "12".",
          "name": "error",
          "properties": {
            "col": "30",
            "file": "replay-requests/march.yaml",
            "line": "3",
            "title": "MONTH_OUT_OF_RANGE: A month does not exist",
          },
        },
      ]
    `)
    expect(end.summary).toMatchInlineSnapshot(`
      "## These requests cannot run as they are

      | Files judged | Errors | Warnings | Notes |
      | ---: | ---: | ---: | ---: |
      | 1 | 1 | 1 | 0 |

      ### \`replay-requests/march.yaml\`

      - Line 1, column 1: **\`EXPECT_MISSING\`** (warning). The request has no row contract \`expect\`, without which a run refuses it under the default settings.
        **Fix:** Run \`cqube-replay plan --write\` on the file: it counts the rows and writes \`expect\`.

      - Line 3, column 30: **\`MONTH_OUT_OF_RANGE\`** (error). "\`13\`" is not a month; months run from "\`01\`" to "\`12\`".
        **Fix:** Write the month as "\`01\`" \`…\` "\`12\`".
      "
    `)
  })

  it('needs no more than the two commits that a merge is made of', async () => {
    remote.commit({'replay-requests/others.yaml': bad}, {message: 'Merged meanwhile'})

    const end = await judged({'replay-requests/march.yaml': good}, 2)

    expect(end.exitCode).toBe(0)
    expect(end.log).toContain('1 file judged.')
  })

  it('is told what is missing when the clone is too shallow', async () => {
    const end = await judged({'replay-requests/march.yaml': good}, 1)

    expect(end.exitCode).toBe(1)
    expect(end.outputs['code']).toBe('REVISION_UNKNOWN')
    expect(end.annotations.map(({data}) => data)).toEqual([expect.stringContaining('fetch-depth: 0')])
    expect(end.summary).toContain('REVISION_UNKNOWN')
  })

  it('of a fork needs no token', async () => {
    remote.commit({'replay-requests/march.yaml': bad}, {branch: 'requests'})
    const {directory, ...facts} = pullRequestWorkspace(remote, 'requests')

    const end = await spawnAction({
      event: pullRequestEvent({...facts, from: 'somebody/replay'}),
      workspace: directory,
    })

    expect(end.outputs).toMatchObject({errors: '1', outcome: 'problems'})
  })

  it('is refused on pull_request_target, where a job has secrets', async () => {
    remote.commit({'replay-requests/march.yaml': good}, {branch: 'requests'})
    const {directory, ...facts} = pullRequestWorkspace(remote, 'requests')

    const end = await spawnAction({event: pullRequestEvent(facts, 'pull_request_target'), workspace: directory})

    expect(end.exitCode).toBe(2)
    expect(end.outputs).toMatchObject({outcome: 'refused', code: 'EVENT_REFUSED'})
    expect(end.annotations[0]?.data).toContain('hands the secrets')
  })
})

describe('the other events', () => {
  it('judge what a merge queue, a push, or nobody in particular brings', async () => {
    const before = remote.git(['rev-parse', 'main'])
    const after = remote.commit({'replay-requests/march.yaml': good})
    const workspace = checkedOut(remote, 'refs/heads/main')

    const queued = await spawnAction({event: mergeGroupEvent(before, after), workspace})
    const pushed = await spawnAction({event: pushEvent(before, after), workspace})
    const asked = await spawnAction({event: dispatchEvent(), workspace})

    expect([queued, pushed].map(({outputs}) => outputs['errors'])).toEqual(['0', '0'])
    expect(asked.outputs['errors']).toBe('1')
  })
})
