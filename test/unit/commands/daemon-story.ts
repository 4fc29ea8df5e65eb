import {cronSchedule} from '../../../src/adapters/schedule/cron-schedule.ts'
import {keepSchedule, type Daemon, type Tick, type TickEnd} from '../../../src/commands/daemon.ts'
import type {DaemonMemory, DaemonState} from '../../../src/ports/daemon-memory.ts'
import {createFakeClock, type FakeClock} from '../../fakes/clock.ts'
import {createFakeDaemonMemory} from '../../fakes/daemon-memory.ts'
import {createFakeLog, type FakeLog} from '../../fakes/log.ts'

export const [hourMs, minuteMs] = [3_600_000, 60_000]
export const nightly = {cron: ['0 22 * * *'], timeZone: 'Asia/Kolkata', runMissed: true}
export const often = {...nightly, cron: ['*/15 22-23 * * *']}
export const done: TickEnd = {exitCode: 0, isStopped: false, leaseFreeInMs: null}
export const stopped: TickEnd = {...done, exitCode: 4, isStopped: true}

export interface Story {
  readonly clock: FakeClock
  readonly log: FakeLog
  readonly memory: DaemonMemory
  readonly ticks: readonly {readonly at: string; readonly tick: Tick}[]
  readonly looks: readonly string[]
}

/** A daemon from a moment until another; on the way `meanwhile` may happen. */
export async function daemonFrom(
  begin: string,
  end: string,
  of: {
    readonly state?: Partial<DaemonState>
    readonly memory?: DaemonMemory
    readonly perform?: (story: Story) => TickEnd
    readonly look?: (story: Story) => Promise<void>
  } = {},
): Promise<Story & {readonly isStopped: boolean}> {
  const clock = createFakeClock(begin)
  const stop = new AbortController()
  const [log, memory] = [createFakeLog(), of.memory ?? createFakeDaemonMemory({startTimes: nightly, ...of.state})]
  const ticks: {at: string; tick: Tick}[] = []
  const looks: string[] = []
  const story: Story = {clock, log, memory, ticks, looks}
  const daemon: Daemon = {
    clock: {
      ...clock,
      sleep: async (ms) => {
        clock.advance(ms)
        if (clock.now() >= new Date(end)) stop.abort()
      },
    },
    log,
    memory,
    scheduleOf: cronSchedule,
    look: async () => {
      looks.push(clock.now().toISOString())
      await of.look?.(story)
    },
    perform: async (tick) => {
      ticks.push({at: clock.now().toISOString(), tick})
      const tickEnd = of.perform?.(story) ?? done
      if (tickEnd.isStopped) stop.abort()
      return tickEnd
    },
    stopping: stop.signal,
  }
  return {...story, isStopped: await keepSchedule(daemon)}
}

export const warnings = ({log}: Story): string[] =>
  log.lines.filter(({level}) => level === 'warning').map(({message}) => message)
export const reasons = ({ticks}: Story): string[] => ticks.map(({tick}) => tick.because)
