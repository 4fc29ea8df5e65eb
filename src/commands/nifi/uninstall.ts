import {isOurContext} from '../../core/nifi/wanted-parameters.ts'
import {markOf} from '../../core/nifi/flow-mark.ts'
import {ReplayError} from '../../core/replay-error.ts'
import type {NifiGroup, ParameterContext, Queue} from '../../ports/nifi.ts'
import {findGroup, ourGroup, supportedNifi, type FlowWorld} from './flow-world.ts'
import {halted, startedAgain} from './put-up.ts'

export interface UninstallWish {
  /** Started runs without a report in Git: NiFi may have to delete for them. */
  readonly openRuns: readonly string[]
  /** Asks a person to write the name of the group. @returns what was written */
  readonly confirm: (group: NifiGroup) => Promise<string>
}

export interface Uninstalled {
  readonly groupId: string | null
  readonly contextId: string | null
}

/**
 * Takes the flow out of NiFi: group and parameter context. Again, it finds nothing and is content.
 * @throws {ReplayError} NIFI_FLOW_IN_USE, NIFI_FLOW_CHANGED, NIFI_FLOW_AMBIGUOUS, USAGE, with nothing changed
 */
export async function uninstall(world: FlowWorld, {openRuns, confirm}: UninstallWish): Promise<Uninstalled> {
  const {nifi, settings} = world
  await supportedNifi(world)
  const [group, context] = [await findGroup(world), await nifi.parameters.find(settings.group)]
  if (group === null) return {groupId: null, contextId: await removeContext(world, context, null)}
  requireOurs(world, group)
  if (openRuns.length > 0) {
    throw new ReplayError(
      'NIFI_FLOW_IN_USE',
      `${ourGroup(world)} may still have to delete for ${openRuns.length === 1 ? 'run' : 'runs'} ${openRuns.join(', ')}, which ${openRuns.length === 1 ? 'is' : 'are'} not finished; the next \`cqube-replay run\` finishes them. Nothing was changed.`,
      {openRuns},
    )
  }
  const {queues, processors} = await nifi.watch.health(group.id)
  const isRunning = processors.some(({state}) => state === 'RUNNING')
  // What runs has something in its queues for moments.
  if (!isRunning) requireEmpty(world, queues)
  const written = (await confirm(group)).trim()
  if (written !== group.name)
    throw new ReplayError('USAGE', `"${written}" is not the name of the group, ${group.name}; nothing was changed.`)
  await halted(world, group.id)
  await emptied(world, group, isRunning)
  await nifi.groups.remove(group.id)
  return {groupId: group.id, contextId: await removeContext(world, context, group.id)}
}

function requireOurs(world: FlowWorld, {comments, isWritable}: NifiGroup): void {
  if (markOf(comments) === null) {
    throw new ReplayError(
      'NIFI_FLOW_CHANGED',
      `${ourGroup(world)} does not say that this program installed it, so it is not removed: remove it in NiFi. Nothing was changed.`,
    )
  }
  if (isWritable) return
  throw new ReplayError(
    'NIFI_PERMISSION_MISSING',
    `${ourGroup(world)} may not be changed by this user: it lacks the right "modify the component" there. Nothing was changed.`,
  )
}

function requireEmpty(world: FlowWorld, queues: readonly Pick<Queue, 'name' | 'queued'>[]): void {
  const full = queues.filter(({queued}) => queued > 0)
  const count = full.reduce((sum, {queued}) => sum + queued, 0)
  if (count === 0) return
  throw new ReplayError(
    'NIFI_FLOW_IN_USE',
    `${ourGroup(world)} holds ${count} FlowFile${count === 1 ? '' : 's'} (${full.map(({name, queued}) => `${name}: ${queued}`).join(', ')}). Nothing was changed.`,
  )
}

/** @throws {ReplayError} NIFI_FLOW_IN_USE, with the flow started again */
async function emptied(world: FlowWorld, group: NifiGroup, wasRunning: boolean): Promise<void> {
  try {
    requireEmpty(world, (await world.nifi.watch.health(group.id)).queues)
  } catch (error) {
    if (wasRunning) world.log.progress(await startedAgain(world, group.id))
    throw error
  }
}

/** @returns null when it stays, or was not there: others use it, or hold something of their own in it */
async function removeContext(
  {nifi, log, settings}: FlowWorld,
  context: ParameterContext | null,
  groupId: string | null,
): Promise<string | null> {
  if (context === null) return null
  const others = context.boundGroupIds.filter((id) => id !== groupId)
  if (others.length > 0 || !isOurContext(context.parameters)) {
    const why = others.length > 0 ? `groups use it (${others.join(', ')})` : 'it holds parameters that are not ours'
    log.warn(`The parameter context "${settings.group}" stays, since ${why}.`)
    return null
  }
  await nifi.parameters.remove(context.id)
  return context.id
}
