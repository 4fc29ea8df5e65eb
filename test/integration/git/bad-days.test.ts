import {existsSync, readFileSync, rmSync, writeFileSync, mkdirSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {createGitRequestSource} from '../../../src/adapters/git/request-source.ts'
import {updateIndex} from '../../../src/core/report/index-page.ts'
import type {GitReportsOptions} from '../../../src/adapters/git/report-branch.ts'
import {createGitRemote, type GitRemote} from '../../support/git-remote.ts'
import {indexedRuns, reportOf, reportsOf} from '../../contract/reports/finished-run.ts'

let remote: GitRemote
beforeEach(() => {
  remote = createGitRemote()
})
afterEach(() => {
  remote.remove()
})

const [first, second] = ['20261101T163000Z-4f2a', '20261102T163000Z-0b11'] as const
const branch = 'replay-reports'
const commitsOnBranch = (): number => Number(remote.git(['rev-list', '--count', `refs/heads/${branch}`]))

/** Acts between the fetch and the push, at most `times` times: the index is built in between. */
function meanwhile(act: (time: number) => void, times = 1): GitReportsOptions['updateIndex'] {
  let time = 0
  return (previous, record) => {
    if (time < times) act(++time)
    return updateIndex(previous, record, {timeZone: 'Asia/Kolkata'})
  }
}

const sourceOf = (more: {timeoutSeconds?: number; environment?: Record<string, string>} = {}) =>
  createGitRequestSource({
    directory: remote.checkout,
    settings: {...remote.settings, protocols: ['file', 'ssh'], timeoutSeconds: more.timeoutSeconds ?? 20},
    requestsDirectory: 'replay-requests',
    environment: {...remote.environment, ...more.environment},
  })

describe('a report is pushed although', () => {
  test('others pushed first, three times in a row', async () => {
    await reportsOf(remote).publish(reportOf(first))
    const pushes = meanwhile((time) => remote.commit({[`note-${time}.txt`]: 'x'}, {branch}), 3)

    await reportsOf(remote, {updateIndex: pushes}).publish(reportOf(second))

    expect(indexedRuns(remote)).toEqual([first, second])
    expect([1, 2, 3].map((time) => remote.remoteFile(branch, `note-${time}.txt`))).toEqual(['x', 'x', 'x'])
  })

  test('another runner makes the branch first', async () => {
    let other: Promise<string> | undefined
    const starts = meanwhile(() => {
      other = reportsOf(remote).publish(reportOf(first))
    })

    await reportsOf(remote, {updateIndex: starts}).publish(reportOf(second))

    await other
    expect(indexedRuns(remote)).toEqual([first, second])
  })

  test('the branch was rewritten meanwhile', async () => {
    await reportsOf(remote).publish(reportOf(first))
    const rewritten = remote.git(['commit-tree', '-m', 'History cut off', `refs/heads/${branch}^{tree}`])
    const rewrites = meanwhile(() => remote.git(['update-ref', `refs/heads/${branch}`, rewritten]))

    await reportsOf(remote, {updateIndex: rewrites}).publish(reportOf(second))

    expect(indexedRuns(remote)).toEqual([first, second])
    expect(remote.git(['rev-list', '--reverse', `refs/heads/${branch}`]).split('\n')[0]).toBe(rewritten)
  })

  test('the answer to the push is lost: it is found there, without a second commit', async () => {
    remote.hook('post-receive', 'kill -9 $PPID')

    const commit = await reportsOf(remote).publish(reportOf(first))

    expect(remote.git(['rev-parse', `refs/heads/${branch}`])).toBe(commit)
    expect(commitsOnBranch()).toBe(1)
  })

  test('the answer to the push comes too late: it is found there, without a second commit', async () => {
    remote.hook('post-receive', 'sleep 8')
    const settings = {...remote.settings, timeoutSeconds: 4}

    await reportsOf(remote, {settings}).publish(reportOf(first))

    expect(indexedRuns(remote)).toEqual([first])
    expect(commitsOnBranch()).toBe(1)
  })

  test.each([
    'refs/cqube-replay/replay-reports.lock',
    'refs/remotes/origin/replay-reports.lock',
    'index.lock',
    'HEAD.lock',
  ])('a killed process left %s', async (lock) => {
    const path = join(remote.checkout, '.git', lock)
    mkdirSync(dirname(path), {recursive: true})
    writeFileSync(path, '')

    await reportsOf(remote).publish(reportOf(first))
    await reportsOf(remote).publish(reportOf(second))

    expect(indexedRuns(remote)).toEqual([first, second])
  })

  test('the index was broken by hand', async () => {
    await reportsOf(remote).publish(reportOf(first))
    remote.commit({'replay-reports/index.json': '<<<<<<< HEAD'}, {branch})

    await reportsOf(remote).publish(reportOf(first))

    expect(indexedRuns(remote)).toEqual([first])
  })
})

test('two runners publish at once, twenty times, and no report is lost', async () => {
  const other = join(remote.root, 'other')
  remote.git(['clone', '--quiet', remote.remote, other], remote.root)
  const pairs = Array.from(
    {length: 20},
    (_, n) => [`20261101T1630${10 + n}Z-aaaa`, `20261101T1630${10 + n}Z-bbbb`] as const,
  )

  for (const [here, there] of pairs) {
    await Promise.all([
      reportsOf(remote).publish(reportOf(here)),
      reportsOf(remote, {directory: other}).publish(reportOf(there)),
    ])
  }

  expect(indexedRuns(remote)).toEqual(pairs.flat().sort())
  expect(commitsOnBranch()).toBe(40)
}, 240_000)

test('four runners share one checkout and no report is lost', async () => {
  const runs = ['a', 'b', 'c', 'd'].map((letter) => `20261101T163000Z-${letter.repeat(4)}`)

  await Promise.all(runs.map(async (run) => reportsOf(remote).publish(reportOf(run))))

  expect(indexedRuns(remote)).toEqual(runs)
})

describe('when nothing can be pushed', () => {
  const refsHere = (): string => remote.git(['for-each-ref'], remote.checkout)

  test('the report says what the remote said, and goes through when the remote relents', async () => {
    remote.hook('pre-receive', 'echo "The reports branch is closed for the audit." >&2; exit 1')
    const before = refsHere()

    const failure: unknown = await reportsOf(remote)
      .publish(reportOf(first))
      .catch((error: unknown) => error)
    rmSync(join(remote.remote, 'hooks/pre-receive'))
    const refsAfter = refsHere()
    await reportsOf(remote).publish(reportOf(first))

    expect(failure).toMatchObject({code: 'REPORT_NOT_PUSHED'})
    const message = (failure as Error).message.replaceAll(remote.root, '/home/asha').replace(/[0-9a-f]{40}/, '6a2a7df')
    expect(message).toMatchInlineSnapshot(`
      "origin, branch replay-reports: the report of run 20261101T163000Z-4f2a was not pushed in 4 attempt(s); the ledger holds what it says, and the local repository is as it was. The last attempt met: /home/asha/checkout: git push failed: remote: The reports branch is closed for the audit.
      To /home/asha/remote.git
       ! [remote rejected] 6a2a7df -> replay-reports (pre-receive hook declined)
      error: failed to push some refs to '/home/asha/remote.git'"
    `)
    expect(refsAfter).toBe(before)
    expect(indexedRuns(remote)).toEqual([first])
  })

  test('a remote that is gone is told as such, and the checkout is unharmed', async () => {
    rmSync(remote.remote, {recursive: true})
    const before = [refsHere(), readFileSync(join(remote.checkout, '.git/index')).toString('base64')]

    const published = reportsOf(remote).publish(reportOf(first))
    await expect(published).rejects.toMatchObject({code: 'REPORT_NOT_PUSHED'})
    await expect(sourceOf().fetch()).rejects.toMatchObject({code: 'GIT_UNREACHABLE'})

    expect([refsHere(), readFileSync(join(remote.checkout, '.git/index')).toString('base64')]).toEqual(before)
    expect(remote.git(['fsck', '--strict'], remote.checkout)).toBe('')
  })

  test('a mistake of ours is not taken for a failed push', async () => {
    const updateIndex = (): never => {
      throw new TypeError('index of undefined')
    }

    await expect(reportsOf(remote, {updateIndex}).publish(reportOf(first))).rejects.toThrow(TypeError)
  })

  test('a branch that is missing is no unreachable remote', async () => {
    remote.git(['update-ref', '-d', 'refs/heads/main'])

    await expect(sourceOf().fetch()).rejects.toMatchObject({code: 'BRANCH_MISSING'})
  })

  test('a remote that hangs is given up after the time of the settings', async () => {
    const ssh = join(remote.root, 'ssh')
    writeFileSync(ssh, '#!/bin/sh\nexec sleep 20\n', {mode: 0o755})
    remote.git(['remote', 'set-url', 'origin', 'ssh://git.example.org/requests.git'], remote.checkout)
    const source = sourceOf({timeoutSeconds: 1, environment: {GIT_SSH: ssh, GIT_SSH_VARIANT: 'simple'}})
    const startedAt = performance.now()

    const failure: unknown = await source.fetch().catch((error: unknown) => error)

    expect(failure).toMatchObject({code: 'GIT_UNREACHABLE'})
    expect((failure as Error).message.replaceAll(remote.root, '/home/asha')).toMatchInlineSnapshot(
      `"/home/asha/checkout: git ls-remote failed: no answer within 1 s"`,
    )
    expect(performance.now() - startedAt).toBeLessThan(5_000)
  })

  test('a directory that is no repository is told as such', async () => {
    rmSync(join(remote.checkout, '.git'), {recursive: true})

    await expect(sourceOf().list('main')).rejects.toMatchObject({code: 'GIT_FAILED'})
    expect(existsSync(join(remote.checkout, '.git'))).toBe(false)
  })
})
