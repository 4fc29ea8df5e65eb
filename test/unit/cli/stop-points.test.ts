import {setTimeout as wait} from 'node:timers/promises'
import {describe, expect, it} from 'vitest'
import {stoppable, stopOnSignal} from '../../../src/entries/stop-points.ts'
import {systemClock} from '../../../src/adapters/clock/system-clock.ts'
import {ReplayError} from '../../../src/core/replay-error.ts'
import {runPoints} from '../../../src/core/run/run-points.ts'
import {createFakeLog} from '../../fakes/log.ts'

function runningProcess() {
  const said: string[] = []
  const exits: number[] = []
  const acts: (() => void)[] = []
  const points = stopOnSignal({
    stderr: {write: (text: string) => said.push(text)},
    onSignal: (act) => acts.push(act),
    exitAtOnce: (code) => exits.push(code),
  })
  const signal = (): void => {
    for (const act of acts) act()
  }
  return {points, signal, said, exits}
}

const stopsAt = (points: ReturnType<typeof runningProcess>['points']): string[] =>
  runPoints.filter((point) => {
    try {
      points.reach(point)
      return false
    } catch (error) {
      return error instanceof ReplayError && error.code === 'STOPPED'
    }
  })

describe('a run and the signals that its process gets', () => {
  it('goes through every point without one', () => {
    expect(stopsAt(runningProcess().points)).toEqual([])
  })

  it('stops between acts after one, never while a deletion is on its way or a report is pushed', () => {
    const {points, signal, exits} = runningProcess()

    signal()

    const stops = stopsAt(points)
    expect(stops).toContain('before-deletion')
    expect(stops).toContain('deletion-done')
    for (const point of ['deletion-sent', 'report-committed', 'before-push', 'pushed', 'before-release', 'released']) {
      expect(stops).not.toContain(point)
    }
    expect(exits).toEqual([])
  })

  it('ends at once after two', () => {
    const {signal, exits, said} = runningProcess()

    signal()
    signal()

    expect(exits).toEqual([4])
    expect(said).toEqual(['Stopping after the current act; the next run goes on from there. Once more ends at once.\n'])
  })

  it('wakes up at the first, and sleeps on in what ends after it', async () => {
    const {points, signal} = runningProcess()
    const around = {root: '', environment: {}, clock: systemClock, log: createFakeLog(), runner: '', points}
    const {clock} = stoppable(around, points)

    const asleep = clock.sleep(600_000)
    signal()
    await asleep
    const after = await Promise.race([clock.sleep(600_000).then(() => 'awake'), wait(20).then(() => 'asleep')])
    const own = new AbortController()
    own.abort()
    await clock.sleep(600_000, own.signal)

    expect(after).toBe('asleep')
  })
})
