import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {createSite, settingsText, type Site, type Started} from '../support/command-line.ts'

let site: Site
beforeEach(async () => {
  site = await createSite()
  await site.run('db', 'migrate')
  site.write('cqube-replay.yaml', `${settingsText}require_expect: false\nrun: {lease_seconds: 15}\n`)
  site.write(
    'replay-requests/march.yaml',
    `reason: March 2021 student attendance was emitted twice
replay:
  student_attendance: {year: "2021", months: ["03"]}
  diksha_tpd: {batch_id: ["030523154015838"]}
`,
  )
})
afterEach(async () => {
  await site.remove()
})

const statePath = (): string => join(site.remote.checkout, 'cqube-replay-state', 'state.json')
const state = () => JSON.parse(readFileSync(statePath(), 'utf8')) as Readonly<Record<string, unknown>>

/** As if the daemon had been away for two days. */
const longAgo = (): void => {
  const handledUntil = new Date(Date.now() - 2 * 24 * 3_600_000).toISOString()
  writeFileSync(statePath(), JSON.stringify({...state(), handledUntil}))
}

const rowsLeft = async (): Promise<number> => {
  const {rows} = await site.database.query<{n: number}>(
    `select (select count(*) from student_attendance_trans where year = 2021 and month = 3)::int +
       (select count(*) from diksha_tpd_trans where collection_id is not null and batch_id = '030523154015838')::int as n`,
  )
  return rows[0]?.n ?? -1
}

/** Rows in the archive, and how each deletion ended. */
const done = async (): Promise<unknown> =>
  (
    await site.database.query(
      `select (select sum(rows)::int from cqube_replay.archive) as archived, string_agg(state, ' ') as states
         from cqube_replay.deletion`,
    )
  ).rows

/** A daemon in the middle of its run, where it waits for a lock. */
async function inTheMiddle(): Promise<{readonly daemon: Started; readonly free: () => Promise<void>}> {
  await site.run('daemon', '--once')
  site.push()
  longAgo()
  const blocker = await site.database.connect()
  await blocker.query('begin; lock table diksha_tpd_trans in share mode')
  const daemon = site.start('daemon')
  await daemon.says('Deleting diksha_tpd')
  return {
    daemon,
    free: async () => {
      await blocker.query('rollback')
    },
  }
}

describe('cqube-replay daemon', () => {
  it('that is stopped between runs ends at once, with 0', async () => {
    site.push()
    await site.run('daemon', '--once')
    const daemon = site.start('daemon')
    await daemon.says('Next start: ')

    const begun = Date.now()
    daemon.signal('SIGTERM')
    const {exitCode, stdout, stderr} = await daemon.ended

    expect(exitCode).toBe(0)
    expect(Date.now() - begun).toBeLessThan(5_000)
    expect(stdout).toBe('')
    const lines = stderr
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as {message: string}).message)
    expect(lines.at(-1)).toBe('Stopped between runs.')
  })

  it('makes up for a missed start at once, and shows the run', async () => {
    site.push()
    await site.run('daemon', '--once')
    site.write(
      'replay-requests/april.yaml',
      'reason: April was emitted twice\nreplay: {student_attendance: {year: "2021", months: ["04"]}}\n',
    )
    site.push()
    longAgo()

    const daemon = site.start('daemon', '--json')
    await daemon.says('Ended: run ')
    daemon.signal('SIGINT')
    const {exitCode, stdout} = await daemon.ended

    const line = JSON.parse(stdout) as {tick: {because: string; missed: {count: number}}; runs: {outcome: string}[]}
    expect(exitCode).toBe(0)
    expect(line.tick).toMatchObject({because: 'missed', missed: {count: 2}})
    expect(line.runs).toHaveLength(1)
  })

  it('ends its run at the next point after one signal, and goes on with it when it is started again', async () => {
    const {daemon, free} = await inTheMiddle()

    daemon.signal('SIGTERM')
    await daemon.says('Stopping: no further run is started')
    await free()
    const stopped = await daemon.ended
    const rest = await rowsLeft()
    const next = site.start('daemon')
    await next.says('Ended: run ')
    next.signal('SIGTERM')
    const {exitCode, stderr} = await next.ended

    expect([stopped.exitCode, exitCode]).toEqual([4, 0])
    expect(rest).toBeGreaterThan(0)
    expect(stderr).toContain('The last run of this daemon was ended half-way; going on with it now.')
    expect(await rowsLeft()).toBe(0)
  })

  it('ends at once after two signals', async () => {
    const {daemon, free} = await inTheMiddle()

    daemon.signal('SIGINT')
    await daemon.says('Stopping: no further run is started')
    daemon.signal('SIGINT')
    const {exitCode} = await daemon.ended
    await free()

    expect(exitCode).toBe(4)
    expect(state()['lastTick']).toMatchObject({endedAt: null})
  })

  it('finishes, started again, the run in which it was killed, and deletes nothing twice', async () => {
    const {daemon, free} = await inTheMiddle()
    daemon.signal('SIGKILL')
    await daemon.ended
    await free()

    const next = site.start('daemon')
    await next.says('Ended: run ')
    next.signal('SIGTERM')
    const {exitCode, stdout} = await next.ended

    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/Report: branch replay-reports, commit [0-9a-f]{12}\./)
    expect(await rowsLeft()).toBe(0)
    expect(await done()).toEqual([{archived: 901, states: 'DONE DONE'}])
  })
})
