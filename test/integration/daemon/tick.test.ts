import {mkdirSync} from 'node:fs'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {stateFolder, stateOf, tickOf} from '../../support/daemon.ts'
import {createOperator, requestText, type Operator} from '../../support/operator.ts'

let operator: Operator
beforeEach(async () => {
  operator = await createOperator('pg18', {content: 'tables'})
  await operator.load('student_attendance', '2020-04', ['4.1'])
  await operator.load('student_attendance', '2020-03', ['3.1', '3.2'])
})
afterEach(() => operator.remove())

const march = requestText({student_attendance: {year: '2020', months: ['03']}})
const april = ['school_student_total_attendance:4.1', 'student_attendance_staging_1:4.1']

interface Line {
  readonly exitCode: number
  readonly tick: object
  readonly runs: readonly {readonly runId: string; readonly reportCommit: string | null}[]
}

describe('a tick of the daemon', () => {
  it('makes the run that the command line makes: rows deleted, document emitted, report pushed', async () => {
    operator.request({'march.yaml': march})

    const {exitCode, stdout, log} = await tickOf(operator)

    const {runs, tick} = JSON.parse(stdout) as Line
    const [run] = runs
    expect(exitCode).toBe(0)
    expect(tick).toEqual({because: 'once', due: null, missed: null})
    expect(await operator.live()).toEqual(april)
    expect(operator.reportJson(run?.runId ?? '').totals['deleted']).toBe(4)
    expect(Object.keys(operator.documents())).toEqual([`cqube_replay/${run?.runId ?? ''}_01.json`])
    expect(log.at(-1)?.message).toMatch(/^Ended: run \S+ \(exit code 0\)\.$/)
    expect(log.at(-1)?.tick).toMatch(/Z$/)
  })

  it('leaves nothing in the checkout but its own folder, which git does not see', async () => {
    operator.request({'march.yaml': march})
    const [head, refs] = [
      operator.git.git(['rev-parse', 'HEAD'], operator.git.checkout),
      operator.git.git(['for-each-ref'], operator.git.checkout),
    ]

    await tickOf(operator)

    expect(operator.git.git(['rev-parse', 'HEAD'], operator.git.checkout)).toBe(head)
    expect(operator.git.git(['for-each-ref'], operator.git.checkout)).toBe(refs)
    expect(operator.git.git(['status', '--short'], operator.git.checkout)).not.toContain('cqube-replay-state')
  })

  it('does nothing the second time', async () => {
    operator.request({'march.yaml': march})
    await tickOf(operator)

    const {exitCode, stdout, log} = await tickOf(operator)

    expect([exitCode, (JSON.parse(stdout) as Line).runs]).toEqual([0, []])
    expect(log.at(-1)?.message).toBe('Nothing to do (exit code 0).')
  })

  it('needs no checkout where it is told the remote; folders of the settings are relative to where it starts', async () => {
    operator.request({'march.yaml': march})
    const folder = join(operator.git.root, 'service')
    mkdirSync(folder)

    const {exitCode} = await tickOf(operator, {directory: folder, remote: operator.git.remote})

    expect(exitCode).toBe(0)
    expect(await operator.live()).toEqual(april)
    // `../emission` of the test's settings: beside that folder, as it is beside the checkout.
    expect(Object.keys(operator.documents())).toHaveLength(1)
  })

  it('says what to do where there is neither a checkout nor an address', async () => {
    const folder = join(operator.git.root, 'service')
    mkdirSync(folder)

    const {exitCode, warnings} = await tickOf(operator, {directory: folder})

    expect(exitCode).toBe(1)
    expect(warnings).toEqual([
      `USAGE: ${folder} is no git checkout with a remote origin: start the daemon in one, or name the address with --remote.`,
    ])
  })

  it('takes the schedule from the branch, and a changed one with the next look', async () => {
    await tickOf(operator)
    const before = stateOf(operator).startTimes
    operator.settings({schedule: {cron: ['*/15 22-23,0-2 * * *'], run_missed: false}})

    await tickOf(operator)

    expect(before).toEqual({cron: ['0 22 * * *'], timeZone: 'UTC', runMissed: true})
    expect(stateOf(operator).startTimes).toEqual({cron: ['*/15 22-23,0-2 * * *'], timeZone: 'UTC', runMissed: false})
  })

  it('gives way to another runner without alarm', async () => {
    operator.request({'march.yaml': march})
    await operator.database.query(
      "select cqube_replay.take_lease('nifi-2 (pid 7)', interval '1 hour', interval '1 day')",
    )

    const {exitCode, stdout, log, warnings} = await tickOf(operator)

    expect(exitCode).toBe(6)
    expect(JSON.parse(stdout)).toMatchObject({failure: {code: 'OTHER_RUNNER'}, exitCode: 6})
    expect(log.map(({message}) => message).join('\n')).toContain(
      'OTHER_RUNNER: Another runner is active: nifi-2 (pid 7)',
    )
    expect(warnings).toEqual([])
  })

  it('deletes once when two daemons with folders of their own meet', async () => {
    operator.request({'march.yaml': march})

    const both = await Promise.all([
      tickOf(operator),
      tickOf(operator, {state: join(operator.git.root, 'other-state')}),
    ])
    await tickOf(operator)

    expect(both.map(({exitCode}) => exitCode).some((code) => code === 0)).toBe(true)
    expect(both.every(({exitCode}) => [0, 6].includes(exitCode))).toBe(true)
    const archived = await operator.database.query('select sum(rows)::int as rows from cqube_replay.archive')
    expect(archived).toEqual([{rows: 4}])
  })

  it('refuses a second daemon in the same folder', async () => {
    const {lockStateFolder} = await import('../../../src/adapters/local-directory/folder-lock.ts')
    await tickOf(operator)
    const release = await lockStateFolder(stateFolder(operator), operator.surroundings().clock)

    const {exitCode, warnings} = await tickOf(operator)
    await release()
    const later = await tickOf(operator)

    expect(exitCode).toBe(6)
    expect(warnings[0]).toMatch(/^STATE_IN_USE: .*cqube-replay-state is in use by another daemon: process \d+ on /)
    expect(later.exitCode).toBe(0)
  })
})
