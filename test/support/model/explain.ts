import {apply, type Model, type Op, type Outcome} from './ledger-model.ts'

export interface Performed {
  readonly op: Op
  readonly outcome: Outcome
}

/**
 * Every state in which the acts, done one after the other in some order, give the answers that were given: acts at the same
 * time must be explained so, or they were not atomic. An act whose answer was lost was done or was not.
 */
export function* explanations(model: Model, performed: readonly Performed[]): Generator<Model> {
  const raced = performed.flatMap(({op}) => (op.kind === 'deliver' ? [op.run] : []))
  // A takeover leaves a deletion alone that is being executed at that moment, whatever becomes of it.
  const executing = performed.length === 1 ? [new Set<number>()] : subsets([...new Set(raced)])
  for (const skipped of executing) yield* inSomeOrder(model, performed, skipped)
}

function* inSomeOrder(model: Model, performed: readonly Performed[], skipped: ReadonlySet<number>): Generator<Model> {
  if (performed.length === 0) yield model
  const tried = new Set<string>()
  for (const [index, {op, outcome}] of performed.entries()) {
    const name = JSON.stringify([op, outcome])
    if (tried.has(name)) continue
    tried.add(name)
    const rest = performed.filter((_, other) => other !== index)
    const next = structuredClone(model)
    const predicted = apply(next, op, skipped)
    if (predicted === outcome || outcome === 'lost') yield* inSomeOrder(next, rest, skipped)
    if (outcome === 'lost') yield* inSomeOrder(model, rest, skipped)
  }
}

const subsets = (items: readonly number[]): ReadonlySet<number>[] =>
  items.reduce<ReadonlySet<number>[]>((sets, item) => [...sets, ...sets.map((set) => new Set([...set, item]))], [new Set()])
