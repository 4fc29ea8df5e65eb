import type {FlowSnapshot} from '../../core/nifi/bundles.ts'
import {markFor} from '../../core/nifi/flow-mark.ts'
import type {FlowSecrets} from '../../core/nifi/flow-site.ts'
import {flowVersion, replayFlow} from '../../core/nifi/replay-flow.ts'
import {namedFlow, type SettledSite} from '../../core/nifi/site-of-settings.ts'
import {parameterChanges, type ParameterChanges} from '../../core/nifi/wanted-parameters.ts'
import {ReplayError} from '../../core/replay-error.ts'
import type {NifiGroup, ParameterContext} from '../../ports/nifi.ts'
import {findGroup, ourGroup, ourNifi, supportedNifi, type FlowWorld} from './flow-world.ts'
import {whyReplace} from './judge-flow.ts'
import {halted, putUp, startedAgain} from './put-up.ts'

export interface InstallWish {
  readonly settled: SettledSite
  readonly secrets: {readonly [Key in keyof FlowSecrets]: string | null}
  /** Sends secrets that NiFi has, too. */
  readonly sendsSecrets: boolean
  /** Replaces what somebody changed by hand, and a newer flow. */
  readonly isForced: boolean
  /** Says what would be done, and does nothing. */
  readonly isDry: boolean
}

export interface Installed {
  readonly nifiVersion: string
  readonly flow: string
  readonly groupId: string | null
  /** What was done, or would be; sentences without a full stop. */
  readonly acts: readonly string[]
  readonly doubts: readonly string[]
  readonly keepsSecrets: boolean
  /** Null: it was not tried, since nothing was to be done. */
  readonly isAnswered: boolean | null
  readonly runs: boolean
}

interface Plan {
  readonly group: NifiGroup | null
  readonly context: ParameterContext | null
  readonly wanted: FlowSnapshot
  readonly nifiVersion: string
  readonly parameters: ParameterChanges
  /** Null: the flow stays. */
  readonly why: string | null
  readonly binds: boolean
}

/**
 * Brings group, parameters and flow to what the settings say, and lets it ask the ledger once. What is right already is
 * not touched. FlowFiles that wait in the flow stay.
 * @throws {ReplayError} NIFI_TOO_OLD, NIFI_FLOW_AMBIGUOUS, NIFI_FLOW_CHANGED, NIFI_FLOW_NEWER, NIFI_REFUSED,
 *   NIFI_COMPONENT_MISSING, USAGE, with nothing changed; NIFI_FLOW_FAILS, with the flow installed and stopped
 */
export async function install(world: FlowWorld, wish: InstallWish): Promise<Installed> {
  const plan = await planOf(world, wish)
  const {group, parameters, nifiVersion} = plan
  const changes = changesOf(world, plan)
  const shown = {
    nifiVersion,
    flow: flowVersion,
    doubts: wish.settled.doubts,
    keepsSecrets: parameters.keepsSecrets,
  }
  const running = group === null ? 0 : await runningIn(world, group.id)
  const isToRun = world.settings.trigger === 'schedule' || running > 0
  const isToStart = isToRun && (changes.length > 0 || (group !== null && (await isStill(world, group.id))))
  const acts = [...changes, ...(isToStart ? ['Start the flow'] : [])]
  if (wish.isDry || acts.length === 0)
    return {...shown, acts, groupId: group?.id ?? null, isAnswered: null, runs: running > 0}

  const groupId = changes.length === 0 ? (group?.id ?? '') : await applied(world, plan, running > 0)
  await putUp(world, groupId, isToRun)
  return {...shown, acts, groupId, isAnswered: true, runs: isToRun}
}

async function planOf(world: FlowWorld, {settled, secrets, sendsSecrets, isForced}: InstallWish): Promise<Plan> {
  const {nifi, settings} = world
  const {version: nifiVersion} = await supportedNifi(world)
  const [group, context] = [await findGroup(world), await nifi.parameters.find(settings.group)]
  const strangers = (context?.boundGroupIds ?? []).filter((id) => id !== group?.id)
  if (strangers.length > 0) {
    throw new ReplayError(
      'NIFI_REFUSED',
      `The parameter context "${settings.group}" of ${ourNifi(world)} is used by other groups (${strangers.join(', ')}), which a change would reach, too: give ours another name by \`nifi.group\`. Nothing was changed.`,
    )
  }
  const parameters = parameterChanges(settled.site, context?.parameters ?? [], secrets, sendsSecrets)
  const wanted = namedFlow(replayFlow(settled.site), settings.group)
  return {
    group,
    context,
    wanted,
    nifiVersion,
    parameters,
    why: group === null ? 'it is new' : await whyReplace(world, group, wanted, nifiVersion, isForced),
    binds: group !== null && group.parameterContextId !== (context?.id ?? null),
  }
}

const named = (parameters: readonly {readonly name: string}[]): string => parameters.map(({name}) => name).join(', ')

function changesOf({settings}: FlowWorld, {group, context, parameters, why, binds}: Plan): readonly string[] {
  const {set, take} = parameters
  const name = `"${settings.group}"`
  const isNewContext = context === null
  return [
    ...(isNewContext ? [`Make the parameter context ${name} with ${named(set)}`] : []),
    ...(!isNewContext && set.length > 0 ? [`Set the parameters ${named(set)}`] : []),
    ...(group === null ? [`Make the group ${name} on the root canvas`] : []),
    ...(binds ? [`Bind the parameter context to the group ${name}`] : []),
    ...(group === null ? [`Install the flow ${flowVersion}`] : []),
    ...(group !== null && why !== null ? [`Install the flow ${flowVersion} in place, since ${why}`] : []),
    ...(take.length > 0 ? [`Take out the parameters ${take.join(', ')}`] : []),
  ]
}

const runningIn = async ({nifi}: FlowWorld, groupId: string): Promise<number> =>
  (await nifi.watch.health(groupId)).processors.filter(({state}) => state === 'RUNNING').length

const isStill = async ({nifi}: FlowWorld, groupId: string): Promise<boolean> =>
  (await nifi.watch.health(groupId)).processors.some(({state}) => state === 'STOPPED')

/** What NiFi refuses leaves an older flow as it was, and that one runs again if it did. */
async function applied(world: FlowWorld, plan: Plan, wasRunning: boolean): Promise<string> {
  try {
    return await apply(world, plan)
  } catch (error) {
    const isUntouched = plan.group === null || !(error instanceof ReplayError) || error.code === 'NIFI_FLOW_IN_USE'
    if (isUntouched || !wasRunning) throw error
    const now = await startedAgain(world, plan.group.id)
    throw new ReplayError(error.code, `${error.message} ${now}`, error.details, error)
  }
}

/** Whatever cuts this off, the same call again goes on from there. @returns the id of the group */
async function apply(world: FlowWorld, plan: Plan): Promise<string> {
  const {nifi, settings} = world
  const {parameters, wanted, why} = plan
  if (plan.group !== null) await halted(world, plan.group.id)
  const context = await withParameters(world, plan)
  const group = plan.group ?? (await nifi.groups.create(await nifi.server.rootGroupId(), {name: settings.group}))
  if (group.parameterContextId !== context.id) await nifi.groups.change(group.id, {parameterContextId: context.id})
  if (why !== null) {
    world.log.progress(`Bringing the flow into ${ourGroup(world).replace(/^The/, 'the')} …`)
    await nifi.flow.replace(group.id, wanted)
  }
  if (parameters.take.length > 0) await nifi.parameters.take(context.id, parameters.take)
  if (why !== null) {
    const held = await nifi.flow.read(group.id)
    const comments = markFor({program: world.programVersion, nifi: plan.nifiVersion, wanted, held})
    await nifi.groups.change(group.id, {comments})
  }
  return group.id
}

async function withParameters({nifi, settings}: FlowWorld, {context, parameters}: Plan): Promise<ParameterContext> {
  if (context === null) return nifi.parameters.create(settings.group, parameters.set)
  if (parameters.set.length > 0) await nifi.parameters.set(context.id, parameters.set)
  return context
}
