import {randomUUID} from 'node:crypto'
import {Refusal} from './refusal.ts'

interface Work {
  readonly kind: string
  readsLeft: number
  /** Done when the time has come; what it throws is the reason of the failure. */
  readonly act: () => unknown
  result: unknown
  failure: string | null
}

export interface Outcome {
  readonly id: string
  readonly isDone: boolean
  readonly result: unknown
  readonly failure: string | null
}

/** Requests that NiFi works on by itself, in memory: a restart forgets them. */
export interface Requests {
  start(kind: string, act: () => unknown): Outcome
  /** @throws {Refusal} 404 for one that is not known */
  look(kind: string, id: string): Outcome
  remove(kind: string, id: string): Outcome
  forget(): void
}

/** Looks until the work is done. */
const reads = 2

export function newRequests(): Requests {
  const works = new Map<string, Work>()

  const outcome = (id: string, work: Work): Outcome => ({
    id,
    isDone: work.readsLeft === 0,
    result: work.result,
    failure: work.failure,
  })

  function find(kind: string, id: string): Work {
    const work = works.get(id)
    if (work?.kind !== kind) throw new Refusal(404, `Could not find a Request with identifier ${id}`)
    return work
  }

  function look(kind: string, id: string): Outcome {
    const work = find(kind, id)
    if (work.readsLeft > 0) {
      work.readsLeft -= 1
      if (work.readsLeft === 0) {
        try {
          work.result = work.act()
        } catch (error) {
          work.failure = error instanceof Error ? error.message : 'unknown'
        }
      }
    }
    return outcome(id, work)
  }

  return {
    start: (kind, act) => {
      const id = randomUUID()
      const work = {kind, readsLeft: reads, act, result: undefined, failure: null}
      works.set(id, work)
      return outcome(id, work)
    },
    look,
    remove: (kind, id) => {
      const work = find(kind, id)
      works.delete(id)
      return outcome(id, work)
    },
    forget: () => {
      works.clear()
    },
  }
}
