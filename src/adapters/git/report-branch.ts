import {randomBytes, randomInt} from 'node:crypto'
import {ReplayError} from '../../core/replay-error.ts'
import {readIndex, reportFolder} from '../../core/report/index-page.ts'
import type {RunRecord} from '../../core/run/run-record.ts'
import type {Clock, Points, Reports} from '../../ports.ts'
import {readFileAt} from './blobs.ts'
import {createGit, type Git, type GitOptions} from './git-client.ts'
import {redactUrls} from './redact-urls.ts'
import {fetchBranch, pushBranch} from './remote-branch.ts'
import {writeBlob, writeTree} from './write-tree.ts'

export interface GitReportsOptions extends GitOptions {
  readonly clock: Clock
  /** Between the acts of a push. */
  readonly points?: Points
  /** The index with this run in it, from the one on the fetched head; null when there is none. Pure, and idempotent. */
  readonly updateIndex: (previousIndexJson: string | null, record: RunRecord) => {json: string; markdown: string}
}

type Report = Parameters<Reports['publish']>[0]

const pushesAtMost = 8
/** Attempts in a row that met no new head: a hook, a missing right or a dead remote, which waiting does not mend. */
const standstillsAtMost = 3
const longestPauseMs = 2_000

async function fileText(git: Git, commit: string, path: string): Promise<string | null> {
  const bytes = await readFileAt(git, commit, path)
  return bytes && new TextDecoder().decode(bytes)
}

const treeOf = async (git: Git, commit: string): Promise<string> =>
  (await git.text(['rev-parse', '--verify', '--end-of-options', `${commit}^{tree}`])).trim()

/** What makes a commit ours: a push of the same content by somebody else must not look like this one. */
const message = (record: RunRecord): string =>
  `Report run ${record.runId}\n\nState: ${record.state}\nNonce: ${randomBytes(16).toString('hex')}\n`

/** A branch that holds the reports of all runs and an index of them. */
export function createGitReports({clock, points, updateIndex, ...options}: GitReportsOptions): Reports {
  const git = createGit(options)
  const {remote, reportsBranch, reportsDirectory, timeoutSeconds} = options.settings
  const indexPath = `${reportsDirectory}/index.json`

  const fetchHead = async (): Promise<string | null> => fetchBranch(git, reportsBranch)

  /** The tree of the branch with the report and the index in it; on a head that has both already, its own tree. */
  async function treeWith(head: string | null, {record, json, markdown}: Report): Promise<string> {
    const index = updateIndex(head === null ? null : await fileText(git, head, indexPath), record)
    const texts: [string, string][] = [
      [`${reportsDirectory}/${reportFolder(record.runId)}/report.json`, json],
      [`${reportsDirectory}/${reportFolder(record.runId)}/report.md`, markdown],
      [indexPath, index.json],
      [`${reportsDirectory}/README.md`, index.markdown],
    ]
    const blobs = await Promise.all(texts.map(async ([path, text]) => [path, await writeBlob(git, text)] as const))
    return writeTree(git, head, new Map(blobs))
  }

  async function commitThatHolds(head: string, runId: string): Promise<string> {
    const path = `${reportsDirectory}/${reportFolder(runId)}`
    return (await git.text(['rev-list', '--max-count=1', head, '--', path])).trim()
  }

  async function push(head: string | null, tree: string, record: RunRecord): Promise<string> {
    const parent = head === null ? [] : ['-p', head]
    const commit = (
      await git.text(['commit-tree', '--no-gpg-sign', tree, ...parent], Buffer.from(message(record)))
    ).trim()
    points?.reach('report-committed')
    points?.reach('before-push')
    await pushBranch(git, commit, reportsBranch)
    points?.reach('pushed')
    return commit
  }

  async function publish(report: Report, requireRight: () => Promise<void> = async () => undefined): Promise<string> {
    const {runId} = report.record
    const giveUpAt = clock.now().getTime() + timeoutSeconds * 1000
    let lastHead: string | null | undefined
    let standstills = 0
    let failure: ReplayError | undefined
    for (let pushes = 0; ; pushes++) {
      const isOver =
        failure !== undefined &&
        (pushes >= pushesAtMost || standstills >= standstillsAtMost || clock.now().getTime() >= giveUpAt)
      standstills++
      try {
        const head = await fetchHead()
        if (head !== lastHead) standstills = 0
        lastHead = head
        const tree = await treeWith(head, report)
        // Also what a push looks like whose answer was lost: "failed" often means "landed". So the last push is looked for, too.
        if (head !== null && tree === (await treeOf(git, head))) return await commitThatHolds(head, runId)
        // After the fetch: whoever took over and published since is seen by one of the two.
        await requireRight()
        if (!isOver) return await push(head, tree, report.record)
      } catch (error) {
        if (!(error instanceof ReplayError) || error.code === 'LEASE_LOST') throw error
        failure = error
      }
      if (isOver) throw notPushed(runId, pushes, failure)
      // Full jitter, so that two runners that met once do not meet again and again.
      await clock.sleep(randomInt(20, Math.min(longestPauseMs, 100 * 2 ** pushes)))
    }
  }

  function notPushed(runId: string, attempts: number, failure: ReplayError | undefined): ReplayError {
    return new ReplayError(
      'REPORT_NOT_PUSHED',
      `${redactUrls(remote)}, branch ${reportsBranch}: the report of run ${runId} was not pushed in ${attempts} ` +
        'attempt(s); the ledger holds what it says, and the local repository is as it was. The last attempt met: ' +
        String(failure?.message),
      {runId, attempts},
      failure,
    )
  }

  return {
    publish,
    known: async () => {
      const head = await fetchHead()
      const index = head === null ? null : await fileText(git, head, indexPath)
      return readIndex(index).map(({runId, ledger}) => ({runId, ledger}))
    },
  }
}
