import {expect, it} from 'vitest'
import {systemClock} from '../../../src/adapters/clock/system-clock.ts'
import {runChecks} from '../../../src/commands/doctor/doctor.ts'
import type {DoctorWorld} from '../../../src/commands/doctor/doctor-world.ts'
import {nifiChecks} from '../../../src/commands/doctor/nifi-checks.ts'
import type {FlowWorld} from '../../../src/commands/nifi/flow-world.ts'
import {defaultSettings} from '../../../src/commands/settings-file.ts'
import type {FlowSnapshot} from '../../../src/core/nifi/bundles.ts'
import type {FlowSite} from '../../../src/core/nifi/flow-site.ts'
import {flowNames, flowVersion, replayFlow} from '../../../src/core/nifi/replay-flow.ts'
import {namedFlow} from '../../../src/core/nifi/site-of-settings.ts'
import {installAt} from '../../support/flow-install.ts'

export interface InstalledParts {
  readonly version: string
  /** Where the documents lie. */
  readonly directory: string
  readonly world: () => FlowWorld
  readonly site: () => FlowSite
}

export function installedDoctorSuite(parts: InstalledParts): void {
  it('is looked at by doctor, who tells which parts of others name our prefix and our directory', async () => {
    const world = parts.world()
    const {nifi} = world
    const foreign = await nifi.groups.create(await nifi.server.rootGroupId(), {name: `stock ${parts.version}`})
    const context = await nifi.parameters.create(foreign.name, [
      {name: 'their_directory', value: parts.directory, isSensitive: false},
    ])
    await installAt(world, parts.site())
    const examined = async () => {
      const settings = {...defaultSettings(), engine: 'nifi', nifi: world.settings} as const
      const looked = {
        settings,
        nifi: () => Promise.resolve(world),
        emissionDirectory: parts.directory,
        clock: systemClock,
      }
      const results = await runChecks(nifiChecks, looked as unknown as DoctorWorld)
      return Object.fromEntries(results.map(({name, status, found}) => [name, `${status}: ${found}`]))
    }

    const harmless = await examined()
    await nifi.flow.replace(foreign.id, routingFlow(parts.site(), foreign.name))
    const harmful = await examined()

    await nifi.groups.remove(foreign.id)
    await nifi.parameters.remove(context.id)
    expect(harmless).toEqual({
      NiFi: `ok: NiFi ${parts.version}, which takes this runner for "anonymous"; it stands alone`,
      'NiFi rights':
        'ok: This user may change the group of our flow, change parameter contexts, use processors that read files',
      'NiFi flow': `ok: The flow ${flowVersion} is there, and nothing is wrong with it`,
      'NiFi neighbours': `note: Nothing that this user may see outside of our flow names "cqube_replay"; ${parts.directory} is also named by the parameter "their_directory": a lister of stock cQube lists all of it, and leaves alone what it does not route`,
      'NiFi loading groups': 'skipped: `nifi.loading_groups` names none',
    })
    expect(harmful['NiFi neighbours']).toMatch(
      /^warning: Outside of our flow, .* by the processor "Drop empty answers"/,
    )
  })
}

/** One processor that routes what lies below our prefix, as a flow of the stock would. */
const routingFlow = (of: FlowSite, name: string): FlowSnapshot => {
  const flow = namedFlow(replayFlow(of), name)
  const part = flow.flowContents.processors.find((each) => each['name'] === flowNames.processors.dropEmpty)
  if (part === undefined) throw new Error('There is no processor.')
  const key = 'ours'
  const descriptor = {name: key, displayName: key, identifiesControllerService: false, sensitive: false}
  const routed = {
    ...part,
    properties: {'Routing Strategy': 'Route to Property name', [key]: "${filename:startsWith('cqube_replay/')}"},
    propertyDescriptors: {[key]: descriptor},
  }
  const none = {controllerServices: [], connections: [], funnels: [], labels: []}
  return {...flow, flowContents: {...flow.flowContents, ...none, processors: [routed]}}
}
