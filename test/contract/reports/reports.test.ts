import {ReplayError} from '../../../src/core/replay-error.ts'
import {afterEach, describe, expect, test} from 'vitest'
import type {Reports} from '../../../src/ports.ts'
import {createFakeReports} from '../../fakes/reports.ts'
import {createGitRemote, type GitRemote} from '../../support/git-remote.ts'
import {finishedRun, reportOf, reportsOf} from './finished-run.ts'

interface Branch {
  readonly reports: Reports
  /** Commits on the reports branch. */
  readonly commits: () => number
  /** The run's two files as they are on the remote. */
  readonly files: (runId: string) => {json: string | null; markdown: string | null}
}

const remotes: GitRemote[] = []
afterEach(() => {
  for (const remote of remotes.splice(0)) remote.remove()
})

function realBranch(): Branch {
  const remote = createGitRemote()
  remotes.push(remote)
  const file = (runId: string, name: string): string | null =>
    remote.remoteFile('replay-reports', `replay-reports/${runId.slice(0, 4)}/${runId}/${name}`)
  return {
    reports: reportsOf(remote),
    commits: () =>
      remote.git(['log', '--format=%H', '--all', '--', 'replay-reports']).split('\n').filter(Boolean).length,
    files: (runId) => ({json: file(runId, 'report.json'), markdown: file(runId, 'report.md')}),
  }
}

function fakeBranch(): Branch {
  const reports = createFakeReports()
  return {
    reports,
    commits: () => reports.commits.length,
    files: (runId) => {
      const report = reports.published.get(runId)
      return {json: report?.json ?? null, markdown: report?.markdown ?? null}
    },
  }
}

const first = '20261101T163000Z-4f2a'
const second = '20261102T163000Z-0b11'

describe.each([
  ['fake', fakeBranch],
  ['git', realBranch],
])('the reports branch (%s)', (_, createBranch) => {
  test('knows no run before the first report', async () => {
    const {reports} = createBranch()

    expect(await reports.known()).toEqual([])
  })

  test('holds a published report byte for byte', async () => {
    const {reports, files} = createBranch()
    const report = reportOf(first, 'with ünïcode\n\n')

    await reports.publish(report)

    expect(files(first)).toEqual({json: report.json, markdown: report.markdown})
  })

  test('knows each published run and its ledger', async () => {
    const {reports} = createBranch()
    await reports.publish(reportOf(first))
    await reports.publish({...reportOf(second), record: finishedRun(second, {ledger: '99ff'})})

    const known = await reports.known()

    expect(known.toSorted((a, b) => a.runId.localeCompare(b.runId))).toEqual([
      {runId: first, ledger: '7c1e'},
      {runId: second, ledger: '99ff'},
    ])
  })

  test('takes the same report once', async () => {
    const {reports, commits} = createBranch()
    const commit = await reports.publish(reportOf(first))
    await reports.publish(reportOf(second))

    const again = await reports.publish(reportOf(first))

    expect(again).toBe(commit)
    expect(commits()).toBe(2)
  })

  test('keeps the newer report when a runner that lost its lease publishes late', async () => {
    const {reports, files, commits} = createBranch()
    await reports.publish(reportOf(first, 'by the one that took over'))

    const late = reports.publish(reportOf(first, 'by the late one'), async () => {
      throw new ReplayError('LEASE_LOST', 'The lease was taken over.')
    })

    await expect(late).rejects.toMatchObject({code: 'LEASE_LOST'})
    expect(files(first).markdown).toContain('by the one that took over')
    expect(commits()).toBe(1)
  })

  test('replaces the report of a run that went on', async () => {
    const {reports, files, commits} = createBranch()
    await reports.publish(reportOf(first, 'awaiting files'))

    await reports.publish(reportOf(first, 'files reloaded'))

    expect(files(first).markdown).toContain('files reloaded')
    expect(commits()).toBe(2)
  })
})
