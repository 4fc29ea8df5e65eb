import {apply, type Model, type Op, type Outcome} from './ledger-model.ts'

export interface Performed {
  readonly op: Op
  readonly outcome: Outcome
}

/**
 * Looks for an order in which the acts, done one after the other, give the answers that were given and end in a wanted
 * state: acts at the same time must be explained so, or they were not atomic. An act whose answer was lost was done or
 * was not.
 */
export function explain(
  before: Model,
  performed: readonly Performed[],
  wanted: (model: Model) => boolean,
): Model | null {
  const raced = performed.flatMap(({op}) => (op.kind === 'deliver' ? [op.run] : []))
  // A takeover leaves a deletion alone that is being executed at that moment, whatever becomes of it.
  const executing = performed.length === 1 ? [new Set<number>()] : subsets([...new Set(raced)])
  for (const skipped of executing) {
    const found = search(before, performed, {skipped, wanted, seen: new Set()})
    if (found !== null) return found
  }
  return null
}

interface Search {
  readonly skipped: ReadonlySet<number>
  readonly wanted: (model: Model) => boolean
  /** What was tried: many orders lead to the same state with the same acts left. */
  readonly seen: Set<string>
}

function search(model: Model, left: readonly Performed[], context: Search): Model | null {
  if (left.length === 0) return context.wanted(model) ? model : null
  const state = `${left.map(({op, outcome}) => JSON.stringify([op, outcome])).join()} ${stateText(model)}`
  if (context.seen.has(state)) return null
  context.seen.add(state)
  for (const [index, {op, outcome}] of left.entries()) {
    const rest = left.filter((_, other) => other !== index)
    const next = structuredClone(model)
    const predicted = apply(next, op, context.skipped)
    const found =
      (predicted === outcome || outcome === 'lost' ? search(next, rest, context) : null) ??
      (outcome === 'lost' ? search(model, rest, context) : null)
    if (found !== null) return found
  }
  return null
}

const stateText = (model: Model): string => JSON.stringify({...model, rows: [...model.rows], fence: [...model.fence]})

const subsets = (items: readonly number[]): ReadonlySet<number>[] =>
  items.reduce<ReadonlySet<number>[]>(
    (sets, item) => [...sets, ...sets.map((set) => new Set([...set, item]))],
    [new Set()],
  )
