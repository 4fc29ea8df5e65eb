import {setTimeout as wait} from 'node:timers/promises'
import {expect, it} from 'vitest'
import {systemClock} from '../../../src/adapters/clock/system-clock.ts'
import type {RunResult} from '../../../src/commands/run.ts'
import {flowNames} from '../../../src/core/nifi/replay-flow.ts'
import type {Clock, Points} from '../../../src/ports.ts'
import {onePass} from '../../support/one-pass.ts'
import {onlyRun} from '../../support/operator.ts'
import {settingsOf, type WholeWay} from './whole-way-site.ts'

const patient = {timeout: 60_000, interval: 100}
const timeout = 180_000

/** Ten minutes are one: deadlines come soon, and NiFi keeps its own time. */
function hurriedClock(times = 10): Clock {
  const from = Date.now()
  return {
    ...systemClock,
    now: () => new Date(from + (Date.now() - from) * times),
    sleep: (ms) => wait(ms / times),
  }
}

/** What may happen to a run on its way through NiFi, and what becomes of it. */
export function faultSuite(siteOf: () => WholeWay, say: (text: string) => void): void {
  const pass = (points: Points, clock: Clock = systemClock) =>
    onePass({...siteOf().operator.surroundings(points), clock})
  const silent: Points = {reach: () => undefined}
  const atFirst = (name: string, act: () => unknown): Points => {
    let isDone = false
    return {
      reach: (point) => {
        if (point !== name || isDone) return
        isDone = true
        act()
      },
    }
  }
  const setDeadline = (minutes: number, more = {}) => {
    siteOf().operator.settings({...settingsOf(siteOf().flow.server.address, {deadline_minutes: minutes}), ...more})
  }
  /** One deletion, whole and once. */
  const expectDone = async (result: RunResult, month: number, rows: number) => {
    const run = onlyRun(result)
    expect(result.exitCode).toBe(0)
    expect(run.deletions).toMatchObject([{state: 'DONE'}])
    expect([await siteOf().rows(month), await siteOf().archived(run.runId)]).toEqual([0, rows])
  }
  /** Nothing was deleted; the next run, with all well again, does it. */
  const expectVoidThenDone = async (result: RunResult, month: number, rows: number, mend: () => Promise<unknown>) => {
    expect(result.exitCode).toBe(3)
    const [deletion] = onlyRun(result).deletions
    say(`${deletion?.failure?.code ?? ''}: ${deletion?.failure?.message ?? ''}`)
    expect(deletion).toMatchObject({state: 'VOID', failure: {code: 'NIFI_NOT_DONE'}})
    expect(await siteOf().rows(month)).toBe(rows)
    await mend()
    setDeadline(3)
    await expectDone(await pass(silent), month, rows)
    return deletion?.failure?.message ?? ''
  }

  it('NiFi is killed while it deletes, and started again: deleted once', {timeout}, async () => {
    const site = siteOf()
    await site.load(4, 40)
    site.request(4)
    const unlock = await site.lock()
    const running = pass(silent)
    await expect.poll(() => site.isWaiting(), patient).toBe(true)

    await site.flow.server.kill()
    await Promise.all([unlock(), site.flow.server.start()])
    const result = await running

    await expectDone(result, 4, 40)
    expect(await site.statesOf(site.flow.groupId)).toEqual(['STOPPED'])
  })

  it('NiFi is restarted between the emission and the pick-up: told, and deleted', {timeout}, async () => {
    const site = siteOf()
    await site.load(5, 40)
    site.request(5)
    let restarted = Promise.resolve()
    const restart = async () => {
      await site.flow.server.kill()
      await wait(3_000)
      await site.flow.server.start()
    }

    const result = await pass(atFirst('emitted', () => (restarted = restart())))
    await restarted

    await expectDone(result, 5, 40)
    expect(await site.statesOf(site.flow.groupId)).toEqual(['STOPPED'])
  })

  it('an invalid processor is named, the deletion voided and planned again', {timeout}, async () => {
    const site = siteOf()
    const {nifi, groupId, server} = site.flow
    await site.load(6, 40)
    site.request(6)
    setDeadline(2)
    const processor = (await nifi.watch.health(groupId)).processors.find(
      ({name}) => name === flowNames.processors.readAnswer,
    )
    const setPath = async (path: string) => {
      const at = `${server.address}/nifi-api/processors/${processor?.id ?? ''}`
      const {revision, id} = (await (await fetch(at)).json()) as {revision: unknown; id: string}
      const component = {id, config: {properties: {'run id': path}}}
      const body = JSON.stringify({revision, component})
      const answer = await fetch(at, {method: 'PUT', body, headers: {'content-type': 'application/json'}})
      expect(answer.status).toBe(200)
    }
    await setPath('$[[')

    const result = await pass(silent, hurriedClock())

    const message = await expectVoidThenDone(result, 6, 40, () => setPath('$.run_id'))
    expect(message).toContain(`The processor "${flowNames.processors.readAnswer}" is invalid`)
  })

  it.each([
    {
      fault: 'a service hangs in ENABLING, since its JDBC driver is none',
      month: 7,
      parameter: 'database-driver',
      wrong: '/etc/hosts',
      named: flowNames.services.database,
    },
    {
      fault: 'another port of the database',
      month: 8,
      parameter: 'database-url',
      wrong: 'jdbc:postgresql://127.0.0.1:9/postgres',
      named: flowNames.processors.ask,
    },
  ])('$fault: said, the deletion voided and planned again', {timeout}, async ({month, parameter, wrong, named}) => {
    const site = siteOf()
    const {nifi, groupId} = site.flow
    await site.load(month, 40)
    site.request(month)
    setDeadline(2)
    const context = await nifi.parameters.find(flowNames.parameterContext)
    const right = context?.parameters.find(({name}) => name === parameter)?.value ?? ''
    const set = async (value: string) => {
      // NiFi 1.12 changes no parameter of a service that is ENABLING.
      await nifi.services.disable(groupId, 60_000)
      await nifi.parameters.set(context?.id ?? '', [{name: parameter, value, isSensitive: false}])
    }
    await set(wrong)

    const result = await pass(silent, hurriedClock())

    const message = await expectVoidThenDone(result, month, 40, () => set(right))
    expect(message).toContain(named)
  })

  it('a function that fails is refused once, with nothing deleted and nobody named', {timeout}, async () => {
    const site = siteOf()
    const {database} = site.operator
    await site.load(9, 40)
    site.request(9)
    setDeadline(3)
    await database.query(`create function public.refuse() returns trigger language plpgsql as
      $$ begin raise exception 'Lakshmi is in it' using errcode = '22023', detail = 'Lakshmi'; end $$`)
    await database.query(
      'create trigger refuse before delete on student_attendance_trans for each row execute procedure public.refuse()',
    )

    const result = await pass(silent)

    await database.query('drop trigger refuse on student_attendance_trans')
    const [deletion] = onlyRun(result).deletions
    say(`${deletion?.failure?.code ?? ''}: ${deletion?.failure?.message ?? ''}`)
    expect(result.exitCode).toBe(2)
    expect(deletion).toMatchObject({state: 'VOID', failure: {code: 'DATABASE_FAILED'}})
    expect(JSON.stringify(onlyRun(result))).not.toContain('Lakshmi')
    await expectDone(await pass(silent), 9, 40)
  })

  it('PostgreSQL is away for 20 seconds while NiFi has the deletion: deleted once', {timeout}, async () => {
    const site = siteOf()
    await site.load(10, 40)
    site.request(10)
    setDeadline(3, {run: {lease_seconds: 120}})
    let back = Promise.resolve()
    const away = async () => {
      await site.server.stop('fast')
      await wait(20_000)
      await site.server.restart()
    }

    const result = await pass(atFirst('deletion-sent', () => (back = away())))
    await back

    await expectDone(result, 10, 40)
  })
}
