import {judgeDue, type Missed} from '../core/schedule/due.ts'
import type {Clock, Log} from '../ports.ts'
import type {DaemonMemory, DaemonState} from '../ports/daemon-memory.ts'
import type {Schedule, StartTimes} from '../ports/schedule.ts'
import {remember} from './daemon-memory.ts'
import {clockSetBackText, missedText, nextStartText, type MissedBecause} from './daemon-text.ts'

/** Why a run is started. */
export interface Tick {
  /** When it was decided on: no start up to this moment is open any more. */
  readonly at: Date
  readonly because: 'due' | 'missed' | 'unfinished' | 'once'
  /** The start of the schedule that it is made for; null for a run out of its time. */
  readonly due: Date | null
  /** Starts before it that were not made. */
  readonly missed: Missed | null
}

export interface TickEnd {
  readonly exitCode: number
  /** A signal ended it half-way; the next start of the daemon goes on at once. */
  readonly isStopped: boolean
  /** Another runner holds the lease: milliseconds until it is free, if that one does not live any more; else null. */
  readonly leaseFreeInMs: number | null
}

export interface Daemon {
  readonly clock: Clock
  readonly log: Log
  readonly memory: DaemonMemory
  readonly scheduleOf: (startTimes: StartTimes) => Schedule
  /** Fetches the branch, keeps its schedule in the memory, and tells what is wrong with it. Never throws. */
  readonly look: () => Promise<void>
  /** One run, with a look first; tells its result. Never throws. */
  readonly perform: (tick: Tick) => Promise<TickEnd>
  /** Given when no further run may start. */
  readonly stopping: AbortSignal
}

/** So that a machine that slept, or whose clock was set, is at most this late. */
const stepMs = 30_000
/** Between starts, so that a changed schedule counts soon, and a rewritten branch is told by day. */
const lookEveryMs = 15 * 60_000
const lookEveryMsWithoutSchedule = 60_000
/** A remote that does not answer must not delay a start beyond its time. */
const noLookBeforeStartMs = 10 * 60_000
/** Less is the clock being adjusted: the same start is not made twice for it. */
const clockSetBackMs = 60 * 60_000

/**
 * Starts runs when they are due until it is told to stop. One at a time: what becomes due meanwhile is missed, which is
 * told, and made up for at once if the settings say so.
 * @returns whether a run was stopped half-way
 */
export async function keepSchedule(daemon: Daemon): Promise<boolean> {
  const {clock, log, memory, stopping} = daemon
  if (memory.state().handledUntil === null) await remember(memory, log, {handledUntil: clock.now().toISOString()})
  const nextStart = nextStartOf(daemon.scheduleOf)
  const wait = patience(daemon, nextStart)
  const begun = clock.now()
  let tick = await nextTick(daemon, nextStart, 'not-running')
  if (memory.state().lastTick?.endedAt === null) {
    log.warn('The last run of this daemon was ended half-way; going on with it now.')
    tick = {at: begun, due: null, missed: null, ...tick, because: 'unfinished'}
  }
  const isStopping = (): boolean => stopping.aborted
  let end: TickEnd | null = null
  while (!isStopping()) {
    if (tick !== null) end = await makeTick(daemon, tick)
    else await wait(end)
    const reason = tick === null ? 'asleep' : 'run'
    tick = isStopping() ? null : await nextTick(daemon, nextStart, reason)
  }
  return end?.isStopped ?? false
}

/** One run now, whatever the schedule says. */
export const makeOneTick = (daemon: Daemon): Promise<TickEnd> =>
  makeTick(daemon, {at: daemon.clock.now(), because: 'once', due: null, missed: null})

/** The first start that was not handled; kept while nothing changes, since it is asked for every half minute. */
type NextStart = (state: DaemonState) => Date | null

function nextStartOf(scheduleOf: Daemon['scheduleOf']): NextStart {
  let known: {readonly of: DaemonState; readonly next: Date | null} | null = null
  return (state) => {
    const {startTimes, handledUntil} = state
    if (startTimes === null || handledUntil === null) return null
    if (known?.of.startTimes !== startTimes || known.of.handledUntil !== handledUntil) {
      known = {of: state, next: scheduleOf(startTimes).next(new Date(handledUntil))}
    }
    return known.next
  }
}

/** Judges what became due since the last time, and tells what was missed. @returns null when no run is to be made now */
async function nextTick(
  {clock, log, memory, scheduleOf}: Daemon,
  nextStart: NextStart,
  reason: MissedBecause,
): Promise<Tick | null> {
  const now = clock.now()
  const {startTimes, handledUntil} = memory.state()
  const handled = new Date(handledUntil ?? now)
  if (handled.getTime() > now.getTime() + clockSetBackMs) {
    log.warn(clockSetBackText(handled, now, startTimes))
    await remember(memory, log, {handledUntil: now.toISOString()})
    return null
  }
  const next = nextStart(memory.state())
  if (startTimes === null || next === null || next > now) return null
  const {onTime, missed} = judgeDue(scheduleOf(startTimes).next, handled, now)
  if (missed !== null) log.warn(missedText(missed, reason, {startTimes, isOnTime: onTime !== null}))
  if (onTime !== null) return {at: now, because: 'due', due: onTime, missed}
  if (startTimes.runMissed) return {at: now, because: 'missed', due: null, missed}
  await remember(memory, log, {handledUntil: now.toISOString()})
  return null
}

/** A process that is killed in the run leaves the state without its end; so the next daemon goes on with it. */
async function makeTick(daemon: Daemon, tick: Tick): Promise<TickEnd> {
  const {clock, log, memory} = daemon
  const startedAt = tick.at.toISOString()
  await remember(memory, log, {handledUntil: startedAt, lastTick: {startedAt, endedAt: null, exitCode: null}})
  const end = await performOrWait(daemon, tick)
  const endedAt = end.isStopped ? null : clock.now().toISOString()
  await remember(memory, log, {lastTick: {startedAt, endedAt, exitCode: end.exitCode}})
  return end
}

/**
 * The lease of a killed process outlives it by its time. If it is still held afterwards, its holder lives, and has
 * adopted what was left unfinished.
 */
async function performOrWait({clock, log, perform, stopping}: Daemon, tick: Tick): Promise<TickEnd> {
  const end = await perform(tick)
  if (end.leaseFreeInMs === null || tick.because !== 'unfinished') return end
  log.progress(`It may be the killed process's lease; trying again in ${Math.ceil(end.leaseFreeInMs / 1000)} s.`)
  const until = clock.now().getTime() + end.leaseFreeInMs
  while (clock.now().getTime() < until && !stopping.aborted) {
    await clock.sleep(Math.min(stepMs, until - clock.now().getTime()), stopping)
  }
  return stopping.aborted ? {...end, isStopped: true} : perform(tick)
}

/** @returns a wait of at most one step, with a look at the branch when it is time for one */
function patience(
  {clock, log, memory, look, stopping}: Daemon,
  nextStart: NextStart,
): (lastEnd: TickEnd | null) => Promise<void> {
  let lookedAt: number | null = null
  let endSeen: TickEnd | null = null
  let told: string | null = null
  return async (lastEnd) => {
    const now = clock.now().getTime()
    if (lastEnd !== endSeen) [endSeen, told, lookedAt] = [lastEnd, null, now]
    const {startTimes} = memory.state()
    const next = nextStart(memory.state())
    const untilNext = next === null ? Infinity : Math.max(0, next.getTime() - now)

    const sinceLook = lookedAt === null || lookedAt > now ? Infinity : now - lookedAt
    const lookEvery = startTimes === null ? lookEveryMsWithoutSchedule : lookEveryMs
    if (sinceLook >= lookEvery && untilNext > noLookBeforeStartMs) {
      await look()
      lookedAt = clock.now().getTime()
      return
    }
    const toTell = startTimes === null ? 'unknown' : String(next?.getTime() ?? 'never')
    if (toTell !== told) log.progress(nextStartText(next, startTimes))
    told = toTell
    await clock.sleep(Math.min(stepMs, untilNext), stopping)
  }
}
