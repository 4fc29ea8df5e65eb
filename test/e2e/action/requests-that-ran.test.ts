import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {createGitRemote, type GitRemote} from '../../support/git-remote.ts'
import {pullRequestEvent} from '../../support/action/events.ts'
import {reportRun} from '../../support/action/reported-run.ts'
import {spawnAction, type ActionEnd} from '../../support/action/spawn-action.ts'
import {pullRequestWorkspace} from '../../support/action/workspace.ts'

const path = 'replay-requests/march.yaml'
const march = 'reason: March was emitted twice by a district\nreplay:\n  crc: {year: 2021, months: [03]}\n'

let remote: GitRemote
let runId: string
beforeEach(() => {
  remote = createGitRemote()
  remote.commit({[path]: march})
  runId = reportRun(remote, path)
})
afterEach(() => {
  remote.remove()
})

async function proposed(
  files: Readonly<Record<string, string | null>>,
  prepare: (directory: string) => void = () => undefined,
): Promise<ActionEnd> {
  remote.git(['branch', 'requests', 'main'])
  remote.commit(files, {branch: 'requests'})
  const {directory, ...facts} = pullRequestWorkspace(remote, 'requests')
  prepare(directory)
  return spawnAction({event: pullRequestEvent(facts), workspace: directory})
}
const titles = ({annotations}: ActionEnd): readonly string[] =>
  annotations.map(
    ({name, properties}) => `${name} ${properties['file'] ?? ''} ${properties['title']?.split(':')[0] ?? ''}`,
  )

describe('a request that a run has deleted rows for', () => {
  it('is told when a pull request changes it, though the job has the commits of the merge only', async () => {
    const end = await proposed({[path]: march.replace('[03]', '[04]')})

    expect(titles(end)).toContain(`warning ${path} REQUEST_RAN_EDITED`)
    expect(end.summary).toContain(runId)
  })

  it('is told when a pull request takes it away', async () => {
    const end = await proposed({[path]: null})

    expect(titles(end)).toEqual([`warning ${path} REQUEST_RAN_REMOVED`])
  })

  it('is looked for at the remote of the checkout, whatever address the pull request names', async () => {
    const settings = 'git:\n  remote: file:///nowhere/of/an/attacker.git\n  protocols: [file]\n'

    const end = await proposed({[path]: null, 'cqube-replay.yaml': settings})

    expect(titles(end)).toContain(`warning ${path} REQUEST_RAN_REMOVED`)
    expect(end.everything).not.toContain('could not be asked')
  })
})

describe('where reports lie', () => {
  it('is said by the branch, not by a pull request that would rather have none', async () => {
    const settings = 'git:\n  reports_branch: nothing-here\n  reports_directory: nothing\n'

    const end = await proposed({[path]: null, 'cqube-replay.yaml': settings})

    expect(titles(end)).toContain(`warning ${path} REQUEST_RAN_REMOVED`)
  })
})

describe('a remote that does not answer', () => {
  it('keeps nobody from a verdict, which says what is not known', async () => {
    const end = await proposed({[path]: null, 'replay-requests/april.yaml': march.replace('03', '04')}, (directory) => {
      remote.git(['remote', 'set-url', 'origin', 'file:///nowhere.git'], directory)
    })

    expect(end.exitCode).toBe(0)
    expect(end.log).toContain('The remote could not be asked for the newest reports. GIT_')
    expect(end.summary).toContain('it is not known which of these requests have run')
    expect(titles(end)).toEqual(['warning replay-requests/april.yaml EXPECT_MISSING'])
  })

  it('is one that the checkout does not name at all', async () => {
    const end = await proposed({[path]: null}, (directory) => {
      remote.git(['remote', 'remove', 'origin'], directory)
    })

    expect(end.exitCode).toBe(0)
    expect(end.log).toContain('The remote could not be asked for the newest reports. USAGE')
  })

  it('is not asked about new requests, of which none can have run', async () => {
    const end = await proposed({'replay-requests/april.yaml': march.replace('03', '04')}, (directory) => {
      remote.git(['remote', 'set-url', 'origin', 'file:///nowhere.git'], directory)
    })

    expect(end.exitCode).toBe(0)
    expect(end.everything).not.toContain('remote')
  })
})
