import pg from 'pg'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import type {ActionEnd, StartedAction} from '../../support/action/spawn-action.ts'
import {
  createRunSite,
  endLease,
  ledgerOf,
  march,
  reviewedBy,
  rowsOfMarch,
  type RunSite,
} from '../../support/action/run-site.ts'

const patient = {database: {lock_timeout_seconds: 60}}
/** Of the runner of GitHub: SIGTERM 7.5 seconds after SIGINT, and the end 2.5 seconds after that. */
const [termAfterMs, killAfterMs] = [7_500, 10_000]

let site: RunSite
beforeEach(async () => {
  site = await createRunSite({...patient, ...reviewedBy})
})
afterEach(async () => {
  await site.remove()
})

function merged(): ReturnType<RunSite['propose']> {
  const pull = site.propose({'march.yaml': march}, 'march')
  site.github.review({pull: pull.number, by: 'ravi'})
  site.merge(pull)
  return pull
}

/** A table that the deletion must wait for. */
async function lockedTable(): Promise<() => Promise<void>> {
  const {connectionString} = site.operator.database
  const client = new pg.Client({connectionString})
  await client.connect()
  await client.query('begin; lock table student_attendance_trans in share mode')
  return async () => {
    await client.query('rollback')
    await client.end()
  }
}

/** Cancels a job as GitHub does. @returns how it ended, and after how many milliseconds */
async function cancelled(job: StartedAction): Promise<{readonly end: ActionEnd; readonly afterMs: number}> {
  const begun = Date.now()
  job.signal('SIGINT')
  const timers = [
    setTimeout(() => {
      job.signal('SIGTERM')
    }, termAfterMs),
    setTimeout(() => {
      job.signal('SIGKILL')
    }, killAfterMs),
  ]
  const end = await job.ended
  timers.forEach(clearTimeout)
  return {end, afterMs: Date.now() - begun}
}

async function nextJob(): Promise<ActionEnd> {
  await endLease(site)
  return site.run()
}

/** Runners that brought the run from state to state, as its report says. */
function runnersOf(run: ActionEnd): ReadonlySet<string> {
  const [runId = ''] = JSON.parse(run.outputs['run-ids'] ?? '[]') as string[]
  return new Set(site.operator.reportJson(runId).states.map(({runner}) => runner))
}

describe('a job that is cancelled', () => {
  it('while a deletion waits for a lock is gone in time, and the next job finishes its run', async () => {
    const pull = merged()
    const free = await lockedTable()
    const job = site.start()
    await job.says('Deleting student_attendance')

    const {end, afterMs} = await cancelled(job)
    const left = await rowsOfMarch(site)
    await free()
    const next = await nextJob()

    expect(end.exitCode).toBe(4)
    expect(afterMs).toBeLessThan(killAfterMs)
    expect(end.log).toContain('Stopping after the current act; the next job goes on from there.')
    expect(left).toBeGreaterThan(0)
    expect(next.exitCode).toBe(0)
    expect(await rowsOfMarch(site)).toBe(0)
    expect(await ledgerOf(site)).toEqual({archived: 541, states: 'DONE'})
    expect(runnersOf(next).size).toBe(2)
    expect(site.comments(pull)).toHaveLength(1)
  })

  it('and ends with its deletion before the second signal says in outputs and summary that it was stopped', async () => {
    merged()
    const free = await lockedTable()
    const job = site.start()
    await job.says('Deleting student_attendance')

    job.signal('SIGINT')
    await job.says('Stopping after the current act')
    await free()
    const end = await job.ended
    const next = await site.run()

    expect(end.exitCode).toBe(4)
    expect(end.outputs).toMatchObject({outcome: 'stopped', code: 'STOPPED', 'exit-code': '4'})
    expect(end.summary).toContain('## cqube-replay stopped: `STOPPED`')
    expect(end.summary).toContain('the next run finishes or closes what this one left')
    // It gave its lease back, so nobody waits.
    expect(next.exitCode).toBe(0)
    expect(await ledgerOf(site)).toEqual({archived: 541, states: 'DONE'})
  })

  it('by SIGKILL in the middle of a deletion has deleted nothing twice', async () => {
    merged()
    const free = await lockedTable()
    const job = site.start()
    await job.says('Deleting student_attendance')

    job.signal('SIGKILL')
    await job.ended
    await free()
    const next = await nextJob()

    expect(next.exitCode).toBe(0)
    expect(await rowsOfMarch(site)).toBe(0)
    expect(await ledgerOf(site)).toEqual({archived: 541, states: 'DONE'})
  })

  it('while git push hangs is gone in time, and the report is pushed by the next job', async () => {
    merged()
    site.operator.git.hook('pre-receive', 'sleep 20')
    const job = site.start()
    await job.says('Counting what came back')
    await new Promise((resolve) => setTimeout(resolve, 1_000))

    const {end, afterMs} = await cancelled(job)
    site.operator.git.hook('pre-receive', 'exit 0')
    const next = await nextJob()

    expect(end.exitCode).toBe(4)
    expect(afterMs).toBeLessThan(killAfterMs)
    expect(next.exitCode).toBe(0)
    expect(next.outputs['rows']).toBe('541')
    expect(next.outputs['report-commit']).toBe(site.operator.git.git(['rev-parse', 'replay-reports']))
    expect(await ledgerOf(site)).toEqual({archived: 541, states: 'DONE'})
  })

  it('while GitHub does not answer whether a request was approved is gone in time', async () => {
    merged()
    site.github.fault({route: 'GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls', meets: 'silence'})
    const job = site.start()
    await job.says('need a look; counting')
    await new Promise((resolve) => setTimeout(resolve, 500))

    const {end, afterMs} = await cancelled(job)
    const next = await nextJob()

    expect(end.exitCode).toBe(4)
    expect(afterMs).toBeLessThan(killAfterMs)
    expect(next.exitCode).toBe(0)
    expect(await ledgerOf(site)).toEqual({archived: 541, states: 'DONE'})
  })

  it('while GitHub does not take a comment ends at once, with what the run came to', async () => {
    merged()
    site.github.fault({route: 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments', meets: 'silence'})
    const job = site.start()
    await job.says('Rows deleted: 541.')
    await new Promise((resolve) => setTimeout(resolve, 500))

    const {end, afterMs} = await cancelled(job)

    expect(end.exitCode).toBe(0)
    expect(afterMs).toBeLessThan(3_000)
    expect(end.outputs).toMatchObject({outcome: 'done', rows: '541', 'comment-url': ''})
    expect(end.log).toContain('not told what became of what they asked for: the runner is to stop.')
  })

  it('while it waits for files that cQube processes ends at once', async () => {
    site.operator.settings({...patient, ...reviewedBy, ingestion: {in_flight: 'wait'}})
    merged()
    await site.operator.database.query(
      "insert into zip_files_processing (zip_file_name, ff_uuid, status) values ('student_attendance/student_attendance_1.zip', 'u', 'IN_PROGRESS')",
    )
    const job = site.start()
    await job.says('Waiting for cQube to process files')

    const {end, afterMs} = await cancelled(job)
    await site.operator.database.query("update zip_files_processing set status = 'OK'")
    const next = await site.run()

    expect([end.exitCode, end.outputs['code']]).toEqual([4, 'STOPPED'])
    expect(afterMs).toBeLessThan(3_000)
    expect(next.exitCode).toBe(0)
    expect(await ledgerOf(site)).toEqual({archived: 541, states: 'DONE'})
  })
})

describe('a job that waits for a NiFi that does not answer', () => {
  it('ends in time when it is cancelled, and the next job deletes', async () => {
    site.operator.settings({...patient, ...reviewedBy, engine: 'nifi', nifi: {address: 'http://127.0.0.1:9'}})
    merged()
    const job = site.start()
    await job.says('Deleting student_attendance')
    await new Promise((resolve) => setTimeout(resolve, 1_000))

    const {end, afterMs} = await cancelled(job)
    site.operator.settings({...patient, ...reviewedBy})
    const next = await site.run()

    expect([end.exitCode, end.outputs['code']]).toEqual([4, 'STOPPED'])
    expect(afterMs).toBeLessThan(killAfterMs)
    expect(next.exitCode).toBe(0)
    expect(await ledgerOf(site)).toEqual({archived: 541, states: 'DONE'})
  })
})

describe('two jobs at once', () => {
  it('are one that works and one that says who does', async () => {
    merged()
    site.operator.git.hook('pre-receive', 'sleep 8')
    const first = site.start()
    await first.says('Counting what came back')

    const second = await site.run()
    const {exitCode} = await first.ended

    expect([exitCode, second.exitCode]).toEqual([0, 6])
    expect(second.outputs).toMatchObject({outcome: 'other_runner', code: 'OTHER_RUNNER'})
    expect(second.summary).toContain('## cqube-replay stopped: `OTHER_RUNNER`')
    expect(await ledgerOf(site)).toEqual({archived: 541, states: 'DONE'})
  })
})
