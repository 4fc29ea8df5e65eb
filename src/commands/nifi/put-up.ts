import {flowNames} from '../../core/nifi/flow-names.ts'
import {ReplayError} from '../../core/replay-error.ts'
import {askLedger, drained} from './ask-ledger.ts'
import {leftWords, ourGroup, type FlowWorld} from './flow-world.ts'

const serviceMs = 40_000
const startMs = 30_000
const stopMs = 30_000
/** Deletions of a few rows end in this time; those of millions are not waited for. */
const endMs = 30_000
const pollMs = 500

/**
 * Stops the flow, services as well, so that nothing is at work while it is changed: NiFi would wait for it by itself, and
 * without a word.
 * @throws {ReplayError} NIFI_FLOW_IN_USE, with the flow as it was
 */
export async function halted(world: FlowWorld, groupId: string): Promise<void> {
  await deletionEnded(world, groupId)
  await stopped(world, groupId)
}

/** Looked at before anything is stopped: one that is stopped at work could not be started again until it ends. */
async function deletionEnded(world: FlowWorld, groupId: string): Promise<void> {
  const {nifi, clock} = world
  const end = clock.now().getTime() + endMs
  for (;;) {
    const {processors} = await nifi.watch.health(groupId)
    const atWork = processors.some(
      ({name, activeThreads}) => name === flowNames.processors.deleteRows && activeThreads > 0,
    )
    if (!atWork) return
    if (clock.now().getTime() >= end) {
      throw new ReplayError(
        'NIFI_FLOW_IN_USE',
        `${ourGroup(world)} executes a deletion, and it did not end within ${endMs / 1_000} s. It is let end, and the flow was not touched; run this again after it.`,
      )
    }
    await clock.sleep(pollMs)
  }
}

/**
 * Starts the flow and lets it ask the ledger.
 * @param stays whether it runs on; else it is stopped again once nothing is on its way
 * @throws {ReplayError} NIFI_FLOW_FAILS, with the flow stopped
 */
export async function putUp(world: FlowWorld, groupId: string, stays: boolean): Promise<void> {
  const {nifi, log, settings} = world
  log.progress('Letting the flow ask the ledger once …')
  const asked = await askLedger(world, groupId, async () => {
    const services = await nifi.services.enable(groupId, serviceMs)
    return services.length > 0 ? services : nifi.flow.start(groupId, startMs)
  })
  if (asked.isAnswered && stays) return
  if (asked.isAnswered) await drained(world, groupId, settings.deadlineMinutes * 60_000)
  await stopped(world, groupId)
  if (asked.isAnswered) return
  throw new ReplayError(
    'NIFI_FLOW_FAILS',
    `${ourGroup(world)} has the flow, and the flow did not come through to the ledger. ${asked.troubles.join(' ')} It was stopped again.`,
    {troubles: asked.troubles},
  )
}

/** After something was refused while the flow was stopped for it. @returns how it is now, a sentence */
export async function startedAgain({nifi}: FlowWorld, groupId: string): Promise<string> {
  const services = await nifi.services.enable(groupId, serviceMs)
  const left = [...services, ...(await nifi.flow.start(groupId, startMs))]
  return left.length === 0 ? 'The flow runs again.' : `The flow does not run again: ${leftWords(left)}.`
}

async function stopped({nifi, log}: FlowWorld, groupId: string): Promise<void> {
  const left = [...(await nifi.flow.stop(groupId, stopMs)), ...(await nifi.services.disable(groupId, serviceMs))]
  if (left.length > 0) log.warn(`Not stopped yet: ${leftWords(left)}. NiFi stops it by itself.`)
}
