import fc from 'fast-check'
import {explain, type Performed} from './explain.ts'
import {anyMoment, firstLoads, opsOf, type Intent} from './intent.ts'
import {apply, emptyModel, remember, type Model} from './ledger-model.ts'
import {account, broken, expectedView, seenView} from './oracle.ts'
import type {World} from './world.ts'

export interface Figures {
  sequences: number
  moments: number
  acts: Record<string, number>
  outcomes: Record<string, number>
  deletions: number
  /** Of these the ones of slices deleted before. */
  repetitions: number
  rowsDeleted: number
}

export const noFigures = (): Figures => ({
  sequences: 0,
  moments: 0,
  acts: {},
  outcomes: {},
  deletions: 0,
  repetitions: 0,
  rowsDeleted: 0,
})

export const figuresText = (figures: Figures): string =>
  JSON.stringify(figures).replaceAll('"', '').replaceAll(',', ', ')

/** `rows only`: for a database whose ledger was broken on purpose, so that only the rows can tell. */
export type Judgement = 'rows and ledger' | 'rows only'

/** Any sequence of moments leaves every slice deleted once or not at all. The database is checked after each of them. */
export const deletedOnce = (world: World, figures: Figures, judgement: Judgement) =>
  fc.asyncProperty(
    fc.commands([anyMoment.map((intents) => moment(intents, figures, judgement))], {maxCommands: 60, size: '+2'}),
    async (commands) => {
      await world.reset()
      figures.sequences += 1
      const current = emptyModel()
      for (const load of firstLoads) {
        apply(current, load, new Set())
        await world.perform(load)
      }
      await fc.asyncModelRun(() => ({model: {current}, real: world}), commands)
    },
  )

/** fast-check hands the same object to every command; the state in it is replaced when acts had to be explained. */
interface Current {
  current: Model
}

const moment = (
  intents: readonly Intent[],
  figures: Figures,
  judgement: Judgement,
): fc.AsyncCommand<Current, World> => ({
  check: ({current}) => opsOf(current, intents).length > 0,
  run: async (state, world) => {
    const before = state.current
    const ops = opsOf(before, intents)

    const performed = await Promise.all(
      ops.map(async (op): Promise<Performed> => ({op, outcome: await world.perform(op)})),
    )
    const view = await world.view()

    figures.moments += 1
    for (const {op, outcome} of performed) {
      figures.acts[op.kind] = (figures.acts[op.kind] ?? 0) + 1
      if (!/^(done|epoch)/.test(outcome)) figures.outcomes[outcome] = (figures.outcomes[outcome] ?? 0) + 1
    }
    const seen = seenView(view)
    const told = () => `${performed.map(({op, outcome}) => `${JSON.stringify(op)} → ${outcome}`).join('\n')}\n`
    const explained = explain(before, performed, (model) => expectedView(model) === seen)
    const next = explained ?? remembered(before, performed)
    const trouble = broken(view, next)
    if (trouble.length > 0) throw new Error(`${told()}${trouble.join('\n')}`)
    if (judgement === 'rows only') {
      state.current = adopt(next, view)
      return
    }
    if (explained === null)
      throw new Error(`${told()}No order explains it.\nexpected ${expectedView(next)}\nseen ${seen}`)
    const contradictions = account(view, explained)
    if (contradictions.length > 0) throw new Error(`${told()}${contradictions.join('\n')}`)
    figures.deletions += done(explained) - done(before)
    figures.repetitions += repeated(explained) - repeated(before)
    figures.rowsDeleted += gone(explained) - gone(before)
    state.current = explained
  },
  toString: () => JSON.stringify(intents),
})

function remembered(before: Model, performed: readonly Performed[]): Model {
  const model = structuredClone(before)
  for (const {op, outcome} of performed) remember(model, op, outcome)
  return model
}

const done = (model: Model): number => model.runs.filter(({state}) => state === 'DONE').length
const repeated = (model: Model): number =>
  model.runs.filter(({runId}) => [...model.fence.values()].some((runs) => runs.indexOf(runId) > 0)).length
const gone = (model: Model): number => [...model.rows.values()].filter(({deletedBy}) => deletedBy !== null).length

/** Where the ledger is broken on purpose, the model goes on from what the database says. */
function adopt(model: Model, view: Awaited<ReturnType<World['view']>>): Model {
  const next = structuredClone(model)
  for (const row of next.rows.values()) row.deletedBy = null
  for (const {row, run} of view.archived) {
    const known = next.rows.get(row)
    if (known !== undefined) known.deletedBy = run
  }
  for (const {run, state} of view.deletions) {
    const known = next.runs.find(({runId}) => runId === run)
    if (known !== undefined) known.state = state as (typeof known)['state']
  }
  return next
}
