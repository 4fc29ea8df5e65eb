import {existsSync, readFileSync} from 'node:fs'
import {basename, dirname, join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {pullRequestEvent} from '../../support/action/events.ts'
import {reportRun} from '../../support/action/reported-run.ts'
import {spawnAction, type ActionEnd, type ActionStart} from '../../support/action/spawn-action.ts'
import {checkedOut, pullRequestWorkspace} from '../../support/action/workspace.ts'
import {serveByHttps, type GitHttps} from '../../support/git-https.ts'
import {createGitRemote, type GitRemote} from '../../support/git-remote.ts'

const path = 'replay-requests/march.yaml'
const request = (month: string): string =>
  `reason: That month was emitted twice by a district\nreplay:\n  crc: {year: 2021, months: [${month}]}\n`

let remote: GitRemote
beforeEach(() => {
  remote = createGitRemote()
  remote.commit({[path]: request('03'), 'cqube-replay.yaml': 'require_expect: false\n'})
})
afterEach(() => {
  remote.remove()
})

const titles = ({annotations}: ActionEnd): readonly string[] =>
  annotations.map(({properties}) => `${properties['file'] ?? ''} ${properties['title']?.split(':')[0] ?? ''}`)

/** What files of a pull request come to, in the merge that GitHub makes of it. */
async function judged(
  files: Readonly<Record<string, string | null>>,
  more: Partial<ActionStart> & {readonly prepare?: (workspace: string) => void} = {},
): Promise<ActionEnd> {
  remote.git(['branch', 'requests', 'main'])
  remote.commit(files, {branch: 'requests'})
  const {directory: workspace, ...facts} = pullRequestWorkspace(remote, 'requests')
  more.prepare?.(workspace)
  return spawnAction({event: pullRequestEvent(facts), workspace, ...more})
}

describe('a checkout of the head of a pull request, with its whole history', () => {
  it('is compared with the commit that the branch was made from', async () => {
    const base = remote.git(['rev-parse', 'main'])
    const head = remote.commit({'replay-requests/june.yaml': request('13')}, {branch: 'requests'})
    remote.commit({'replay-requests/merged-meanwhile.yaml': request('14')})
    const workspace = checkedOut(remote, 'refs/heads/requests')
    remote.git(['fetch', '--quiet', 'origin', 'main:refs/remotes/origin/main'], workspace)

    const end = await spawnAction({event: pullRequestEvent({base, head}), workspace})

    expect(new Set(end.annotations.map(({properties}) => properties['file']))).toEqual(
      new Set(['replay-requests/june.yaml']),
    )
    expect(end.outputs).toMatchObject({outcome: 'problems', errors: '1'})
    expect(end.log).toContain('1 file judged.')
  })
})

describe('the merge that GitHub makes', () => {
  it('is compared with the branch as it is now, though the event tells of an older commit', async () => {
    const older = remote.git(['rev-parse', 'main'])
    remote.git(['branch', 'requests', 'main'])
    remote.commit({'replay-requests/merged-meanwhile.yaml': request('14')})
    remote.commit({'replay-requests/june.yaml': request('06')}, {branch: 'requests'})
    const {directory: workspace, head} = pullRequestWorkspace(remote, 'requests')

    const end = await spawnAction({event: pullRequestEvent({base: older, head}), workspace})

    expect(end.exitCode).toBe(0)
    expect(end.log).toContain('1 file judged.')
  })

  it('is told to overlap with what others merged meanwhile', async () => {
    remote.git(['branch', 'requests', 'main'])
    remote.commit({'replay-requests/june.yaml': request('06')})
    remote.commit(
      {'replay-requests/again.yaml': request('06').replace('a district', 'two districts')},
      {branch: 'requests'},
    )
    const {directory: workspace, ...facts} = pullRequestWorkspace(remote, 'requests')

    const end = await spawnAction({event: pullRequestEvent(facts), workspace})

    expect(titles(end).map((title) => title.split(' ')[0])).toEqual(['replay-requests/again.yaml'])
  })
})

describe('the checkout of a job', () => {
  it('may lie in a folder of the workspace, and is named from its own top as GitHub does', async () => {
    remote.commit({'replay-requests/june.yaml': request('13')}, {branch: 'requests'})
    const {directory, ...facts} = pullRequestWorkspace(remote, 'requests')
    const where = {workspace: dirname(directory), inputs: {directory: basename(directory)}}

    const end = await spawnAction({event: pullRequestEvent(facts), ...where})

    expect(titles(end)).toContain('replay-requests/june.yaml MONTH_OUT_OF_RANGE')
  })

  it('is no folder inside of one: nothing would be known of what changed', async () => {
    const end = await judged({'state/cqube-replay.yaml': 'time_zone: UTC\n'}, {inputs: {directory: 'state'}})

    expect(end.outputs).toEqual({'exit-code': '1', outcome: 'problems', code: 'NOT_A_REPOSITORY'})
    expect(end.annotations.map(({data}) => data)).toEqual([expect.stringContaining('not the top folder')])
  })
})

describe('a settings file that a pull request breaks', () => {
  it('is told at its lines, and the requests are judged all the same', async () => {
    const files = {'cqube-replay.yaml': 'time_zone: Mars\n', 'replay-requests/june.yaml': request('13')}

    const end = await judged(files)

    expect(end.exitCode).toBe(1)
    expect(titles(end).toSorted()).toMatchInlineSnapshot(`
      [
        "cqube-replay.yaml SETTINGS_TIME_ZONE_UNKNOWN",
        "replay-requests/june.yaml EXPECT_MISSING",
        "replay-requests/june.yaml MONTH_OUT_OF_RANGE",
      ]
    `)
  })

  it('is no reason to judge files that the pull request does not touch', async () => {
    const end = await judged({'cqube-replay.yaml': '"\n'})

    expect(end.log).toContain('1 file judged.')
    expect(new Set(end.annotations.map(({properties}) => properties['file']))).toEqual(new Set(['cqube-replay.yaml']))
  })
})

describe('a private repository, whose checkout keeps no credentials', () => {
  const token = 'ghs_c4n4ryOfTheJob0123456789'
  let https: GitHttps
  let runId: string
  beforeEach(async () => {
    https = await serveByHttps(remote, () => token)
    runId = reportRun(remote, path)
  })
  afterEach(() => https.close())
  const toHttps = (workspace: string): void => {
    remote.git(['remote', 'set-url', 'origin', https.address], workspace)
  }

  it('is asked for the reports with the token of the job', async () => {
    const end = await judged(
      {[path]: request('04')},
      {
        prepare: toHttps,
        inputs: {token},
        environment: {...https.environment, GITHUB_SERVER_URL: https.address.replace('/remote.git', '')},
      },
    )

    expect(titles(end)).toContain(`${path} REQUEST_RAN_EDITED`)
    expect(end.summary).toContain(runId)
    expect(https.credentials.length).toBeGreaterThan(0)
    expect(end.masked).toContain(token)
    expect(end.everything).not.toContain('c4n4ry')
    expect(https.commandLines.join('\n')).not.toContain('c4n4ry')
  })

  it('has its verdict without a token, with a word of what is not known', async () => {
    const end = await judged({[path]: request('04')}, {prepare: toHttps, environment: https.environment})

    expect(end.exitCode).toBe(0)
    expect(end.log).toContain('The remote could not be asked for the newest reports. GIT_')
    expect(end.summary).toContain('it is not known which of these requests have run')
  })
})

describe('secrets that a job should not have had', () => {
  it('stand in nothing that anybody can read, also where a file is broken by them', async () => {
    const secrets = {
      DATABASE_URL: 'postgres://replay:c4n4ry-database@db.example.org/cqube',
      AWS_SECRET_ACCESS_KEY: 'c4n4ry-s3-key',
      CQUBE_REPLAY_NIFI_PASSWORD: 'c4n4ry-nifi',
      CQUBE_REPLAY_GIT_TOKEN: 'c4n4ry-git',
      CQUBE_REPLAY_GITHUB_APP_KEY: '-----BEGIN PRIVATE KEY-----\nc4n4ryLine1\nc4n4ryLine2\n-----END PRIVATE KEY-----',
    }
    const inputs = {
      token: 'c4n4ry-token',
      'app-id': '7',
      'app-private-key': 'c4n4ry-key',
      sarif: 'a.sarif',
      'verdict-file': 'v.json',
    }
    const files = {
      'replay-requests/june.yaml': `token: c4n4ry-token\n${request('13')}`,
      'cqube-replay.yaml': 'database: {url: "postgres://replay:c4n4ry-database@db.example.org/cqube"}\n',
    }
    let workspace = ''

    const end = await judged(files, {environment: secrets, inputs, prepare: (directory) => (workspace = directory)})

    expect(end.outputs['outcome']).toBe('problems')
    expect(end.everything).not.toContain('c4n4ry')
    for (const name of ['a.sarif', 'v.json']) {
      expect(existsSync(join(workspace, name))).toBe(true)
      expect(readFileSync(join(workspace, name), 'utf8')).not.toContain('c4n4ry')
    }
    expect(end.masked).toEqual(
      expect.arrayContaining(['c4n4ry-database', 'c4n4ry-git', 'c4n4ry-token', 'c4n4ry-key', 'c4n4ryLine1']),
    )
  })
})
