import {isOpenState, type Hole} from '../core/holes/hole.ts'
import {judgeHole} from '../core/holes/judge-hole.ts'
import {quoted, spanOf} from '../core/nifi/trouble-words.ts'
import {ReplayError} from '../core/replay-error.ts'
import type {World} from '../ports.ts'
import type {LoadingGroup, LoadingWork} from '../ports/loading.ts'

export type AwaitingWorld = Pick<World, 'holes' | 'clock' | 'log' | 'points'>

const lookEveryMs = 1_000
/** NiFi does not read queues and threads in one moment: what goes from one processor to the next is missed at times. */
const settleMs = 4_000
/** Time for a group to find its files: timers may be slow, and NiFi says nothing of those that wait. */
const quietMs = 30_000
/** Data that nothing takes on is not waited for to the end: a queue for failures is emptied by nobody. */
const stuckMs = 300_000

/**
 * Waits until the groups are through: idle in several looks, and every slice there again or nothing new for a while.
 * @returns a full sentence when they are not, after `mostMs` at the latest
 */
export async function awaitLoading(
  world: AwaitingWorld,
  groups: readonly LoadingGroup[],
  waiting: readonly Hole[],
  mostMs: number,
): Promise<string | null> {
  const {clock, points} = world
  const startedAt = clock.now().getTime()
  let workedAt = startedAt
  let isCounted = false
  let seen = ''
  let seenAt = startedAt
  for (;;) {
    points.reach('loading-awaited')
    const looked = await lookAt(groups)
    const works = looked ?? []
    const now = clock.now().getTime()
    const isIdle = looked !== null && works.every(({queued, activeThreads}) => queued === 0 && activeThreads === 0)
    if (!isIdle) [workedAt, isCounted] = [now, false]
    const idleMs = now - workedAt
    if (idleMs >= quietMs) return null
    // The count is a scan of each table: once for each time that the groups come to rest.
    if (idleMs >= settleMs && !isCounted) {
      isCounted = true
      if (await areFilled(world, waiting)) return null
    }
    const seeing = JSON.stringify(works.map(({queued, activeThreads}) => [queued, activeThreads]))
    if (seeing !== seen) [seen, seenAt] = [seeing, now]
    const isStuck = looked !== null && works.every(({activeThreads}) => activeThreads === 0) && now - seenAt >= stuckMs
    if (isStuck || now - startedAt >= mostMs) return leftText(looked, now - startedAt)
    await clock.sleep(lookEveryMs)
  }
}

/** @returns null while NiFi is away: it may be restarting, and then goes on by itself */
async function lookAt(groups: readonly LoadingGroup[]): Promise<readonly LoadingWork[] | null> {
  try {
    return await Promise.all(groups.map((group) => group.look()))
  } catch (error) {
    if (error instanceof ReplayError && error.code === 'NIFI_UNREACHABLE') return null
    throw error
  }
}

async function areFilled({holes, clock}: AwaitingWorld, waiting: readonly Hole[]): Promise<boolean> {
  const rows = await holes.count(waiting)
  const now = clock.now()
  return waiting.every((hole, index) => !isOpenState(judgeHole(hole, rows[index] ?? 0, now).state))
}

function leftText(works: readonly LoadingWork[] | null, waitedMs: number): string {
  const end = `after ${spanOf(waitedMs)}; the run waits no longer. What is not loaded stays there, and the next run goes on with it.`
  if (works === null) return `NiFi cannot be reached ${end}`
  const queued = works.reduce((sum, work) => sum + work.queued, 0)
  const names = quoted([...new Set(works.flatMap(({queues}) => queues))])
  const where =
    queued === 0
      ? 'NiFi is still at work'
      : `In NiFi ${queued === 1 ? '1 FlowFile is' : `${queued} FlowFiles are`} still queued (${names})`
  return `${where} ${end}`
}
