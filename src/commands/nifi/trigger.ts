import {ReplayError} from '../../core/replay-error.ts'
import {borrowedGroup} from '../../steps/borrowed-group.ts'
import {askLedger, drained, isForPeople} from './ask-ledger.ts'
import {leftWords, ourGroup, requireGroup, supportedNifi, type FlowWorld} from './flow-world.ts'

export interface Triggered {
  /** Whether the flow ran by itself before. */
  readonly ranAlready: boolean
  /** FlowFiles that are still on their way: a large deletion, or one that waits for a lock. */
  readonly onTheWay: number
  /** FlowFiles that came to wait for a person meanwhile. */
  readonly failed: number
}

const startMs = 30_000
const stopMs = 30_000

/**
 * Lets NiFi ask the ledger now and do what it is given, and puts back what was stopped before.
 * @throws {ReplayError} NIFI_FLOW_MISSING, NIFI_FLOW_AMBIGUOUS, NIFI_FLOW_FAILS
 */
export async function trigger(world: FlowWorld): Promise<Triggered> {
  const {nifi, log, settings} = world
  await supportedNifi(world)
  const group = await requireGroup(world)
  const waiting = async (): Promise<number> =>
    (await nifi.watch.health(group.id)).queues.filter(isForPeople).reduce((sum, {queued}) => sum + queued, 0)
  const before = await waiting()
  const {processors} = await nifi.watch.health(group.id)
  const borrowed = borrowedGroup(nifi, group)
  try {
    const asked = await askLedger(world, group.id, () => borrowed.start(startMs))
    if (!asked.isAnswered) {
      throw new ReplayError(
        'NIFI_FLOW_FAILS',
        `${ourGroup(world)} did not come through to the ledger. ${asked.troubles.join(' ')} What was stopped before is stopped again.`,
        {troubles: asked.troubles},
      )
    }
    return {
      ranAlready: processors.every(({state}) => state === 'RUNNING'),
      onTheWay: await drained(world, group.id, settings.deadlineMinutes * 60_000),
      failed: Math.max(0, (await waiting()) - before),
    }
  } finally {
    const left = await borrowed.putBack(stopMs)
    if (left.length > 0) log.warn(`Not stopped again yet: ${leftWords(left)}. NiFi stops it by itself.`)
  }
}
