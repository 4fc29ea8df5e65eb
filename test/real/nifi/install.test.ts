import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, afterEach, beforeAll, describe, expect, it} from 'vitest'
import {flowStatus} from '../../../src/commands/nifi/status.ts'
import {trigger} from '../../../src/commands/nifi/trigger.ts'
import {uninstall} from '../../../src/commands/nifi/uninstall.ts'
import type {FlowSite} from '../../../src/core/nifi/flow-site.ts'
import {flowNames, replayFlow} from '../../../src/core/nifi/replay-flow.ts'
import {namedFlow} from '../../../src/core/nifi/site-of-settings.ts'
import type {ReplayError} from '../../../src/core/replay-error.ts'
import {startPostgres} from '../../../src/adapters/embedded-postgres/server.ts'
import {isMissing} from '../../support/database.ts'
import {flowWorldAt, installAt} from '../../support/flow-install.ts'
import {nifiHomes, startNifi, type NifiProcess} from '../../support/nifi-home.ts'
import {databaseDriver} from '../../support/nifi-site.ts'
import {postgresBinaries} from '../../support/postgres-binaries.ts'
import {installedDoctorSuite} from './install-doctor.ts'
import {createDeletions, type Deletions} from './deletions.ts'

const homes = nifiHomes()
if (homes.length === 0) it.skip('no NiFi home was found, so installing was not tried', () => undefined)

const group = 'our flow'
const nobody = {openRuns: [], confirm: () => Promise.resolve(group)}
const failureOf = (act: Promise<unknown>): Promise<ReplayError> =>
  act.then(
    () => Promise.reject(new Error('It was not refused.')),
    (error: unknown) => error as ReplayError,
  )

describe.each(homes)('installing our flow in NiFi $version', (home) => {
  const directory = mkdtempSync(join(tmpdir(), 'cqube-replay-emission-'))
  let server: NifiProcess
  let deletions: Deletions
  beforeAll(async () => {
    const postgres = home.version.startsWith('1.') && !isMissing('pg10') ? 'pg10' : 'pg18'
    deletions = await createDeletions(postgres, {put: () => Promise.resolve()})
    server = await startNifi(home)
  }, 300_000)
  afterEach(async () => {
    const world = flowWorldAt(server.address, {group})
    for (const {id} of await world.nifi.groups.find(group)) {
      await world.nifi.flow.stop(id, 30_000)
      await fetch(`${server.address}/nifi-api/process-groups/${id}/empty-all-connections-requests`, {method: 'POST'})
      await expect.poll(async () => (await world.nifi.watch.health(id)).queued).toBe(0)
    }
    await uninstall(world, nobody)
  })
  afterAll(async () => {
    await server.stop()
    await deletions.drop()
    rmSync(directory, {recursive: true})
  })

  const site = (user = deletions.account.user): FlowSite => ({
    emission: {storage: 'local', directory},
    database: {
      url: `jdbc:postgresql://127.0.0.1:${deletions.account.port}/${deletions.account.name}`,
      user,
      driverFile: databaseDriver(home),
    },
  })
  const worldOf = (trigger: 'run' | 'schedule' = 'run') => flowWorldAt(server.address, {group, trigger})
  /** Everything of NiFi that a change of ours would show in: ids, revisions, states. */
  const everything = async (groupId: string): Promise<unknown> => {
    const read = async (path: string) =>
      (await (await fetch(`${server.address}/nifi-api${path}`)).json()) as Record<string, unknown>
    const revisions = (list: unknown) =>
      (list as {id: string; revision: {version: number}; component: {state: string}}[])
        .map(({id, revision, component}) => `${id} ${revision.version} ${component.state}`)
        .toSorted()
    return {
      group: (await read(`/process-groups/${groupId}`))['revision'],
      processors: revisions((await read(`/process-groups/${groupId}/processors`))['processors']),
      services: revisions((await read(`/flow/process-groups/${groupId}/controller-services`))['controllerServices']),
      contexts: ((await read('/flow/parameter-contexts'))['parameterContexts'] as {revision: unknown}[]).map(
        ({revision}) => revision,
      ),
    }
  }

  it('asks the ledger once, is left stopped for the runs to start, and nothing is wrong then', async () => {
    const world = worldOf()

    const installed = await installAt(world, site())

    expect(installed).toMatchObject({isAnswered: true, runs: false, nifiVersion: home.version})
    const status = await flowStatus(world)
    expect(status).toMatchObject({troubles: [], queues: [], waiting: [], group: {id: installed.groupId}})
    expect(new Set(status.processors.map(({state}) => state))).toEqual(new Set(['STOPPED']))
    expect(new Set(status.services.map(({state}) => state))).toEqual(new Set(['DISABLED']))
  })

  it('installed again, changes nothing and sends nothing', async () => {
    const world = worldOf('schedule')
    const first = await installAt(world, site())
    const before = await everything(first.groupId ?? '')

    const again = await installAt(world, site())

    expect(first.runs).toBe(true)
    expect(again).toMatchObject({acts: [], runs: true, isAnswered: null, groupId: first.groupId, keepsSecrets: true})
    expect(await everything(first.groupId ?? '')).toEqual(before)
    expect((await flowStatus(world)).troubles).toEqual([])
  })

  it('replaces an older flow in place, and the failed deletion that waits in it stays', async () => {
    const world = worldOf()
    const groupId = (await installAt(world, site())).groupId ?? ''
    await makeOlder(world, groupId)
    const runId = await deletions.handOver(1, {isLost: true})
    const triggered = await trigger(world)
    const before = await world.nifi.watch.health(groupId)
    const [waiting] = await waitingIn(before.queues)

    const {acts} = await installAt(world, site(), {isDry: true})
    const done = await installAt(world, site())

    expect(triggered).toEqual({ranAlready: false, onTheWay: 0, failed: 1})
    expect(acts).toEqual([expect.stringContaining('in place, since it holds the flow 0a0b0c0d')])
    expect(done).toMatchObject({acts, groupId})
    const after = await world.nifi.watch.health(groupId)
    expect((await waitingIn(after.queues)).map(({id}) => id)).toContain(waiting?.id)
    const idsOf = ({processors}: typeof before) => new Map(processors.map(({id, name}) => [name, id]))
    const old = idsOf(before)
    expect(old.delete('An old part')).toBe(true)
    expect(idsOf(after)).toEqual(old)
    const status = await flowStatus(world)
    expect(status.waiting[0]).toMatchObject({queue: 'Failed deletions', runId, dataSource: 'student_attendance'})
    expect(status.waiting[0]?.failure).toContain('is not in the emission directory that NiFi reads')
    expect(status.isHeldUp).toBe(false)
    expect((await failureOf(uninstall(world, nobody))).code).toBe('NIFI_FLOW_IN_USE')
    expect(await world.nifi.groups.read(groupId)).not.toBeNull()
  })

  const waitingIn = async (queues: readonly {readonly id: string; readonly queued: number}[]) => {
    const full = queues.filter(({queued}) => queued > 0)
    return (await Promise.all(full.map(({id}) => worldOf().nifi.watch.queue(id, 100)))).flat()
  }

  /** As a version of this program before this one would have left it. */
  async function makeOlder(world: ReturnType<typeof worldOf>, groupId: string): Promise<void> {
    const flow = namedFlow(replayFlow(site()), group)
    const [first, ...others] = flow.flowContents.processors
    if (first === undefined) throw new Error('There is no processor.')
    const old = {
      ...first,
      identifier: 'old part',
      name: 'An old part',
      position: {x: 900, y: 0},
      scheduledState: 'DISABLED',
    }
    await world.nifi.flow.replace(groupId, {
      ...flow,
      flowContents: {
        ...flow.flowContents,
        processors: [{...first, schedulingPeriod: '1 sec'}, ...others, old],
        comments: 'Deletes what merged requests of cqube-replay ask for. Flow 0a0b0c0d.',
      },
    })
    const comments = 'Deletes what merged requests of cqube-replay ask for. Flow 0a0b0c0d.'
    await world.nifi.groups.change(groupId, {comments})
  }

  it('says what somebody changed by hand, and replaces it only when it is told to', async () => {
    const world = worldOf()
    const {groupId} = await installAt(world, site())
    const flow = namedFlow(replayFlow(site()), group)
    const comments = (await world.nifi.groups.read(groupId ?? ''))?.comments ?? ''
    const [first, ...others] = flow.flowContents.processors
    if (first === undefined) throw new Error('There is no processor.')
    await world.nifi.flow.replace(groupId ?? '', {
      ...flow,
      flowContents: {...flow.flowContents, comments, processors: [{...first, schedulingPeriod: '9 sec'}, ...others]},
    })
    await world.nifi.groups.change(groupId ?? '', {comments})

    const refused = await failureOf(installAt(world, site()))
    const forced = await installAt(world, site(), {isForced: true})

    expect(refused.code).toBe('NIFI_FLOW_CHANGED')
    expect(refused.message).toContain('"Ask the ledger" has another schedulingPeriod')
    expect(forced.acts).toEqual([expect.stringContaining('somebody changed it in NiFi')])
    expect((await installAt(world, site())).acts).toEqual([])
  })

  it('says why an account of the database does not come through, and stops the flow again', async () => {
    const world = worldOf('schedule')

    const failed = await failureOf(installAt(world, site('nobody_knows_me')))

    expect(failed.code).toBe('NIFI_FLOW_FAILS')
    expect(failed.message).toContain('role "nobody_knows_me" does not exist')
    const status = await flowStatus(world)
    expect(status.processors.every(({state}) => state === 'STOPPED')).toBe(true)
    expect((await installAt(world, site())).runs).toBe(true)
  })

  it('says that the password is wrong, and then, with the right one, that the ledger is missing', async () => {
    const postgres = await startPostgres({binDirectory: postgresBinaries('pg18') ?? '', password: 'right'})
    const world = worldOf()
    const url = `jdbc:postgresql://127.0.0.1:${postgres.port}/postgres`
    const guarded = {...site(), database: {url, user: 'postgres', driverFile: databaseDriver(home)}}
    const install = (databasePassword: string, sendsSecrets: boolean) =>
      failureOf(
        installAt(world, guarded, {secrets: {databasePassword, accessKey: null, secretKey: null}, sendsSecrets}),
      )

    const wrong = await install('wrong', false)
    const right = await install('right', true)

    await postgres.dispose()
    expect(wrong.code).toBe('NIFI_FLOW_FAILS')
    expect(wrong.message).toContain('password authentication failed for user "postgres"')
    expect(right.code).toBe('NIFI_FLOW_FAILS')
    expect(right.message).toContain('schema "cqube_replay" does not exist')
  })

  it('says that the driver is missing', async () => {
    const world = worldOf()
    const wrong = site()

    const failed = await failureOf(
      installAt(world, {...wrong, database: {...wrong.database, driverFile: '/nowhere/postgresql.jar'}}),
    )

    expect(failed.code).toBe('NIFI_FLOW_FAILS')
    expect(failed.message).toMatch(/driver|\/nowhere\/postgresql\.jar/i)
  })

  it('tells who looks that a part was stopped by hand, and triggers it for a moment', async () => {
    const world = worldOf('schedule')
    const {groupId} = await installAt(world, site())
    const ask = async () =>
      (await world.nifi.watch.health(groupId ?? '')).processors.find(({name}) => name === flowNames.processors.ask)
    await world.nifi.flow.run((await ask())?.id ?? '', 'STOPPED')

    const {troubles} = await flowStatus(world)
    const triggered = await trigger(world)

    // NiFi shows the bulletins of the tests before for five minutes.
    expect(troubles).toContainEqual(expect.stringContaining('"Ask the ledger" does not run'))
    expect(triggered).toMatchObject({ranAlready: false, onTheWay: 0})
    await expect.poll(async () => (await ask())?.state).toBe('STOPPED')
  })

  installedDoctorSuite({
    version: home.version,
    directory,
    world: () => worldOf(),
    site: () => site(),
  })

  it('removes what it made and nothing else, twice as well', async () => {
    const world = worldOf()
    const {nifi} = world
    const foreign = await nifi.groups.create(await nifi.server.rootGroupId(), {name: `foreign ${home.version}`})
    const context = await nifi.parameters.create(foreign.name, [{name: 'a', value: 'b', isSensitive: false}])
    await installAt(world, site())

    const removed = await uninstall(world, nobody)
    const again = await uninstall(world, nobody)

    expect(removed).toEqual({groupId: expect.any(String) as string, contextId: expect.any(String) as string})
    expect(again).toEqual({groupId: null, contextId: null})
    expect(await nifi.groups.find(group)).toEqual([])
    expect(await nifi.parameters.find(group)).toBeNull()
    expect(await nifi.groups.read(foreign.id)).toEqual(foreign)
    expect(await nifi.parameters.find(foreign.name)).toEqual(context)
  })
})
