import fc from 'fast-check'
import {lastRunOf, runIdOf, type Model, type Op} from './ledger-model.ts'
import {modelSlices, modelSources} from './sources.ts'
import {sliceKeys} from '../../../src/core/slice.ts'

/** What somebody sets out to do; which op that is depends on the state in which it happens. Numbers are taken modulo. */
export type Intent =
  /** The next sensible step of a runner: take, start, submit, emit, execute. */
  | {readonly do: 'go on'; readonly runner: number; readonly slice: number; readonly repeat: Repeat}
  | {readonly do: 'take' | 'release' | 'kill' | 'submit' | 'emit'; readonly runner: number}
  | {
      readonly do: 'execute' | 'close' | 'fail'
      readonly runner: number
      readonly run: number
      readonly cut: number | null
    }
  | {
      readonly do: 'deliver'
      readonly run: number
      readonly times: number
      readonly altered: boolean
      readonly cut: number | null
    }
  | {readonly do: 'load'; readonly place: number; readonly rows: number}
  /** The corrected rows of a slice that is empty, as many as there were: the case that counting alone cannot tell. */
  | {readonly do: 'reload'; readonly run: number}
  | {readonly do: 'age'; readonly run: number}
  | {readonly do: 'expire'}

/** `last`: the run that deleted the slice; `some`: whatever run; `none`: as a renamed, copied or re-spelt file. */
export type Repeat = 'none' | 'last' | number

const places = modelSources.flatMap(({dataSource, keys}) => keys.map((key) => ({dataSource, key})))

const runner = fc.nat({max: 1})
// Late deliveries of old runs are as likely as those of the newest: counted from the newest back.
const run = fc.oneof({weight: 3, arbitrary: fc.constant(0)}, {weight: 2, arbitrary: fc.nat({max: 8})})
const cut = fc.oneof({weight: 4, arbitrary: fc.constant(null)}, {weight: 1, arbitrary: fc.nat({max: 22})})
const repeat: fc.Arbitrary<Repeat> = fc.oneof(
  {weight: 3, arbitrary: fc.constant('none' as const)},
  {weight: 3, arbitrary: fc.constant('last' as const)},
  {weight: 1, arbitrary: fc.nat({max: 8})},
)
const goOn = fc.record({
  do: fc.constant('go on' as const),
  runner,
  slice: fc.nat({max: modelSlices.length - 1}),
  repeat,
})
const deliver = fc.record({
  do: fc.constant('deliver' as const),
  run,
  times: fc.integer({min: 1, max: 5}),
  altered: boolean(1, 12),
  cut,
})

export const anyIntent: fc.Arbitrary<Intent> = fc.oneof(
  {weight: 20, arbitrary: goOn},
  {weight: 5, arbitrary: deliver},
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('load' as const),
      place: fc.nat({max: places.length - 1}),
      rows: fc.integer({min: 1, max: 2}),
    }),
  },
  {weight: 4, arbitrary: fc.record({do: fc.constant('reload' as const), run})},
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('execute' as const, 'close' as const, 'fail' as const),
      runner,
      run,
      cut,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('take' as const, 'release' as const, 'kill' as const, 'submit' as const, 'emit' as const),
      runner,
    }),
  },
  {weight: 1, arbitrary: fc.record({do: fc.constant('age' as const), run})},
  {weight: 1, arbitrary: fc.constant({do: 'expire' as const})},
)

/** One act, or two to four at the same time. */
export const anyMoment: fc.Arbitrary<readonly Intent[]> = fc.oneof(
  {weight: 4, arbitrary: anyIntent.map((intent) => [intent])},
  {weight: 1, arbitrary: fc.array(anyIntent, {minLength: 2, maxLength: 4})},
)

function boolean(yes: number, of: number): fc.Arbitrary<boolean> {
  return fc.nat({max: of - 1}).map((n) => n < yes)
}

/** One row of every table in every slice. */
export const firstLoads: readonly Op[] = places.map((place, index) => ({
  kind: 'load',
  ...place,
  tags: tagsOf(index + 1, 1),
}))

/** The ops of one moment: none where nothing can be done, at most one per runner, who does one thing at a time. */
export function opsOf(model: Model, intents: readonly Intent[]): readonly Op[] {
  const ops = intents.flatMap((intent, index) => opsOfOne(model, intent, model.loads + index + 1))
  const alone = ops.length > 1 ? ops.filter(({kind}) => kind !== 'start' && kind !== 'kill') : ops
  return alone
    .slice(0, 8)
    .filter(
      (op, index) =>
        !('runner' in op) || alone.findIndex((other) => 'runner' in other && other.runner === op.runner) === index,
    )
}

function opsOfOne(model: Model, intent: Intent, loadNo: number): readonly Op[] {
  const target = 'run' in intent ? targetOf(model, intent.run) : null
  const cutAfterMs = 'cut' in intent && intent.cut !== null ? {cutAfterMs: intent.cut} : {}
  switch (intent.do) {
    case 'go on':
      return nextStep(model, intent)
    case 'load': {
      const place = places[intent.place]
      return place === undefined ? [] : [{kind: 'load', ...place, tags: tagsOf(loadNo, intent.rows)}]
    }
    case 'reload':
      return target === null ? [] : reload(model, target, loadNo)
    case 'expire':
      return [{kind: 'expire'}]
    case 'age':
      return target === null ? [] : [{kind: 'age', run: target}]
    case 'deliver':
      return target === null
        ? []
        : Array.from(
            {length: intent.times},
            () => ({kind: 'deliver', run: target, altered: intent.altered, ...cutAfterMs}) as const,
          )
    case 'execute':
    case 'close':
    case 'fail':
      if (target === null || model.runners[intent.runner]?.epoch === null) return []
      return [{kind: intent.do, runner: intent.runner, run: target, ...(intent.do === 'execute' ? cutAfterMs : {})}]
    case 'take':
    case 'kill':
      return [{kind: intent.do, runner: intent.runner}]
    case 'submit':
    case 'emit':
    case 'release':
      if (intent.do !== 'release' && model.runners[intent.runner]?.run === null) return []
      return model.runners[intent.runner]?.epoch === null ? [] : [{kind: intent.do, runner: intent.runner}]
  }
}

function tagsOf(loadNo: number, rows: number): string[] {
  return Array.from({length: rows}, (_, index) => `${loadNo}.${index}`)
}

/** Counted back from the newest run that was submitted; the largest numbers mean one that was not. */
function targetOf(model: Model, back: number): number | null {
  const all = [...model.runs.keys()]
  const submitted = all.filter((index) => model.runs[index]?.state !== 'requested')
  const from = submitted.length === 0 || back === 8 ? all : submitted
  return from.at(-1 - (back % Math.max(1, from.length))) ?? null
}

/** The first key of the run that was emptied gets as many rows as it had. */
function reload(model: Model, target: number, loadNo: number): readonly Op[] {
  const run = model.runs[target]
  const [key = ''] = run?.keys ?? []
  if (run === undefined) return []
  const rows = [...model.rows.values()].filter((row) => row.dataSource === run.dataSource && row.key === key)
  if (rows.some(({deletedBy}) => deletedBy === null)) return []
  const last = rows.filter(({deletedBy}) => deletedBy === lastRunOf(model, run.dataSource, key)).length / 2
  return [{kind: 'load', dataSource: run.dataSource, key, tags: tagsOf(loadNo, Math.max(1, last))}]
}

function nextStep(model: Model, intent: Extract<Intent, {do: 'go on'}>): readonly Op[] {
  const {runner: index} = intent
  const own = model.runners[index]
  const mayAct = own?.epoch !== null && own?.epoch === model.epoch && !model.expired
  if (!mayAct) return model.expired ? [{kind: 'take', runner: index}] : []
  const run = own.run === null ? undefined : model.runs[own.run]
  if (run?.state === 'requested' && !run.failed) return [{kind: 'submit', runner: index}]
  if (run?.state === 'SUBMITTED') return [{kind: 'emit', runner: index}]
  if (run?.state === 'EMITTED') return [{kind: 'execute', runner: index, run: own.run ?? 0}]
  return [{kind: 'start', runner: index, slice: intent.slice, repeatOf: repeatOf(model, intent)}]
}

function repeatOf(model: Model, {slice: index, repeat: wish}: Extract<Intent, {do: 'go on'}>): string | null {
  const slice = modelSlices[index]
  if (wish === 'none' || slice === undefined) return null
  if (wish !== 'last') return runIdOf(wish)
  return (
    sliceKeys(slice)
      .map((key) => lastRunOf(model, slice.dataSource, key))
      .find((last) => last !== null) ?? null
  )
}
