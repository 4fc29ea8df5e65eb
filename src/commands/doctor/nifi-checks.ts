import {skipped} from '../../core/doctor/finding.ts'
import {
  flowFinding,
  loadingFinding,
  neighboursFinding,
  nifiFinding,
  nifiRightsFinding,
} from '../../core/doctor/nifi-findings.ts'
import type {Check} from '../../ports/checks.ts'
import type {Found} from '../../ports/nifi.ts'
import {findGroup, supportedNifi, type FlowWorld} from '../nifi/flow-world.ts'
import {flowStatus} from '../nifi/status.ts'
import type {DoctorWorld} from './doctor-world.ts'

const first = 'NiFi'

const check = (
  name: string,
  after: string | null,
  act: (flow: FlowWorld, world: DoctorWorld) => ReturnType<Check<DoctorWorld>['act']>,
): Check<DoctorWorld> => ({
  name,
  after,
  late: 'NIFI_UNREACHABLE',
  act: async (world) => (world.nifi === null ? skipped('`nifi.address` names none') : act(await world.nifi(), world)),
})

/** NiFi, for those whose settings name one. */
export const nifiChecks: readonly Check<DoctorWorld>[] = [
  check(first, null, async (flow) => {
    const about = await supportedNifi(flow)
    return nifiFinding({...about, user: (await flow.nifi.server.user()).identity})
  }),
  check('NiFi rights', first, async (flow) => {
    const group = await findGroup(flow)
    return nifiRightsFinding({...(await flow.nifi.server.rights()), changeGroup: group?.isWritable ?? null})
  }),
  check('NiFi flow', first, async (flow, {settings}) => {
    const {group, troubles, isHeldUp} = await flowStatus(flow)
    return flowFinding({flow: group === null ? null : (group.mark?.flow ?? ''), troubles, isHeldUp}, settings.engine)
  }),
  check('NiFi neighbours', first, async (flow, {settings, emissionDirectory}) => {
    const {prefix, bucket} = settings.emission
    const place = bucket ?? settings.nifi.emissionDirectory ?? emissionDirectory
    return neighboursFinding({
      prefix,
      place,
      namePrefix: await othersThatName(flow, prefix),
      namePlace: await othersThatName(flow, place),
    })
  }),
  check('NiFi loading groups', first, async (flow, {settings}) => {
    const {loadingGroups} = settings.nifi
    if (loadingGroups.length === 0) return skipped('`nifi.loading_groups` names none')
    const counts = await Promise.all(
      loadingGroups.map(async (name) => ({name, count: (await flow.nifi.groups.find(name)).length})),
    )
    const named = (is: (count: number) => boolean): readonly string[] =>
      counts.filter(({count}) => is(count)).map(({name}) => name)
    return loadingFinding({
      missing: named((count) => count === 0),
      several: named((count) => count > 1),
      right: named((count) => count === 1),
    })
  }),
]

/** Parts that would act on it: what is only called so, and what is ours, is none. */
async function othersThatName(flow: FlowWorld, text: string): Promise<readonly string[]> {
  const [group, context] = [await findGroup(flow), await flow.nifi.parameters.find(flow.settings.group)]
  const isOurs = ({groupId}: Found): boolean => groupId !== '' && [group?.id, context?.id].includes(groupId)
  const acts = ({kind, matches}: Found): boolean =>
    ['processor', 'controllerService', 'parameter'].includes(kind) && matches.some((match) => /value/i.test(match))
  const found = (await flow.nifi.server.search(text)).filter((each) => acts(each) && !isOurs(each))
  return found.map(({kind, name}) => `the ${kind === 'controllerService' ? 'service' : kind} "${name}"`)
}
