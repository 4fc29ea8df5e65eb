import type {FlowFacts} from './flow-facts.ts'
import {flowNames} from './flow-names.ts'

const bulletinsShown = 3

/** `"this" and "that"`; what is quoted is NiFi's. */
export const quoted = (texts: readonly string[]): string => {
  const each = texts.map((text) => `"${text.replace(/[.\s]+$/, '')}"`)
  return each.length < 2 ? (each[0] ?? '') : `${each.slice(0, -1).join(', ')} and ${each.at(-1) ?? ''}`
}

export const listOf = (problems: readonly string[]): string => quoted([...new Set(problems)])

/** `40 seconds`, `3 minutes`: rounded down. */
export function spanOf(ms: number): string {
  const [value, unit] = ms < 60_000 ? [Math.floor(ms / 1_000), 'second'] : [Math.floor(ms / 60_000), 'minute']
  return `${value} ${unit}${value === 1 ? '' : 's'}`
}

const flowFiles = (count: number): string => (count === 1 ? '1 FlowFile waits' : `${count} FlowFiles wait`)

/** What waits where nothing takes it on. */
export function queueTroubles({queues}: FlowFacts): readonly string[] {
  const waiting = (name: string): number =>
    queues.filter((queue) => queue.name === name).reduce((sum, {queued}) => sum + queued, 0)
  const {failedDeletions, unreadableAnswers} = flowNames
  const [failed, unreadable] = [waiting(failedDeletions), waiting(unreadableAnswers)]
  return [
    ...(failed === 0
      ? []
      : [
          `${flowFiles(failed)} in the queue "${failedDeletions}". Each is a deletion that failed, and the ledger knows why; none of them holds anything up. Empty the queue in NiFi once nobody wants to look at them.`,
        ]),
    ...(unreadable === 0
      ? []
      : [
          `${flowFiles(unreadable)} in the queue "${unreadableAnswers}": the ledger answered something that this flow does not know. Flow and ledger are of different versions: run \`cqube-replay db migrate\` and \`cqube-replay nifi install\`.`,
        ]),
  ]
}

const mostOfBulletin = 300

/** What NiFi does next, which is no reason. */
const afterwards = /[;,.]? ?(?:No FlowFile to route to \w+|routing to \w+|rolling back session\w*)[;:.]?/gi
/** Before the exception, which NiFi 1 has named already behind `due to`. */
const noFlowFile = /[;,.]? ?No FlowFile to route to \w+(: .*)$/i
const yielded = /; Processor Administratively Yielded.*$/i
/** A FlowFile with all its fields, a component with its id; brackets in brackets. */
const printed = /(\w+)\[(?:[^[\]]|\[[^[\]]*\])*\]/g
const packageName = /\b(?:java|javax|org)(?:\.\w+)+\.(?=[A-Z])/g

/** What a bulletin says, without what NiFi puts around it: it comes to the reason behind `due to`. */
export function gistOf(message: string): string {
  const at = message.indexOf(' due to ')
  const reason = at < 0 ? message : message.slice(at + ' due to '.length)
  const text = reason
    .replace(yielded, '')
    .replace(noFlowFile, at < 0 ? '$1' : '')
    .replaceAll(afterwards, '')
    .replaceAll(printed, '$1')
    .replaceAll(packageName, '')
    .trim()
  return text.length > mostOfBulletin ? `${text.slice(0, mostOfBulletin)}…` : text
}

/** The newest of each source, newest first; NiFi keeps them for five minutes. */
export function bulletinTroubles({bulletins, services}: FlowFacts): readonly string[] {
  const isServiceOff = services.some(({state}) => state !== 'ENABLED')
  const newest = new Map<string, string>()
  for (const {level, source, sourceId, message, at} of [...bulletins].reverse()) {
    if (level !== 'ERROR' && level !== 'WARNING' && level !== 'WARN') continue
    // What uses a service that does not run says no more than that.
    if (isServiceOff && /controller service's state is/i.test(message)) continue
    if (!newest.has(sourceId)) newest.set(sourceId, `NiFi says of "${source}" (${at}): ${quoted([gistOf(message)])}.`)
  }
  return [...newest.values()].slice(0, bulletinsShown)
}
