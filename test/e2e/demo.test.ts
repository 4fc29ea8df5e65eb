import {execFileSync} from 'node:child_process'
import {existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {settled, start, type Started} from '../support/command-line.ts'
import {isMissing} from '../support/database.ts'

let place: string
let home: string
let temporary: string
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'cqube-replay-e2e-'))
  // The server's user must get there when we are root.
  execFileSync('chmod', ['755', place])
  home = join(place, 'home')
  temporary = join(place, 'tmp')
  mkdirSync(home)
  mkdirSync(temporary, {mode: 0o755})
})
afterEach(() => {
  rmSync(place, {recursive: true, force: true})
})

const demo = (...words: readonly string[]): Started =>
  start(['demo', ...words], place, {PATH: process.env['PATH'], HOME: home, TMPDIR: temporary})
const inDemo = (path: string): string => join(place, 'cqube-replay-demo', path)
const gitRemote = (...args: readonly string[]): string =>
  execFileSync('git', ['-C', inDemo('remote.git'), ...args], {encoding: 'utf8'})

async function serverIsUp(): Promise<void> {
  while (!existsSync(inDemo('postgres/postmaster.pid'))) await sleep(20)
}
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
async function hasBegun(): Promise<void> {
  while (!existsSync(inDemo(''))) await sleep(5)
}

describe.skipIf(isMissing('pg18'))('the demo', () => {
  it('tells a replay, and leaves its folder only', async () => {
    const {exitCode, stdout, stderr} = await demo().ended

    expect({exitCode, stderr}).toEqual({exitCode: 0, stderr: ''})
    const told = settled(stdout)
    expect(told.match(/^── \d.*?(?= ─)/gm)).toMatchInlineSnapshot(`
      [
        "── 1. A small state",
        "── 2. Four requests",
        "── 3. validate: a mistake is found before anything happens",
        "── 4. plan: what would be deleted, row by row",
        "── 5. run: delete, archive, report",
        "── 6. run again: nothing is deleted twice",
        "── 7. The corrected files come back",
        "── 8. explain: the run in plain words",
        "── 9. The report",
      ]
    `)
    expect(/^Counted again by the demo[^$]*?\n\n/m.exec(told)?.[0]).toMatchInlineSnapshot(`
      "Counted again by the demo, with queries of its own: the tables held 59,311 rows and hold 51,265. The
      8,046 that are gone are those of the row contracts, data source by data source, and as many lie in
      the archive. Of the slices that were asked for 0 rows are left.

      "
    `)
    expect(told).toContain('attendance.yaml:4:3 at /replay/student_atendance')
    expect(told).toContain('$ cqube-replay run\nNothing to do.')
    expect(/^Nothing to delete[^]*?(?=^Report:)/m.exec(told)?.[0]).toMatchInlineSnapshot(`
      "Nothing to delete.

      The report of run <run> says what came back since: 3 of 6 slices.
        student_attendance/student_attendance_20210601080000.csv: 960 of 961 lines taken
        pat/periodic_exam_mst_20210601080000.csv: 1 of 1 line taken
        pat/periodic_exam_qst_mst_20210601080000.csv: 3 of 3 lines taken
        pat/periodic_exam_result_trans_20210601080000.csv: 360 of 360 lines taken
      "
    `)
    const reports = gitRemote('ls-tree', '-r', '--name-only', 'replay-reports').split('\n')
    const report = gitRemote('show', `replay-reports:${reports.find((path) => path.endsWith('/report.md')) ?? ''}`)
    expect(report).toMatch(/`student_attendance` \| January and March 2021 \| 960 \| 960 \| came back/)
    expect(report).toContain('cqube_replay_archive/')
    expect(readdirSync(inDemo('outputs/cqube_replay_archive'))).toHaveLength(1)
    expect(readdirSync(inDemo('emission/cqube_replay'))).toHaveLength(1)
    expect(existsSync(inDemo('postgres/postmaster.pid'))).toBe(false)
    expect([readdirSync(home), readdirSync(temporary)]).toEqual([[], []])
    expect(readdirSync(place).sort()).toEqual(['cqube-replay-demo', 'home', 'tmp'])
  })

  it('is ended by a signal, its server too, and goes on from nothing the next time', async () => {
    const first = demo('--keep-running')
    await serverIsUp()
    const second = await demo().ended
    first.signal('SIGINT')
    const {exitCode} = await first.ended

    expect(second.exitCode).toBe(1)
    expect(second.stderr).toMatch(/USAGE: .*another demo plays there, process \d+ on /)
    expect(exitCode).toBe(4)
    expect(existsSync(inDemo('postgres/postmaster.pid'))).toBe(false)
    expect(readdirSync(temporary)).toEqual([])
    expect((await demo().ended).exitCode).toBe(0)
  })

  it('lets one of two play that begin at once', async () => {
    const first = demo()
    await hasBegun()
    const ends = await Promise.all([first.ended, demo().ended, demo().ended])

    expect(ends.map(({exitCode}) => exitCode).sort()).toEqual([0, 1, 1])
    const told = ends.filter(({exitCode}) => exitCode === 1).map(({stderr}) => stderr)
    for (const text of told) expect(text).toContain('another demo plays there')
  })

  it('does not take the folder from a server that outlived its demo', async () => {
    const first = demo('--keep-running')
    await serverIsUp()
    while (!existsSync(inDemo('checkout'))) await sleep(20)
    first.signal('SIGKILL')
    await first.ended
    const pid = Number.parseInt(readFileSync(inDemo('postgres/postmaster.pid'), 'utf8'), 10)
    const second = await demo().ended
    process.kill(pid, 'SIGQUIT')
    while (isAlive(pid)) await sleep(20)

    expect(second.exitCode).toBe(1)
    expect(second.stderr).toMatch(/USAGE: .*the PostgreSQL of an earlier demo still runs there, as process \d+;/)
    expect((await demo().ended).exitCode).toBe(0)
  })

  it('leaves a folder alone that holds something else', async () => {
    mkdirSync(inDemo(''))
    writeFileSync(inDemo('thesis.txt'), 'Chapter 1\n')

    const {exitCode, stderr} = await demo().ended

    expect(exitCode).toBe(1)
    expect(stderr).toContain('holds something that is not of an earlier demo, so nothing was changed')
    expect(readdirSync(inDemo(''))).toEqual(['thesis.txt'])
    expect(readFileSync(inDemo('thesis.txt'), 'utf8')).toBe('Chapter 1\n')
  })
})
