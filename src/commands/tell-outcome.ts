import {ReplayError} from '../core/replay-error.ts'
import type {BroughtToRun} from '../core/pull-request/outcome-page.ts'
import type {LeftOut, RequestRecord, RunRecord} from '../core/run/run-record.ts'
import type {Clock, Log, RequestSource} from '../ports.ts'
import type {PullRequests} from '../ports/pull-requests.ts'
import type {RunResult} from './run.ts'

export interface TellingWorld {
  readonly pullRequests: Pick<PullRequests, 'mergedWith' | 'putComment'>
  readonly requests: Pick<RequestSource, 'introduction'>
  readonly clock: Pick<Clock, 'sleep'>
  readonly log: Log
  /** Ends the telling: the runner is to stop. */
  readonly stopping: AbortSignal
  /** The whole comment, within the limit of the forge. */
  readonly pageOf: (record: RunRecord, brought: BroughtToRun) => string
}

type ToldPass = Pick<RunResult, 'runs' | 'renewed' | 'submitted' | 'newlyLeftOut'>

interface Comment {
  readonly number: number
  readonly record: RunRecord
  readonly brought: BroughtToRun
}

const mostMs = 30_000
const mostComments = 50

/** After which no other pull request would be told either. */
const endsAll: readonly string[] = ['GITHUB_UNREACHABLE', 'GITHUB_LIMITED', 'GITHUB_PERMISSION_MISSING']

/** @throws what is none */
function lesserTrouble(error: unknown): string {
  if (!(error instanceof ReplayError) || endsAll.includes(error.code)) throw error
  return `${error.code}: ${error.message}`
}

/**
 * Tells the pull requests that brought them what became of the requests of a pass: one comment each for a run. The pass is
 * over and reported; what fails here is a warning, and it takes no longer than half a minute.
 * @returns addresses of the comments that were written, in order
 */
export async function tellOutcome(world: TellingWorld, branch: string, pass: ToldPass): Promise<readonly string[]> {
  const {log, pullRequests, pageOf} = world
  const written: string[] = []
  const untold: {count: number | null} = {count: null}
  const why = await endOf(world, async (over) => {
    const comments = await commentsOf(world, branch, pass, over)
    untold.count = comments.length
    for (const {number, record, brought} of comments.slice(0, mostComments)) {
      over.throwIfAborted()
      try {
        written.push(await pullRequests.putComment(number, `outcome ${record.runId}`, pageOf(record, brought)))
        untold.count -= 1
      } catch (error) {
        log.warn(`Pull request #${number} was not told: ${lesserTrouble(error)}`)
      }
    }
  })
  if (why !== '' || untold.count !== 0) log.warn(untoldText(untold.count, why))
  return written
}

/** @param untold null: not even known how many there are */
const untoldText = (untold: number | null, why: string): string =>
  `${untold ?? 'The'} ${untold === 1 ? 'pull request was' : 'pull requests were'} not told what became of ` +
  `what they asked for${why}. The run and its report stand.`

/** @returns what ended the work before its end, as the end of a sentence; empty: nothing did */
async function endOf({clock, stopping}: TellingWorld, work: (over: AbortSignal) => Promise<void>): Promise<string> {
  const toStop = ': the runner is to stop'
  if (stopping.aborted) return toStop
  const over = new AbortController()
  const end = (): void => {
    over.abort()
  }
  stopping.addEventListener('abort', end)
  const late = (): string => (stopping.aborted ? toStop : `: GitHub took more than ${mostMs / 1000} seconds`)
  try {
    const timer = clock.sleep(mostMs, over.signal).then(late)
    return await Promise.race([work(over.signal).then(() => ''), timer])
  } catch (error) {
    if (over.signal.aborted && error === over.signal.reason) return late()
    if (!(error instanceof ReplayError)) throw error
    return `: ${error.code}: ${error.message.replace(/\.$/, '')}`
  } finally {
    stopping.removeEventListener('abort', end)
    over.abort()
  }
}

/** One for each run and pull request, in the order of the runs. */
async function commentsOf(
  world: TellingWorld,
  branch: string,
  {runs, renewed, submitted, newlyLeftOut}: ToldPass,
  over: AbortSignal,
): Promise<Comment[]> {
  const pulls = pullRequestsBy(world, branch, over)
  const comments: Comment[] = []
  for (const record of [...runs, ...renewed]) {
    const brought = new Map<number, {requests: RequestRecord[]; leftOut: LeftOut[]}>()
    const broughtBy = (number: number) => {
      const known = brought.get(number) ?? {requests: [], leftOut: []}
      brought.set(number, known)
      return known
    }
    for (const request of record.requests) {
      for (const number of await pulls.ofRequest(request)) broughtBy(number).requests.push(request)
    }
    for (const file of renewed.includes(record) ? [] : record.leftOut) {
      // Of a run that an earlier runner left, nobody was told anything.
      if (record.runId === submitted && !newlyLeftOut.some(({path}) => path === file.path)) continue
      for (const number of await pulls.ofFile(record.commit, file)) broughtBy(number).leftOut.push(file)
    }
    comments.push(...[...brought].map(([number, of]) => ({number, record, brought: of})))
  }
  return comments
}

/** Asks once for each commit: a pull request may bring a hundred files. */
function pullRequestsBy({pullRequests, requests, log}: TellingWorld, branch: string, over: AbortSignal) {
  const known = new Map<string, Promise<readonly number[]>>()
  const mergedWith = async (commit: string | undefined): Promise<readonly number[]> => {
    over.throwIfAborted()
    if (commit === undefined) return []
    const asked =
      known.get(commit) ??
      pullRequests.mergedWith(commit, branch).catch((error: unknown) => {
        log.warn(`Whose commit ${commit.slice(0, 12)} is was not found out: ${lesserTrouble(error)}`)
        return []
      })
    known.set(commit, asked)
    return asked
  }
  return {
    ofRequest: async ({approval, introduction}: RequestRecord) =>
      approval?.provider === 'github' ? [approval.pullRequest] : mergedWith(introduction?.commit),
    ofFile: async (commit: string, {path, blob}: LeftOut) =>
      mergedWith((await requests.introduction(commit, {path, blob}))?.commit),
  }
}
