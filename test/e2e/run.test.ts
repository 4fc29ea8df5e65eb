import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {contentOf, createSite, settled, settingsText, type Site} from '../support/command-line.ts'

let site: Site
beforeEach(async () => {
  site = await createSite()
  await site.run('db', 'migrate')
})
afterEach(async () => {
  await site.remove()
})

const march = `reason: March 2021 student attendance was emitted twice
replay:
  student_attendance: {year: "2021", months: ["03"]}
  diksha_tpd: {batch_id: ["030523154015838"]}
`

/** A request with its row contract, on the protected branch. */
async function pushPlanned(text = march): Promise<void> {
  site.write('replay-requests/march.yaml', text)
  const {exitCode, stderr} = await site.run('plan', '--write')
  if (exitCode !== 0) throw new Error(stderr)
  site.push()
}

const rowsOfMarch = async (): Promise<number> => {
  const {rows} = await site.database.query<{n: number}>(
    `select count(*)::int as n from student_attendance_trans where year = 2021 and month = 3`,
  )
  return rows[0]?.n ?? -1
}

describe('cqube-replay run', () => {
  it('deletes what the protected branch asks for, once, and pushes the report', async () => {
    await pushPlanned()

    const first = await site.run('run')
    const second = await site.run('run')

    expect(settled(first.stdout)).toMatchInlineSnapshot(`
      "Run <run> deleted 901 rows for 1 request.
      Everything was deleted; the corrected files have yet to come.

        Deleted  Archived  Left  Data source
            541       541     0  student_attendance
            360       360     0  diksha_tpd

      Requests:
        replay-requests/march.yaml

      Report: branch replay-reports, commit <commit>.
      "
    `)
    expect(second.stdout).toBe('Nothing to do.\n')
    expect([first.exitCode, second.exitCode]).toEqual([0, 0])
    expect(await rowsOfMarch()).toBe(0)
    const runId = /Run (\S+)/.exec(first.stdout)?.[1] ?? ''
    const report = site.remote.remoteFile('replay-reports', `replay-reports/${runId.slice(0, 4)}/${runId}/report.md`)
    expect(report).toContain('Everything was deleted; the corrected files have yet to come')
    expect((await site.run('status')).stdout).toContain(runId)
  })

  it('leaves the database as it was when it rehearses', async () => {
    await pushPlanned()
    const before = await contentOf(site.database)

    const {exitCode, stdout} = await site.run('run', '--rehearse')

    expect(settled(stdout)).toMatchInlineSnapshot(`
      "Rehearsal: everything was rolled back. The database is as it was; nothing was emitted or reported.

      Run <run> would have deleted 901 rows for 1 request.

        Deleted  Archived  Left  Data source
            541       541     0  student_attendance
            360       360     0  diksha_tpd

      Requests:
        replay-requests/march.yaml

      Rehearsal: everything was rolled back. The database is as it was; nothing was emitted or reported.
      "
    `)
    expect(exitCode).toBe(0)
    expect(await contentOf(site.database)).toBe(before)
    expect(site.remote.remoteFile('replay-reports', 'replay-reports/index.json')).toBeNull()
  })

  it('goes by the settings of the branch, not by those of the checkout', async () => {
    await pushPlanned()
    site.write('cqube-replay.yaml', `${settingsText}paused: true\n`)

    const {exitCode, stderr} = await site.run('run')

    expect(stderr).toContain('cqube-replay.yaml on branch main is not the file of this checkout')
    expect(exitCode).toBe(0)
  })

  it('needs settings on the branch', async () => {
    const {exitCode, stderr} = await site.run('run')

    expect(stderr).toContain('SETTINGS_MISSING: Branch main')
    expect(exitCode).toBe(1)
  })

  it('leaves a request without a contract out, and reports it once', async () => {
    site.write('replay-requests/march.yaml', march)
    site.push()

    const first = await site.run('run')
    const second = await site.run('run')

    expect(first.stdout).toContain('deleted nothing.')
    expect(second.stdout).toContain('Nothing to do.\n\nStill left out, as reported before:')
    expect([first.exitCode, second.exitCode]).toEqual([2, 2])
  })

  it('is refused while replays are paused', async () => {
    await pushPlanned()
    const paused = await site.run('pause', '--reason', 'the server moves')

    const refused = await site.run('run')
    const status = await site.run('status')
    const resumed = await site.run('resume')
    const again = await site.run('run')

    expect(refused.stderr).toMatch(/PAUSED: Paused by .*: the server moves\nFix: Run `cqube-replay resume`/)
    expect(status.stdout).toMatch(/Paused by .*: the server moves/)
    expect([paused, refused, status, resumed, again].map(({exitCode}) => exitCode)).toEqual([0, 2, 0, 0, 0])
  })

  it('gives way to another runner', async () => {
    await pushPlanned()
    await site.database.query("select cqube_replay.take_lease('nifi-2 (pid 7)', interval '1 hour', interval '1 day')")

    const {exitCode, stderr} = await site.run('run')

    expect(stderr).toContain('OTHER_RUNNER: Another runner is active: nifi-2 (pid 7) holds the lease until')
    expect(exitCode).toBe(6)
    expect((await site.run('status')).stdout).toContain('Active: nifi-2 (pid 7)')
  })

  it('says that the remote cannot be reached, and status shows what the database knows', async () => {
    await pushPlanned()
    site.remote.git(['remote', 'set-url', 'origin', `${site.remote.root}/gone.git`], site.remote.checkout)

    const {exitCode, stderr} = await site.run('run')
    const status = await site.run('status')

    expect(stderr).toContain('GIT_UNREACHABLE: ')
    expect(exitCode).toBe(3)
    expect(status.stdout).toContain('Pending requests are not known: GIT_UNREACHABLE')
    expect(status.exitCode).toBe(0)
  })

  it('ends with 5 when the report cannot be pushed, and the next run pushes it', async () => {
    await pushPlanned()
    site.remote.hook('pre-receive', 'exit 1')

    const refused = await site.run('run')
    const deleted = await rowsOfMarch()
    site.remote.hook('pre-receive', 'exit 0')
    const next = await site.run('run')

    expect(refused.stderr).toContain('REPORT_NOT_PUSHED: ')
    expect([refused.exitCode, next.exitCode]).toEqual([5, 0])
    expect(deleted).toBe(0)
    expect(next.stdout).toMatch(/Report: branch replay-reports, commit [0-9a-f]{12}\./)
  })
})

describe('a signal', () => {
  it('stops a run after its current act, and the next run goes on', async () => {
    await pushPlanned()
    const blocker = await site.database.connect()
    await blocker.query('begin; lock table diksha_tpd_trans in share mode')
    const started = site.start('run')
    await started.says('Deleting diksha_tpd')

    started.signal('SIGTERM')
    await started.says('Stopping after the current act')
    await blocker.query('rollback')
    const stopped = await started.ended
    const rest = await rowsOfMarch()
    const next = await site.run('run')

    expect(stopped.stderr).toContain('STOPPED: A signal stopped the runner')
    expect([stopped.exitCode, next.exitCode]).toEqual([4, 0])
    expect(rest).toBeGreaterThan(0)
    expect(await rowsOfMarch()).toBe(0)
  })

  it('ends the process at once when it comes twice', async () => {
    await pushPlanned()
    const blocker = await site.database.connect()
    await blocker.query('begin; lock table diksha_tpd_trans in share mode')
    const started = site.start('run')
    await started.says('Deleting diksha_tpd')

    started.signal('SIGINT')
    await started.says('Stopping after the current act')
    started.signal('SIGINT')
    const {exitCode} = await started.ended
    await blocker.query('rollback')

    expect(exitCode).toBe(4)
  })
})
