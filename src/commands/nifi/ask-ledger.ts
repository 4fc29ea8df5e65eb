import {flowNames} from '../../core/nifi/flow-names.ts'
import type {Bulletin, Left, Processor, Queue} from '../../ports/nifi.ts'
import {leftWords, type FlowWorld} from './flow-world.ts'

/** Whether NiFi got an answer of the ledger, and if not, why: full sentences, with NiFi's own words. */
export type Asked = {readonly isAnswered: true} | {readonly isAnswered: false; readonly troubles: readonly string[]}

const pollMs = 300
/** A connection that PostgreSQL does not answer is given up by NiFi after 30 s. */
const askMs = 45_000
/** NiFi asks every two seconds, and may fail once with a connection that was closed in the meantime. */
const doubtMs = 5_000

/**
 * Starts the flow and waits until it has asked the ledger once.
 * @param start @returns what did not start
 */
export async function askLedger(
  {nifi, clock}: FlowWorld,
  groupId: string,
  start: () => Promise<readonly Left[]>,
): Promise<Asked> {
  const now = (): number => clock.now().getTime()
  const asker = async (): Promise<Processor | undefined> =>
    (await nifi.watch.health(groupId)).processors.find(({name}) => name === flowNames.processors.ask)
  const lastId = Math.max(-1, ...(await nifi.watch.bulletins(groupId)).map(({id}) => id))
  const newErrors = async (): Promise<readonly Bulletin[]> =>
    (await nifi.watch.bulletins(groupId)).filter(({id, level}) => id > lastId && level === 'ERROR')

  let passedOn = (await asker())?.passedOn ?? 0
  const left = await start()
  if (left.length > 0) {
    const told = `NiFi does not start ${leftWords(left)}.`
    return {isAnswered: false, troubles: [told, ...sentencesOf(await newErrors())]}
  }
  const end = now() + askMs
  let failedAt: number | null = null
  for (;;) {
    const seen = (await asker())?.passedOn ?? 0
    if (seen > passedOn) return {isAnswered: true}
    // What is older than five minutes falls out of the count.
    passedOn = seen
    const errors = (await newErrors()).filter(({source}) => isOfQuestion(source))
    if (errors.length > 0) failedAt ??= now()
    if (failedAt !== null && now() - failedAt >= doubtMs) return {isAnswered: false, troubles: sentencesOf(errors)}
    if (now() >= end) {
      const told = `For ${askMs / 1_000} seconds "${flowNames.processors.ask}" got no answer, and NiFi says nothing about it.`
      return {isAnswered: false, troubles: errors.length > 0 ? sentencesOf(errors) : [told]}
    }
    await clock.sleep(pollMs)
  }
}

const isOfQuestion = (source: string): boolean =>
  source === flowNames.processors.ask || Object.values<string>(flowNames.services).includes(source)

/** The last of each source. */
function sentencesOf(bulletins: readonly Bulletin[]): readonly string[] {
  const last = new Map(bulletins.map((bulletin) => [bulletin.sourceId, bulletin]))
  return [...last.values()].map(
    ({source, at, message}) => `NiFi says of "${source}" (${at}): "${message.replace(/[.\s]+$/, '')}".`,
  )
}

/** Where FlowFiles wait for a person. */
export const isForPeople = ({name}: Pick<Queue, 'name'>): boolean =>
  name === flowNames.failedDeletions || name === flowNames.unreadableAnswers

/**
 * Waits until nothing is on its way through the flow any more.
 * @returns how many FlowFiles still are after `withinMs`
 */
export async function drained({nifi, clock, log}: FlowWorld, groupId: string, withinMs: number): Promise<number> {
  const end = clock.now().getTime() + withinMs
  let told = 0
  for (;;) {
    const {queues} = await nifi.watch.health(groupId)
    const waiting = queues.filter((queue) => !isForPeople(queue)).reduce((sum, {queued}) => sum + queued, 0)
    if (waiting === 0 || clock.now().getTime() >= end) return waiting
    if (waiting !== told) log.progress(`${waiting} FlowFile${waiting === 1 ? ' is' : 's are'} on the way …`)
    told = waiting
    await clock.sleep(pollMs)
  }
}
