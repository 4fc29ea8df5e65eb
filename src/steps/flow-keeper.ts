import {ReplayError} from '../core/replay-error.ts'
import type {NifiSettings} from '../core/settings/settings.ts'
import type {World} from '../ports.ts'
import type {Left, Nifi} from '../ports/nifi.ts'
import {borrowedGroup, type BorrowedGroup} from './borrowed-group.ts'
import {flowWatch, type Waiting} from './flow-watch.ts'
import {newsOn} from './tell-news.ts'

/** Our flow in NiFi, as long as a run needs it. NiFi may be away at any time: the ledger says what was deleted. */
export interface FlowKeeper {
  /**
   * Before anything is handed over. A NiFi that is away is only told.
   * @throws {ReplayError} NIFI_FLOW_MISSING; where the run starts the flow also NIFI_SIGN_IN, NIFI_PERMISSION_MISSING
   */
  find(): Promise<void>
  /** Starts the flow where it is stopped, if that is for the run to do. Throws nothing. */
  start(): Promise<void>
  /** Looks at it in the background when it is time to, and tells what is new. Throws nothing. */
  glance(waiting: Waiting): void
  /** What is wrong now, in full sentences. Throws nothing. */
  troubles(waiting: Waiting): Promise<readonly string[]>
  /** Puts back what was stopped before. Throws nothing. */
  end(): Promise<void>
}

const startMs = 10_000
const startAgainMs = 2_000
const stopMs = 15_000
/** A NiFi that restarts is waited for, so that the flow is not left running. */
const putBackPatienceMs = 60_000
const putBackPauseMs = 2_000

export function flowKeeper(
  nifi: Nifi,
  settings: Pick<NifiSettings, 'address' | 'group' | 'trigger'>,
  {clock, log}: Pick<World, 'clock' | 'log'>,
): FlowKeeper {
  const isOurs = settings.trigger === 'run'
  const watch = flowWatch(nifi, settings.group, clock)
  const news = newsOn(log)
  let borrowed: BorrowedGroup | null = null
  /** What the last start left behind; null: there was none. */
  let left: readonly Left[] | null = null
  let isWell = true
  let pending: Promise<void> | null = null

  async function open(): Promise<BorrowedGroup> {
    if (borrowed !== null) return borrowed
    const [group, ...others] = await nifi.groups.find(settings.group)
    if (group !== undefined && others.length === 0) return (borrowed = borrowedGroup(nifi, group))
    const count = group === undefined ? 'no group' : `${others.length + 1} groups`
    throw new ReplayError(
      'NIFI_FLOW_MISSING',
      `NiFi at ${settings.address ?? ''} has ${count} "${settings.group}". NiFi was given nothing to delete; the next run goes on from here.`,
    )
  }

  /** What NiFi met is told and no more: it may be restarting. */
  async function warned(act: () => Promise<void>): Promise<void> {
    try {
      await act()
    } catch (error) {
      news.tell([wordsOf(error)])
    }
  }

  async function startWithin(withinMs: number): Promise<void> {
    left = await (await open()).start(withinMs)
  }

  async function look(): Promise<void> {
    const {failure, groups} = await watch.look(left ?? [])
    // Only what never came up: what somebody stops meanwhile stays stopped.
    const isToBeStarted = isOurs && (left === null || left.length > 0)
    if (!isToBeStarted || failure !== null || groups !== 1) return
    await warned(() => startWithin(startAgainMs))
    await watch.look(left ?? [])
  }

  async function tellTroubles(waiting: Waiting): Promise<void> {
    await look()
    const found = watch.troubles(waiting)
    if (found.length === 0) news.forget()
    if (found.length === 0 && !isWell) log.progress('Nothing is wrong with the flow in NiFi any more.')
    isWell = found.length === 0
    news.tell(found)
  }

  async function putBack(): Promise<void> {
    const end = clock.now().getTime() + putBackPatienceMs
    for (;;) {
      try {
        const still = (await borrowed?.putBack(stopMs)) ?? []
        const named = still.map(({name, why}) => `"${name}" (${why})`).join(', ')
        if (still.length > 0)
          news.tell([`The flow was stopped before the run; now ${named}, and is left to end by itself.`])
        return
      } catch (error) {
        const mayPass = error instanceof ReplayError && error.code === 'NIFI_UNREACHABLE'
        if (!mayPass || clock.now().getTime() >= end) throw error
        await clock.sleep(putBackPauseMs)
      }
    }
  }

  return {
    find: async () => {
      try {
        await open()
      } catch (error) {
        if (isLasting(error, isOurs)) throw error
        news.tell([`${wordsOf(error)} The run waits for what the ledger says; NiFi may be starting.`])
      }
    },
    start: async () => {
      if (borrowed === null) return
      const {id} = borrowed.group
      if (isOurs) await warned(() => startWithin(startMs))
      await warned(() => watch.passOver(id))
    },
    glance: (waiting) => {
      if (pending !== null || !watch.isDue()) return
      pending = warned(() => tellTroubles(waiting)).finally(() => {
        pending = null
      })
    },
    troubles: async (waiting) => {
      await pending
      await warned(look)
      return watch.troubles(waiting)
    },
    end: async () => {
      await pending
      await warned(putBack)
      borrowed = null
      left = null
    },
  }
}

/** Whether waiting mends it as little as another try. */
const isLasting = (error: unknown, isOurs: boolean): boolean => {
  if (!(error instanceof ReplayError)) return true
  if (error.code === 'NIFI_FLOW_MISSING') return true
  return isOurs && ['NIFI_SIGN_IN', 'NIFI_PERMISSION_MISSING'].includes(error.code)
}

const wordsOf = (error: unknown): string =>
  error instanceof ReplayError
    ? `${error.code}: ${error.message}`
    : `The flow in NiFi was not dealt with: ${String(error)}`
