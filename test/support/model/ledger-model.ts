import {requestId, sliceKeys} from '../../../src/core/slice.ts'
import {modelSlices, sourceNamed, type RowId} from './sources.ts'

/** One act on the ledger. Runners are 0 and 1; runs are numbered in the order of their start. */
export type Op =
  | {readonly kind: 'take' | 'release' | 'kill' | 'submit' | 'emit'; readonly runner: number}
  | {readonly kind: 'start'; readonly runner: number; readonly slice: number; readonly repeatOf: string | null}
  | {
      readonly kind: 'execute' | 'close' | 'fail'
      readonly runner: number
      readonly run: number
      readonly cutAfterMs?: number
    }
  | {readonly kind: 'deliver'; readonly run: number; readonly altered: boolean; readonly cutAfterMs?: number}
  | {readonly kind: 'load'; readonly dataSource: string; readonly key: string; readonly tags: readonly string[]}
  | {readonly kind: 'age'; readonly run: number}
  | {readonly kind: 'expire'}

/** `done` (`epoch 3` when the lease was taken), the code of the refusal, or `lost`: the connection broke, so nobody was told. */
export type Outcome = string

export interface ModelRun {
  readonly runId: string
  readonly slice: number
  readonly dataSource: string
  readonly keys: readonly string[]
  readonly requestId: string
  readonly repeatOf: string | null
  /** Rows that its plan counted. */
  readonly counted: readonly RowId[]
  /** Runs that had deleted when it was planned: only these can be repeated. */
  readonly doneBefore: readonly string[]
  state: 'requested' | 'SUBMITTED' | 'EMITTED' | 'DONE' | 'VOID'
  failed: boolean
  aged: boolean
}

export interface Model {
  /** By row: its data source and slice key, and the run that deleted it. */
  readonly rows: Map<RowId, {readonly dataSource: string; readonly key: string; deletedBy: string | null}>
  readonly runs: ModelRun[]
  /** By data source and key: the runs that deleted it, in order. */
  readonly fence: Map<string, string[]>
  epoch: number
  expired: boolean
  /** What each runner has in memory. */
  readonly runners: {epoch: number | null; run: number | null}[]
  /** Number of the latest load, which its tags begin with. */
  loads: number
}

export const emptyModel = (): Model => ({
  rows: new Map(),
  runs: [],
  fence: new Map(),
  epoch: 0,
  expired: true,
  runners: [
    {epoch: null, run: null},
    {epoch: null, run: null},
  ],
  loads: 0,
})

export const fenceName = (dataSource: string, key: string): string => `${dataSource} ${key}`
export const runIdOf = (index: number): string => `20261101T163000Z-${index.toString(16).padStart(4, '0')}`
export const lastRunOf = (model: Model, dataSource: string, key: string): string | null =>
  model.fence.get(fenceName(dataSource, key))?.at(-1) ?? null

const isOpen = (run: ModelRun): boolean => run.state === 'SUBMITTED' || run.state === 'EMITTED'

const liveRows = (model: Model, dataSource: string, keys: readonly string[]): RowId[] =>
  [...model.rows]
    .filter(([, row]) => row.deletedBy === null && row.dataSource === dataSource && keys.includes(row.key))
    .map(([id]) => id)

const perTable = (rows: readonly RowId[]): string => {
  const counts = new Map<string, number>()
  for (const row of rows) {
    const [table = ''] = row.split(':')
    counts.set(table, (counts.get(table) ?? 0) + 1)
  }
  return JSON.stringify([...counts].sort())
}

const isFenced = (model: Model, run: ModelRun): boolean =>
  run.keys.some((key) => {
    const last = lastRunOf(model, run.dataSource, key)
    return last !== null && !(last === run.repeatOf && run.doneBefore.includes(last))
  })

function execute(model: Model, index: number, altered: boolean): Outcome {
  const run = model.runs[index]
  if (run === undefined || run.state === 'requested') return 'DELETION_UNKNOWN'
  if (run.state === 'VOID') return 'DELETION_VOID'
  if (altered) return 'DOCUMENT_DIFFERS'
  if (run.state === 'DONE') return 'done'
  if (isFenced(model, run)) return 'ALREADY_DELETED'
  const live = liveRows(model, run.dataSource, run.keys)
  if (perTable(live) !== perTable(run.counted)) return 'ROWS_CHANGED_SINCE_PLAN'
  for (const id of live) {
    const row = model.rows.get(id)
    if (row !== undefined) row.deletedBy = run.runId
  }
  for (const key of run.keys) {
    const name = fenceName(run.dataSource, key)
    model.fence.set(name, [...(model.fence.get(name) ?? []), run.runId])
  }
  run.state = 'DONE'
  return 'done'
}

function submit(model: Model, index: number | null): Outcome {
  const run = index === null ? undefined : model.runs[index]
  if (run?.state !== 'requested' || run.failed) return 'SUBMISSION_INVALID'
  const overlapping = model.runs.some(
    (other) => isOpen(other) && other.dataSource === run.dataSource && other.keys.some((key) => run.keys.includes(key)),
  )
  if (overlapping || isFenced(model, run)) return 'ALREADY_DELETED'
  run.state = 'SUBMITTED'
  return 'done'
}

function start(model: Model, op: Extract<Op, {kind: 'start'}>): void {
  const slice = modelSlices[op.slice]
  const runner = model.runners[op.runner]
  if (slice === undefined || runner === undefined) throw new Error('The model has no such slice or runner.')
  const keys = sliceKeys(slice)
  runner.run = model.runs.length
  model.runs.push({
    runId: runIdOf(model.runs.length),
    slice: op.slice,
    dataSource: slice.dataSource,
    keys,
    // The same for a renamed, copied or re-spelt file and one with another reason: none of these is in a slice.
    requestId: requestId([slice], op.repeatOf),
    repeatOf: op.repeatOf,
    counted: liveRows(model, slice.dataSource, keys),
    doneBefore: model.runs.filter(({state}) => state === 'DONE').map((run) => run.runId),
    state: 'requested',
    failed: false,
    aged: false,
  })
}

/** For the memory of what happened where no order of the acts explains it: who inserted, counted and took what. */
export function remember(model: Model, op: Op, outcome: Outcome): void {
  const happened = outcome === 'done' || outcome.startsWith('epoch')
  if (!happened) return
  if (op.kind === 'start') start(model, op)
  else if (op.kind === 'take') {
    const epoch = Number(outcome.slice('epoch '.length))
    Object.assign(model, {epoch, expired: false})
    Object.assign(model.runners[op.runner] ?? {}, {epoch})
  } else apply(model, op, new Set())
}

const voidOpen = (runs: readonly (ModelRun | undefined)[]): void => {
  for (const run of runs) if (run !== undefined && isOpen(run)) run.state = 'VOID'
}

/**
 * What the ledger must do, and answer.
 * @param executing runs whose row another session may hold: a takeover does not wait for them
 */
export function apply(model: Model, op: Op, executing: ReadonlySet<number>): Outcome {
  switch (op.kind) {
    case 'load':
      for (const [table] of sourceNamed(op.dataSource).tables) {
        for (const tag of op.tags)
          model.rows.set(`${table}:${tag}`, {dataSource: op.dataSource, key: op.key, deletedBy: null})
      }
      model.loads = Math.max(model.loads, ...op.tags.map((tag) => Number(tag.split('.')[0])))
      return 'done'
    case 'age': {
      const run = model.runs[op.run]
      if (run !== undefined && run.state !== 'requested') run.aged = true
      return 'done'
    }
    case 'expire':
      model.expired = true
      return 'done'
    case 'deliver':
      return execute(model, op.run, op.altered)
    case 'take':
    case 'release':
    case 'kill':
    case 'start':
    case 'submit':
    case 'emit':
    case 'execute':
    case 'close':
    case 'fail':
      return applyForRunner(model, op, executing)
  }
}

function applyForRunner(model: Model, op: Extract<Op, {runner: number}>, executing: ReadonlySet<number>): Outcome {
  const runner = model.runners[op.runner]
  if (runner === undefined) throw new Error(`The model has no runner ${op.runner}.`)
  if (op.kind === 'kill') {
    Object.assign(runner, {epoch: null, run: null})
    return 'done'
  }
  if (op.kind === 'take') {
    if (!model.expired) return 'OTHER_RUNNER'
    Object.assign(model, {epoch: model.epoch + 1, expired: false})
    runner.epoch = model.epoch
    voidOpen(model.runs.filter((run, index) => run.aged && !executing.has(index)))
    return `epoch ${model.epoch}`
  }
  const holds = runner.epoch === model.epoch
  if (op.kind === 'release') {
    if (holds) model.expired = true
    return 'done'
  }
  if (!holds || model.expired) return 'LEASE_LOST'
  switch (op.kind) {
    case 'start':
      start(model, op)
      return 'done'
    case 'submit':
      return submit(model, runner.run)
    case 'emit': {
      const run = model.runs[runner.run ?? -1]
      if (run?.state === 'SUBMITTED') run.state = 'EMITTED'
      return 'done'
    }
    case 'execute':
      return execute(model, op.run, false)
    case 'close':
      voidOpen([model.runs[op.run]])
      return 'done'
    case 'fail': {
      const run = model.runs[op.run]
      if (run !== undefined) run.failed = true
      voidOpen([run])
      return 'done'
    }
  }
}
