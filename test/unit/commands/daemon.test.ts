import {describe, expect, it} from 'vitest'
import {ReplayError} from '../../../src/core/replay-error.ts'
import {createFakeDaemonMemory} from '../../fakes/daemon-memory.ts'
import {daemonFrom, done, hourMs, minuteMs, nightly, often, reasons, stopped, warnings} from './daemon-story.ts'

describe('a daemon', () => {
  it('starts a run when it is due, says when the next one is, and misses nothing that was due before it was first started', async () => {
    const story = await daemonFrom('2026-11-24T10:00:00Z', '2026-11-25T10:00:00Z')

    expect(story.ticks).toEqual([
      {
        at: '2026-11-24T16:30:00.000Z',
        tick: {
          at: new Date('2026-11-24T16:30:00.000Z'),
          because: 'due',
          due: new Date('2026-11-24T16:30:00.000Z'),
          missed: null,
        },
      },
    ])
    expect(story.log.lines).toEqual([
      {level: 'progress', message: 'Next start: 2026-11-24 22:00:00 +05:30.'},
      {level: 'progress', message: 'Next start: 2026-11-25 22:00:00 +05:30.'},
    ])
    expect(story.memory.state().lastTick).toEqual({
      startedAt: '2026-11-24T16:30:00.000Z',
      endedAt: '2026-11-24T16:30:00.000Z',
      exitCode: 0,
    })
  })

  it('makes up by one run for the starts that were missed while none was running', async () => {
    const story = await daemonFrom('2026-11-24T04:00:00Z', '2026-11-24T05:00:00Z', {
      state: {handledUntil: '2026-11-21T10:00:00.000Z'},
    })

    expect(reasons(story)).toEqual(['missed'])
    expect(warnings(story)).toMatchInlineSnapshot(`
      [
        "3 starts due from 2026-11-21 22:00:00 +05:30 to 2026-11-23 22:00:00 +05:30 were missed: no daemon was running. One run makes up for it now.",
      ]
    `)
  })

  it('tells missed starts, and makes up for none, where the settings say so', async () => {
    const story = await daemonFrom('2026-11-24T04:00:00Z', '2026-11-24T05:00:00Z', {
      state: {handledUntil: '2026-11-23T10:00:00.000Z', startTimes: {...nightly, runMissed: false}},
    })

    expect(story.ticks).toEqual([])
    expect(warnings(story)).toMatchInlineSnapshot(`
      [
        "The start due at 2026-11-23 22:00:00 +05:30 was missed: no daemon was running. \`schedule.run_missed\` is false: nothing makes up for it.",
      ]
    `)
  })

  it('notices what it missed while a run took long', async () => {
    const story = await daemonFrom('2026-11-24T16:00:00Z', '2026-11-24T17:40:00Z', {
      state: {startTimes: often},
      perform: ({clock, ticks}) => {
        if (ticks.length === 1) clock.advance(40 * minuteMs)
        return done
      },
    })

    expect(reasons(story)).toEqual(['due', 'missed', 'due', 'due'])
    expect(warnings(story)).toEqual([
      '2 starts due from 2026-11-24 22:15:00 +05:30 to 2026-11-24 22:30:00 +05:30 were missed: a run was in progress. One run makes up for it now.',
    ])
  })

  it('notices what it missed while the machine slept', async () => {
    let hasSlept = false
    const story = await daemonFrom('2026-11-24T10:00:00Z', '2026-11-26T10:00:00Z', {
      look: async ({clock}) => {
        if (!hasSlept) clock.advance(9 * hourMs)
        hasSlept = true
      },
    })

    expect(reasons(story)).toEqual(['missed', 'due'])
    expect(warnings(story)[0]).toContain(
      'was missed: the machine slept, its clock was set forward, or the process was stopped.',
    )
  })

  it('goes on at once with a run in which its process was killed, and counts that as no missed start', async () => {
    const story = await daemonFrom('2026-11-24T16:35:00Z', '2026-11-24T17:00:00Z', {
      state: {
        handledUntil: '2026-11-24T16:30:00.000Z',
        lastTick: {startedAt: '2026-11-24T16:30:00.000Z', endedAt: null, exitCode: null},
      },
    })

    expect(reasons(story)).toEqual(['unfinished'])
    expect(warnings(story)).toEqual(['The last run of this daemon was ended half-way; going on with it now.'])
  })

  it.each([
    {holder: 'dies', ends: [6, 0]},
    {holder: 'lives', ends: [6, 6]},
  ])('tries an unfinished run once more when the lease of whoever $holder has run out', async ({ends}) => {
    const story = await daemonFrom('2026-11-24T16:35:00Z', '2026-11-24T18:00:00Z', {
      state: {
        handledUntil: '2026-11-24T16:30:00.000Z',
        lastTick: {startedAt: '2026-11-24T16:30:00.000Z', endedAt: null, exitCode: null},
      },
      perform: ({ticks}) => {
        const exitCode = ends[ticks.length - 1] ?? -1
        return {exitCode, isStopped: false, leaseFreeInMs: exitCode === 6 ? 75_000 : null}
      },
    })

    expect(story.ticks.map(({at}) => at)).toEqual(['2026-11-24T16:35:00.000Z', '2026-11-24T16:36:15.000Z'])
    expect(story.memory.state().lastTick?.exitCode).toBe(ends[1])
  })

  it('makes up for missed starts and an unfinished run by one and the same run', async () => {
    const story = await daemonFrom('2026-11-25T16:35:00Z', '2026-11-25T17:00:00Z', {
      state: {
        handledUntil: '2026-11-24T16:30:00.000Z',
        lastTick: {startedAt: '2026-11-24T16:30:00.000Z', endedAt: null, exitCode: null},
      },
    })

    expect(story.ticks.map(({tick}) => [tick.because, tick.missed?.count])).toEqual([['unfinished', 1]])
  })

  it('leaves what was missed during a stopped run to the next daemon', async () => {
    const {memory} = await daemonFrom('2026-11-24T16:00:00Z', '2026-11-24T18:00:00Z', {
      state: {startTimes: often},
      perform: ({clock}) => {
        clock.advance(40 * minuteMs)
        return stopped
      },
    })

    expect(memory.state().handledUntil).toBe('2026-11-24T16:30:00.000Z')
  })

  it('leaves a run that a signal stopped as unfinished', async () => {
    const {isStopped, memory} = await daemonFrom('2026-11-24T16:00:00Z', '2026-11-24T18:00:00Z', {
      perform: () => stopped,
    })

    expect(isStopped).toBe(true)
    expect(memory.state().lastTick).toMatchObject({endedAt: null, exitCode: 4})
  })

  it('goes by a schedule that was changed meanwhile, and finds nothing missed that the new one would have had before', async () => {
    const story = await daemonFrom('2026-11-24T10:00:00Z', '2026-11-24T20:00:00Z', {
      state: {handledUntil: '2026-11-23T16:30:00.000Z'},
      look: async ({memory, clock}) => {
        const startTimes = {...nightly, cron: ['0 12 * * *', '0 20 * * *']}
        if (memory.state().startTimes?.cron.length === 1) {
          await memory.change({startTimes, handledUntil: clock.now().toISOString()})
        }
      },
    })

    expect(story.ticks.map(({at}) => at)).toEqual(['2026-11-24T14:30:00.000Z'])
    expect(warnings(story)).toEqual([])
  })

  it('looks at the branch every quarter of an hour, but not when a start is near', async () => {
    const {looks} = await daemonFrom('2026-11-24T15:30:00Z', '2026-11-24T17:10:00Z')

    expect(looks.map((look) => look.slice(11, 16))).toEqual(['15:30', '15:45', '16:00', '16:15', '16:45', '17:00'])
  })

  it('asks every minute as long as it knows no schedule, and starts nothing', async () => {
    const story = await daemonFrom('2026-11-24T16:25:00Z', '2026-11-24T16:35:00Z', {
      memory: createFakeDaemonMemory(),
    })

    expect(story.ticks).toEqual([])
    expect(story.looks).toHaveLength(10)
    expect(story.log.lines.map(({message}) => message)).toEqual([
      'No schedule is known yet: the settings of the branch are asked for again every minute.',
    ])
  })

  it('says that a schedule is never due', async () => {
    const {log} = await daemonFrom('2026-11-24T16:25:00Z', '2026-11-24T16:35:00Z', {
      state: {startTimes: {...nightly, cron: ['0 0 30 2 *']}},
    })

    expect(log.lines.map(({message}) => message)).toEqual([
      '`schedule.cron` is never due: no run starts until it is changed on the branch.',
    ])
  })
})

describe('a clock that is set back', () => {
  it('by seconds makes no start twice', async () => {
    const story = await daemonFrom('2026-11-24T16:29:58Z', '2026-11-24T17:00:00Z', {
      state: {handledUntil: '2026-11-24T16:30:01.000Z'},
    })

    expect(story.ticks).toEqual([])
  })

  it('by years is told, and counts from then on', async () => {
    const story = await daemonFrom('2026-11-24T16:00:00Z', '2026-11-24T17:00:00Z', {
      state: {handledUntil: '2031-01-01T00:00:00.000Z'},
    })

    expect(reasons(story)).toEqual(['due'])
    expect(warnings(story)).toMatchInlineSnapshot(`
      [
        "The clock of this machine was set back: it shows 2026-11-24 21:30:00 +05:30, and starts up to 2031-01-01 05:30:00 +05:30 were handled before. From now on this clock counts.",
      ]
    `)
  })
})

it('a full disk ends no daemon', async () => {
  const memory = createFakeDaemonMemory({startTimes: nightly})
  const story = await daemonFrom('2026-11-24T16:00:00Z', '2026-11-24T17:00:00Z', {
    memory: {
      state: memory.state,
      change: async (part) => {
        await memory.change(part)
        throw new ReplayError('STATE_NOT_WRITTEN', '/srv/state.json was not written (ENOSPC: the disk is full).')
      },
    },
  })

  expect(reasons(story)).toEqual(['due'])
  expect(new Set(warnings(story))).toEqual(new Set(['/srv/state.json was not written (ENOSPC: the disk is full).']))
})
