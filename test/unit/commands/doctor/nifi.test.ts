import {afterEach, describe, expect, it} from 'vitest'
import {checks, checksFor, runChecks} from '../../../../src/commands/doctor/doctor.ts'
import type {DoctorWorld} from '../../../../src/commands/doctor/doctor-world.ts'
import {nifiChecks} from '../../../../src/commands/doctor/nifi-checks.ts'
import type {FlowWorld} from '../../../../src/commands/nifi/flow-world.ts'
import {defaultSettings} from '../../../../src/commands/settings-file.ts'
import {flowFinding, nifiFinding, nifiRightsFinding} from '../../../../src/core/doctor/nifi-findings.ts'
import {flowNames, flowVersion} from '../../../../src/core/nifi/replay-flow.ts'
import type {ApprovalSettings, NifiSettings, Settings} from '../../../../src/core/settings/settings.ts'
import {createFakeClock} from '../../../fakes/clock.ts'
import {changesSent, fakeSites, flowWorldAt, installAt, localSite} from '../../../support/flow-install.ts'

const sites = fakeSites()
afterEach(sites.close)

async function examined(world: FlowWorld, more: Partial<Settings> = {}): Promise<Readonly<Record<string, string>>> {
  const settings = {...defaultSettings(), engine: 'nifi', ...more, nifi: world.settings} as const
  const parts = {settings, nifi: () => Promise.resolve(world), emissionDirectory: '/var/emission'}
  const results = await runChecks(nifiChecks, {...parts, clock: createFakeClock()} as unknown as DoctorWorld)
  return Object.fromEntries(
    results.map(({name, status, code, found, fix}) => {
      const told = `${code === null ? '' : `${code}: `}${found}.${fix === null ? '' : ` Fix: ${fix}`}`
      return [name, `${status}: ${told}`.replaceAll(flowVersion, '<flow>').replaceAll(/127\.0\.0\.1:\d+/g, 'nifi')]
    }),
  )
}
const withGroup = async ({nifi}: FlowWorld, name: string) => nifi.groups.create(await nifi.server.rootGroupId(), {name})

describe('doctor and NiFi', () => {
  it('is content with a flow that waits for a run, and changes nothing', async () => {
    const {fake, world} = await sites.open({loadingGroups: ['student_attendance_transformer']})
    await withGroup(world, 'student_attendance_transformer')
    await installAt(world, localSite())
    fake.requests.splice(0)

    const lines = await examined(world)

    expect(lines).toMatchInlineSnapshot(`
      {
        "NiFi": "ok: NiFi 1.12.1, which takes this runner for "anonymous"; it stands alone.",
        "NiFi flow": "ok: The flow <flow> is there, and nothing is wrong with it.",
        "NiFi loading groups": "ok: Each is there once: student_attendance_transformer.",
        "NiFi neighbours": "ok: Nothing that this user may see outside of our flow names "cqube_replay".",
        "NiFi rights": "ok: This user may change the group of our flow, change parameter contexts, use processors that read files.",
      }
    `)
    expect(changesSent(fake)).toEqual([])
  })

  it('tells that there is no flow, and what of the settings NiFi does not have', async () => {
    const {world} = await sites.open({loadingGroups: ['once', 'twice', 'never']})
    for (const name of ['once', 'twice', 'twice']) await withGroup(world, name)

    const lines = await examined(world)

    expect(lines['NiFi flow']).toBe(
      'failure: NIFI_FLOW_MISSING: NiFi has no process group "cqube-replay". Install the flow with `cqube-replay nifi install`. Fix: Install the flow with `cqube-replay nifi install`.',
    )
    expect(lines['NiFi loading groups']).toMatchInlineSnapshot(
      `"warning: NiFi has no group "never"; NiFi has several groups "twice". Fix: Correct \`nifi.loading_groups\`: a run starts only groups that are there once."`,
    )
    expect((await examined(world, {engine: 'postgres'}))['NiFi flow']).toMatch(/^warning: /)
  })

  it('tells who else in NiFi takes what lies below our prefix, and who lists all of it', async () => {
    const {fake, world} = await sites.open()
    await installAt(world, localSite())
    const other = await withGroup(world, 'data_replay_transformer')
    const part = fake.processor(flowNames.processors.dropEmpty)
    const stock = {...part, groupId: other.id, name: 'route_based_on_content', serviceKeys: []}
    fake.model.processors.set('1', {...stock, id: '1', properties: {x: "${filename:startsWith('data_replay/')}"}})
    fake.model.processors.set('2', {...stock, id: '2', name: 'list', properties: {Directory: '/var/emission'}})
    const harmless = (await examined(world))['NiFi neighbours']
    fake.model.processors.set('1', {...stock, id: '1', properties: {x: "${filename:startsWith('cqube_replay')}"}})

    const harmful = (await examined(world))['NiFi neighbours']

    expect(harmless).toMatchInlineSnapshot(
      `"note: Nothing that this user may see outside of our flow names "cqube_replay"; /var/emission is also named by the processor "list": a lister of stock cQube lists all of it, and leaves alone what it does not route."`,
    )
    expect(harmful).toMatchInlineSnapshot(
      `"warning: Outside of our flow, "cqube_replay" is named by the processor "route_based_on_content": who takes a document from there may delete by it, without the ledger. Fix: Look at it in NiFi; take the prefix out of it, or give ours another one by \`emission.prefix\`."`,
    )
  })

  it('tells the rest nothing when NiFi is away', async () => {
    const lines = await examined(flowWorldAt('http://127.0.0.1:9'))

    expect(Object.values(lines).map((line) => line.split(':')[0])).toEqual([
      'failure',
      'skipped',
      'skipped',
      'skipped',
      'skipped',
    ])
    expect(lines['NiFi']).toContain('NIFI_UNREACHABLE')
  })

  it('is there only for those whose settings name one', () => {
    const nifi = (address: string | null): {nifi: NifiSettings; approval: ApprovalSettings} => ({
      ...defaultSettings(),
      nifi: {...defaultSettings().nifi, address},
    })

    expect(checksFor(nifi(null))).toEqual(checks)
    expect(checksFor(nifi('http://nifi:8096'))).toEqual([...checks, ...nifiChecks])
  })
})

describe('a finding', () => {
  const mayAll = {changeRoot: true, changeContexts: true, readFiles: true, changeGroup: true}

  it('names rights that are missing, and those that NiFi keeps to itself', () => {
    expect(nifiRightsFinding({...mayAll, changeRoot: false}).status).toBe('ok')
    expect(nifiRightsFinding({...mayAll, changeRoot: false, changeGroup: null, readFiles: false}).found).toBe(
      'This user may not make a group on the root canvas, nor use processors that read files, which `nifi install` needs; a run needs less',
    )
    expect(nifiRightsFinding({...mayAll, changeContexts: null}).status).toBe('note')
  })

  it('warns of a cluster that lost a node', () => {
    const facts = {version: '2.6.0', user: 'replay', cluster: {connected: 2, total: 3}}

    expect(nifiFinding(facts).status).toBe('warning')
    expect(nifiFinding({...facts, cluster: {connected: 3, total: 3}}).status).toBe('ok')
  })

  it('of a flow that only holds what failed before is a warning, of one that cannot delete a failure', () => {
    const found = {flow: 'x', troubles: ['One. Two.'], isHeldUp: false}

    expect(flowFinding(found, 'nifi').status).toBe('warning')
    expect(flowFinding({...found, isHeldUp: true}, 'nifi')).toMatchObject({code: 'NIFI_FLOW_FAILS', found: 'One. Two'})
  })
})
