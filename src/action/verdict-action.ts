import {constants} from 'node:fs'
import {open} from 'node:fs/promises'
import {resolve} from 'node:path'
import {commentOnPullRequest} from '../commands/comment-on-pull-request.ts'
import {defaultSettings, readSettingsFile} from '../commands/settings-file.ts'
import {openWorkTree, surroundingsOf} from '../compose.ts'
import {githubOf} from '../compose-github.ts'
import {exitCodes} from '../core/error-catalogue.ts'
import type {WorkflowEvent} from '../core/github/event.ts'
import {commentLimit, fitted} from '../core/github/fitted-page.ts'
import {mostVerdictBytes, readVerdict, type Verdict} from '../core/github/verdict.ts'
import {verdictPage} from '../core/github/verdict-page.ts'
import {ReplayError} from '../core/replay-error.ts'
import type {PullRequest, PullRequests} from '../ports/pull-requests.ts'
import type {ActionCall, ActionCommand} from './action-call.ts'

/**
 * Writes as a comment what the job of a pull request found, also of a fork, which may not write one. What that job left is
 * data of whoever opened the pull request: which one it is, GitHub says, by the commit that the workflow ran for.
 * @throws {ReplayError} EVENT_REFUSED, VERDICT_REFUSED, GITHUB_…; no comment was written then
 */
export const commentVerdict: ActionCommand = async (call) => {
  const headCommit = commitOf(call.event)
  const verdict = await verdictOf(call, headCommit)
  const {pullRequests, isWanted} = await openGithub(call)
  const pullRequest = await pullRequestOf(pullRequests, headCommit)
  call.setOutput('errors', verdict.errors)
  call.setOutput('warnings', verdict.warnings)
  if (!isWanted) {
    call.log('The settings want no comment: `pull_requests.comment` is false.')
    return exitCodes.done
  }
  const body = bodyOf(verdict)
  const commented = await commentOnPullRequest(pullRequests, pullRequest.number, [headCommit], {kind: 'verdict', body})
  if (commented.kind === 'failed') throw commented.error
  call.setOutput('comment-url', commented.kind === 'written' ? commented.address : '')
  call.log(
    commented.kind === 'written'
      ? `The comment is written: ${commented.address}`
      : 'The pull request went on, so no comment was written for this commit.',
  )
  return exitCodes.done
}

function commitOf(event: WorkflowEvent): string {
  if (
    event.kind !== 'workflow_run' ||
    event.startedBy !== 'pull_request' ||
    !/^[0-9a-f]{40,64}$/.test(event.headCommit)
  ) {
    throw new ReplayError(
      'EVENT_REFUSED',
      'A verdict is written as a comment on `workflow_run`, after a workflow that `pull_request` started. Nothing was read.',
    )
  }
  return event.headCommit
}

const remark =
  'Found by a job of the pull request itself, which may have been changed there: a run judges the files again.'

function bodyOf(verdict: Verdict): string {
  const {blocks, rest} = verdictPage({...verdict, remarks: [`For commit ${verdict.headCommit.slice(0, 12)}.`, remark]})
  return fitted(blocks, commentLimit, rest)
}

const refused = (what: string): ReplayError => new ReplayError('VERDICT_REFUSED', `${what} No comment was written.`)

async function verdictOf({input, directory}: ActionCall, headCommit: string): Promise<Verdict> {
  const name = input('verdict-file')
  if (name === '') throw new ReplayError('USAGE', 'The input `verdict-file` is empty, so there is no verdict to write.')
  const verdict = readVerdict(await smallFile(resolve(directory, name), name), name)
  if (verdict.headCommit === headCommit) return verdict
  throw refused(
    `${name} is of commit ${verdict.headCommit.slice(0, 12)}, and the workflow ran for ${headCommit.slice(0, 12)}.`,
  )
}

/** One byte more than is taken, so that a larger one is known by it; never what a link leads to. */
async function smallFile(path: string, name: string): Promise<Uint8Array> {
  const {O_RDONLY, O_NOFOLLOW, O_NONBLOCK} = constants
  const file = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK).catch(() => null)
  if (file === null) throw refused(`${name} is no file: the job of the pull request left none.`)
  try {
    if (!(await file.stat()).isFile()) throw refused(`${name} is no ordinary file.`)
    const buffer = new Uint8Array(mostVerdictBytes + 1)
    let length = 0
    for (;;) {
      const {bytesRead} = await file.read(buffer, length, buffer.length - length)
      length += bytesRead
      if (bytesRead === 0 || length === buffer.length) return buffer.subarray(0, length)
    }
  } finally {
    await file.close()
  }
}

/** The checkout of such a job is that of the default branch, whose settings were reviewed. */
async function openGithub(call: ActionCall): Promise<{pullRequests: PullRequests; isWanted: boolean}> {
  const {directory, environment, runner, input} = call
  const workTree = await openWorkTree(resolve(directory, input('directory')))
  const stderr = {
    write: (text: string) => {
      call.log(text.trimEnd())
    },
  }
  const settings = (await readSettingsFile(workTree)).settings ?? defaultSettings()
  const {pullRequests} = await githubOf(surroundingsOf({root: workTree.root, environment, stderr, runner}), settings)
  return {pullRequests, isWanted: settings.pullRequests.comment}
}

async function pullRequestOf(pullRequests: PullRequests, commit: string): Promise<PullRequest> {
  const [found, ...others] = await pullRequests.withHead(commit)
  const short = commit.slice(0, 12)
  if (found === undefined) throw refused(`No open pull request has commit ${short} as its last one.`)
  if (others.length > 0)
    throw refused(`${others.length + 1} open pull requests have commit ${short} as their last one.`)
  return found
}
