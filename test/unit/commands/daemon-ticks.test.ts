import {expect, it} from 'vitest'
import {cronSchedule} from '../../../src/adapters/schedule/cron-schedule.ts'
import {keepSchedule, type Tick} from '../../../src/commands/daemon.ts'
import {createFakeClock} from '../../fakes/clock.ts'
import {createFakeDaemonMemory} from '../../fakes/daemon-memory.ts'
import {createFakeLog} from '../../fakes/log.ts'
import {createFakeSchedule} from '../../fakes/schedule.ts'

/** Zones with changes of the clock in both directions within these ticks, and one without any. */
const years = [
  {timeZone: 'Europe/Berlin', begin: '2026-03-20T00:00:00Z'},
  {timeZone: 'Europe/Berlin', begin: '2026-10-10T00:00:00Z'},
  {timeZone: 'America/New_York', begin: '2026-02-25T00:00:00Z'},
  {timeZone: 'America/New_York', begin: '2026-10-20T00:00:00Z'},
  {timeZone: 'Asia/Kolkata', begin: '2026-10-10T00:00:00Z'},
]

/** cQube's window; a second pattern falls together with it, and a third into the hours that clocks skip or repeat. */
const cron = ['*/15 22-23,0-2 * * *', '0 22 * * 0', '30 1-2 * * *']
const minuteMs = 60_000

it.each(years)('makes or tells each of 1,000 starts once, $timeZone from $begin', async ({timeZone, begin}) => {
  const clock = createFakeClock(begin)
  const stop = new AbortController()
  const ticks: Tick[] = []
  const startTimes = {cron, timeZone, runMissed: true}

  await keepSchedule({
    clock,
    log: createFakeLog(),
    memory: createFakeDaemonMemory({startTimes}),
    scheduleOf: cronSchedule,
    look: async () => undefined,
    perform: async (tick) => {
      ticks.push(tick)
      // Most are through in a moment, one takes an hour, and once a week the machine sleeps for two days.
      clock.advance(
        ticks.length % 150 === 0 ? 2 * 24 * 60 * minuteMs : ticks.length % 40 === 0 ? 62 * minuteMs : 20_000,
      )
      if (ticks.length === 1_000) stop.abort()
      return {exitCode: 0, isStopped: false, leaseFreeInMs: null}
    },
    stopping: stop.signal,
  })

  const made = ticks.flatMap(({due}) => (due === null ? [] : [due.getTime()]))
  const missed = ticks.flatMap((tick) => (tick.missed === null ? [] : [tick.missed]))
  const oracle = createFakeSchedule({cron, timeZone})
  const due: number[] = []
  const last = Math.max(...made, ...missed.map((each) => each.last.getTime()))
  for (
    let start = oracle.next(new Date(begin));
    start !== null && start.getTime() <= last;
    start = oracle.next(start)
  ) {
    due.push(start.getTime())
  }
  const told = due.filter((start) =>
    missed.some((each) => start >= each.first.getTime() && start <= each.last.getTime()),
  )
  expect(ticks).toHaveLength(1_000)
  expect([...made, ...told].sort((a, b) => a - b)).toEqual(due)
  expect(missed.reduce((sum, {count}) => sum + count, 0)).toBe(told.length)
  expect(told.length).toBeGreaterThan(100)
})
