import {nothingSeen, type AwaitedDeletion, type FlowFacts, type SeenBulletin} from '../core/nifi/flow-facts.ts'
import {flowNames} from '../core/nifi/flow-names.ts'
import {flowTroubles, troublesOf} from '../core/nifi/trouble.ts'
import type {Clock} from '../ports.ts'
import type {Left, Nifi} from '../ports/nifi.ts'
import {lookAtFlow} from './look-at-flow.ts'

/** What a deletion that is waited for adds to what is seen of the flow. */
export type Waiting = Pick<AwaitedDeletion, 'claims'>

/** Looks at our flow again and again, and knows since when something is so. */
export interface FlowWatch {
  /** Whether the last look is long ago. */
  isDue(): boolean
  /** @param notStarted what a start left behind */
  look(notStarted: readonly Left[]): Promise<FlowFacts>
  /** What NiFi told before is no news. NiFi keeps it for five minutes. */
  passOver(groupId: string): Promise<void>
  /** What was wrong at the last look, in full sentences. */
  troubles(waiting: Waiting): readonly string[]
}

const lookEveryMs = 7_000

export function flowWatch(nifi: Nifi, group: string, clock: Pick<Clock, 'now'>): FlowWatch {
  const now = (): number => clock.now().getTime()
  const since = (moment: number | null): number => (moment === null ? 0 : now() - moment)
  let facts: FlowFacts = nothingSeen(group)
  let lookedAt = now()
  let atWorkSince: number | null = null
  let goingSince: number | null = null
  let old: ReadonlySet<string> = new Set()

  return {
    isDue: () => since(lookedAt) >= lookEveryMs,
    look: async (notStarted) => {
      lookedAt = now()
      const seen = await lookAtFlow(nifi, group)
      const bulletins = seen.bulletins.filter((bulletin) => !old.has(keyOf(bulletin)))
      facts = {...seen, bulletins, notStarted}
      atWorkSince = isDeleting(facts) ? (atWorkSince ?? lookedAt) : null
      goingSince = flowTroubles(facts).length === 0 ? (goingSince ?? lookedAt) : null
      return facts
    },
    passOver: async (groupId) => {
      lookedAt = now()
      old = new Set((await nifi.watch.bulletins(groupId)).map(keyOf))
    },
    troubles: (waiting) =>
      troublesOf({...facts, awaited: {...waiting, goingMs: since(goingSince), atWorkMs: since(atWorkSince)}}),
  }
}

const isDeleting = ({processors}: FlowFacts): boolean =>
  processors.some(({name, activeThreads}) => name === flowNames.processors.deleteRows && activeThreads > 0)

const keyOf = ({sourceId, at, message}: SeenBulletin): string => `${sourceId} ${at} ${message}`
