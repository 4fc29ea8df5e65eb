import {describe, expect, it} from 'vitest'
import {databaseChecks} from '../../../../src/commands/doctor/database-checks.ts'
import {checks, doctorExitCode, runChecks} from '../../../../src/commands/doctor/doctor.ts'
import type {DoctorWorld} from '../../../../src/commands/doctor/doctor-world.ts'
import {failure, ok, type Finding} from '../../../../src/core/doctor/finding.ts'
import {ReplayError} from '../../../../src/core/replay-error.ts'
import type {Check} from '../../../../src/ports/checks.ts'
import {createFakeClock} from '../../../fakes/clock.ts'

const clock = createFakeClock()
const check = (name: string, act: () => Promise<Finding>, after: string | null = null): Check<unknown> => ({
  name,
  after,
  act,
})
const fine = async () => ok('It is there')

describe('the table of checks', () => {
  it('has each name once, behind the one that it is after', () => {
    const names = checks.map(({name}) => name)

    expect(new Set(names).size).toBe(names.length)
    for (const [index, {after}] of checks.entries()) {
      if (after !== null) expect(names.slice(0, index)).toContain(after)
    }
  })
})

describe('checks', () => {
  it('do not stand in the way of each other: what one throws is its finding', async () => {
    const results = await runChecks(
      [
        check('refused', () => Promise.reject(new ReplayError('GIT_UNREACHABLE', 'The remote is away.'))),
        check('broken', () => Promise.reject(new TypeError('x is not a function'))),
        check('fine', fine),
      ],
      {clock},
    )

    expect(results.map(({name, status, code, found}) => `${name} ${status} ${code ?? ''} ${found}`)).toEqual([
      'refused failure GIT_UNREACHABLE The remote is away',
      'broken failure BUG x is not a function',
      'fine ok  It is there',
    ])
    expect(results[0]?.fix).toBe('Check the remote with `git ls-remote`; then run again.')
  })

  it('are skipped behind one that failed, and behind one that was skipped', async () => {
    const results = await runChecks(
      [
        check('first', async () => failure('LEDGER_MISSING', 'There is none')),
        check('second', fine, 'first'),
        check('third', fine, 'second'),
      ],
      {clock},
    )

    expect(results.map(({status}) => status)).toEqual(['failure', 'skipped', 'skipped'])
    expect(results[2]?.found).toBe('It needs: second')
  })

  it('are not waited for longer than half a minute', async () => {
    const patient = createFakeClock()
    const never = new Promise<Finding>(() => undefined)
    const done = runChecks([check('hanging', () => never), check('fine', fine)], {clock: patient})

    await Promise.resolve()
    patient.advance(30_000)
    const results = await done

    expect(results.map(({status, found}) => `${status}: ${found}`)).toEqual([
      'failure: There was no answer within 30 s',
      'ok: It is there',
    ])
  })

  it('find the clocks apart by what both say', async () => {
    const local = createFakeClock('2026-11-24T10:00:00Z')
    const database = {
      now: async () => {
        local.advance(400)
        return new Date('2026-11-24T10:02:00.200Z')
      },
    }
    const clocks = databaseChecks.filter(({name}) => name === 'Clocks').map((each) => ({...each, after: null}))

    const [result] = await runChecks(clocks, {clock: local, database} as unknown as DoctorWorld)

    expect(result).toMatchObject({status: 'warning', found: "The database's clock is 120.0 s ahead of this machine's"})
  })
})

describe('the exit code', () => {
  const result = (code: 'GIT_UNREACHABLE' | 'PAUSED' | 'SETTINGS_INVALID' | 'BUG') => ({
    name: code,
    ...failure(code, 'x'),
  })

  it.each([
    [[], 0],
    [['GIT_UNREACHABLE'], 3],
    [['PAUSED'], 2],
    [['SETTINGS_INVALID'], 2],
    [['GIT_UNREACHABLE', 'PAUSED'], 2],
    [['PAUSED', 'BUG'], 70],
  ] as const)('of %j is %i', (codes, exitCode) => {
    expect(doctorExitCode([{name: 'a', ...ok('x')}, ...codes.map(result)])).toBe(exitCode)
  })
})
