import type {Clock} from '../../src/ports.ts'

export interface FakeClock extends Clock {
  advance(ms: number): void
}

interface Timer {
  readonly everyMs: number
  readonly act: () => void
  next: number
}

/** Stands still but when somebody sleeps or moves it; what is to happen every so often happens as the time passes. */
export function createFakeClock(start = '2026-11-24T10:00:00.000Z'): FakeClock {
  let time = Date.parse(start)
  const timers = new Set<Timer>()

  const advance = (ms: number): void => {
    const end = time + ms
    for (;;) {
      const [due] = [...timers].filter(({next}) => next <= end).sort((a, b) => a.next - b.next)
      if (due === undefined) break
      time = due.next
      due.next += due.everyMs
      due.act()
    }
    time = end
  }

  return {
    now: () => new Date(time),
    sleep: async (ms) => {
      advance(ms)
    },
    every: (everyMs, act) => {
      const timer = {everyMs, act, next: time + everyMs}
      timers.add(timer)
      return () => {
        timers.delete(timer)
      }
    },
    advance,
  }
}
