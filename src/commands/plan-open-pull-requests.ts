import type {Log} from '../ports.ts'
import type {DaemonMemory} from '../ports/daemon-memory.ts'
import type {PullRequest, PullRequests} from '../ports/pull-requests.ts'
import {remember} from './daemon-memory.ts'

export interface PullRequestPlanner {
  readonly open: PullRequests['open']
  /** @returns the commits that need no plan any more; none: it is to be tried again */
  readonly planOne: (pullRequest: PullRequest) => Promise<string | null>
  /** A failure as one line. */
  readonly lineOf: (error: unknown) => string
  /** Failures told before, by what they are of: the same at every look would hide everything else. */
  readonly told: Map<string, string>
  readonly memory: DaemonMemory
  readonly log: Log
  readonly stopping: AbortSignal
}

/** So that many at once do not keep the daemon from its next start; the others follow at the next look. */
const plansAtOnce = 20

/** Plans open pull requests of the same repository whose last commit has no plan yet. One that fails stops no other. */
export async function planOpenPullRequests(planner: PullRequestPlanner, branch: string): Promise<void> {
  const {memory, log, stopping} = planner
  const open = await attempt(planner, 'the list of pull requests', () => planner.open(branch))
  if (open === null) return
  const ours = open.filter(({isFork}) => !isFork)
  const isOpen = new Set(ours.map(({number}) => String(number)))
  const known = Object.entries(memory.state().plannedHeads).filter(([number]) => isOpen.has(number))
  const heads = new Map(known)
  const due = ours.filter(({number, head}) => heads.get(String(number)) !== head.commit)
  for (const pullRequest of due.slice(0, plansAtOnce)) {
    if (stopping.aborted) break
    const name = `pull request #${pullRequest.number}`
    const planned = await attempt(planner, name, () => planner.planOne(pullRequest))
    if (planned === null) continue
    log.progress(`Planned ${name}, commit ${planned.slice(0, 12)}.`)
    heads.set(String(pullRequest.number), planned)
  }
  const plannedHeads = Object.fromEntries(heads)
  if (JSON.stringify(plannedHeads) !== JSON.stringify(memory.state().plannedHeads)) {
    await remember(memory, log, {plannedHeads})
  }
}

async function attempt<T>(
  {told, lineOf, log}: PullRequestPlanner,
  name: string,
  act: () => Promise<T>,
): Promise<T | null> {
  try {
    const result = await act()
    told.delete(name)
    return result
  } catch (error) {
    const line = `Of ${name}: ${lineOf(error)}`
    if (told.get(name) !== line) log.warn(line)
    told.set(name, line)
    return null
  }
}
