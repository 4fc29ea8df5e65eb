import {describe, expect, it} from 'vitest'
import type {Hole} from '../../../src/core/holes/hole.ts'
import {ReplayError} from '../../../src/core/replay-error.ts'
import type {RunPoint} from '../../../src/core/run/run-points.ts'
import type {LoadingGroup, LoadingGroups, LoadingWork} from '../../../src/ports/loading.ts'
import {loadThroughNifi, type LoadingWorld} from '../../../src/steps/load-through-nifi.ts'
import {createFakeClock} from '../../fakes/clock.ts'
import {createFakeLog} from '../../fakes/log.ts'

const hole: Hole = {
  runId: 'r',
  documentNo: 1,
  dataSource: 'crc',
  kind: 'months',
  key: '2020-03',
  table: 'crc_inspection_trans',
  deleted: 10,
  reloaded: 0,
  state: 'awaited',
  overdue: false,
  openedAt: '2026-11-24T09:00:00Z',
  changedAt: null,
  closedAt: null,
  deadline: null,
}
const idle: LoadingWork = {queued: 0, activeThreads: 0, queues: []}
const queued = (count: number): LoadingWork => ({queued: count, activeThreads: 0, queues: ['to the table']})
const away = () => new ReplayError('NIFI_UNREACHABLE', 'NiFi at http://nifi: nothing listens there.')

interface Given {
  /** What the group does at each look, by the second. */
  readonly works?: (second: number) => LoadingWork
  /** Rows of the slice at a second. */
  readonly rows?: (second: number) => number
  readonly holes?: readonly Hole[]
  readonly groups?: readonly string[]
  readonly start?: () => Promise<readonly string[]>
  readonly putBack?: () => Promise<readonly string[]>
  readonly reach?: (point: RunPoint) => void
  readonly loadingMinutes?: number
}

async function load(given: Given) {
  const clock = createFakeClock()
  const log = createFakeLog()
  const from = clock.now().getTime()
  const second = (): number => (clock.now().getTime() - from) / 1_000
  const acts: string[] = []
  const group = (name: string): LoadingGroup => ({
    name,
    start: async () => {
      acts.push(`start ${name}`)
      return (await given.start?.()) ?? []
    },
    look: async () => given.works?.(second()) ?? idle,
    putBack: async () => {
      acts.push(`put back ${name}`)
      return (await given.putBack?.()) ?? []
    },
  })
  const loading: LoadingGroups = {
    open: async (name) => (name === 'missing' ? 'NiFi has no process group "missing".' : group(name)),
  }
  const counts = {made: 0}
  const holes = {
    watched: async () => given.holes ?? [hole],
    count: async () => {
      counts.made += 1
      return [given.rows?.(second()) ?? 0]
    },
    record: async () => undefined,
  }
  const points = {reach: given.reach ?? (() => undefined)}
  const settings = {
    nifi: {loadingGroups: given.groups ?? ['load crc'], loadingMinutes: given.loadingMinutes ?? 60},
  } as unknown as Parameters<typeof loadThroughNifi>[1]
  const world: LoadingWorld = {loading, holes, clock, log, points}
  const failure: unknown = await loadThroughNifi(world, settings).catch((error: unknown) => error)
  const warnings = log.lines.filter(({level}) => level === 'warning').map(({message}) => message)
  return {acts, warnings, seconds: second(), failure, counts: counts.made}
}

describe('files that come back through NiFi', () => {
  it('are loaded by the groups that the settings name, which are stopped again once the rows are there', async () => {
    const loaded = await load({
      groups: ['load crc', 'missing', 'load more'],
      works: (second) => (second >= 2 && second < 10 ? queued(3) : idle),
      rows: (second) => (second >= 10 ? 9 : 0),
    })

    expect(loaded.acts).toEqual(['start load crc', 'start load more', 'put back load crc', 'put back load more'])
    expect(loaded.warnings).toEqual(['NiFi has no process group "missing".'])
    expect([loaded.seconds, loaded.counts]).toEqual([13, 1])
  })

  it('are not loaded while no slice waits for rows', async () => {
    const loaded = await load({holes: [{...hole, state: 'reloaded'}]})

    expect(loaded).toMatchObject({acts: [], seconds: 0})
  })

  it('are waited for during half a minute of quiet when nothing comes', async () => {
    const loaded = await load({})

    expect(loaded).toMatchObject({seconds: 30, counts: 1, warnings: []})
  })

  it('that come so fast that nobody sees them are found by their rows', async () => {
    const loaded = await load({rows: () => 10})

    expect(loaded.seconds).toBe(4)
  })

  it('that wait in a queue for ever are left there after five minutes, and told', async () => {
    const loaded = await load({works: () => queued(2)})

    expect(loaded.seconds).toBe(300)
    expect(loaded.acts).toEqual(['start load crc', 'put back load crc'])
    expect(loaded.warnings).toMatchInlineSnapshot(`
      [
        "In NiFi 2 FlowFiles are still queued ("to the table") after 5 minutes; the run waits no longer. What is not loaded stays there, and the next run goes on with it.",
      ]
    `)
  })

  it('are waited for no longer than the settings say', async () => {
    const loaded = await load({works: (second) => ({...queued(1), activeThreads: second}), loadingMinutes: 2})

    expect(loaded.seconds).toBe(120)
    expect(loaded.warnings[0]).toContain('after 2 minutes')
  })

  it('are waited for while NiFi restarts', async () => {
    const loaded = await load({
      works: (second) => {
        if (second < 20) throw away()
        return idle
      },
      rows: (second) => (second >= 20 ? 10 : 0),
    })

    expect(loaded).toMatchObject({seconds: 23, warnings: []})
  })

  it('hold up no run when NiFi refuses a start; what was started is put back', async () => {
    const loaded = await load({
      start: () => Promise.reject(new ReplayError('NIFI_PERMISSION_MISSING', 'HTTP 403.')),
    })

    expect(loaded.failure).toBeUndefined()
    expect(loaded.acts).toEqual(['start load crc', 'put back load crc'])
    expect(loaded.warnings).toEqual(['NIFI_PERMISSION_MISSING: HTTP 403.'])
  })

  it('the groups are put back when the run is stopped, and it is told when they cannot be', async () => {
    const loaded = await load({
      putBack: () => Promise.reject(away()),
      reach: () => {
        throw new ReplayError('STOPPED', 'A signal stopped the runner.')
      },
    })

    expect(loaded.failure).toMatchObject({code: 'STOPPED'})
    expect(loaded.acts).toEqual(['start load crc', 'put back load crc'])
    expect(loaded.warnings).toEqual([
      'NIFI_UNREACHABLE: The process group "load crc" could not be stopped again, and runs on. NiFi at http://nifi: nothing listens there.',
    ])
  })
})
