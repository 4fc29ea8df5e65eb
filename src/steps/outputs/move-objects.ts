import type {DeletedOutputs} from '../../core/outputs/deleted-periods.ts'
import {outputSources} from '../../core/outputs/key-templates.ts'
import {matchOutputKey} from '../../core/outputs/match-key.ts'
import type {OutputRecord, PlannedObject} from '../../core/outputs/output-record.ts'
import {archiveKey, planObjects} from '../../core/outputs/plan-objects.ts'
import {ReplayError} from '../../core/replay-error.ts'
import type {Settings} from '../../core/settings/settings.ts'
import type {Epoch} from '../../ports.ts'
import type {OutputStore} from '../../ports/outputs.ts'
import type {OutputWorld} from './output-world.ts'

/** What is moved before the ledger is told, which also finds out that another runner took over. */
const batchSize = 200
const atOnce = 8

type Rules = Pick<Settings['outputs'], 'stale' | 'archivePrefix'>

/** Archives the objects of periods that have no row any more; the ledger first knows every object that is looked at. */
export async function moveObjects(
  world: OutputWorld,
  store: OutputStore,
  rules: Rules,
  epoch: Epoch,
  runId: string,
  deleted: readonly DeletedOutputs[],
): Promise<void> {
  const {journal} = world.outputs
  for (const each of deleted) {
    const records = planObjects(await keysOf(store, each.dataSource), each, (key) =>
      archiveKey(rules.archivePrefix, runId, key),
    )
    for (const batch of batchesOf(records, batchSize)) await journal.plan(epoch, runId, batch)
  }
  const planned = await journal.planned(runId)
  let [looked, archived] = [0, 0]
  for (const objects of byPeriod(planned)) {
    for (const batch of batchesOf(objects, batchSize)) {
      archived += await settleBatch(world, store, rules, epoch, runId, batch)
      world.log.advance('Looking after output objects', (looked += batch.length), planned.length)
    }
  }
  if (looked > 0) world.log.progress(`Archived ${archived} of ${looked} output objects that were looked at.`)
}

/** Objects of one data source and one period, made from the same tables. */
function byPeriod(records: readonly PlannedObject[]): readonly (readonly PlannedObject[])[] {
  const groups = new Map<string, PlannedObject[]>()
  for (const record of records) {
    const name = JSON.stringify([record.dataSource, record.period, matchOutputKey(record.name)?.fedBy])
    const group = groups.get(name)
    if (group === undefined) groups.set(name, [record])
    else group.push(record)
  }
  return [...groups.values()]
}

async function keysOf(store: OutputStore, dataSource: string): Promise<readonly string[]> {
  const keys: string[] = []
  for (const root of outputSources.find((source) => source.dataSource === dataSource)?.roots ?? []) {
    for await (const page of store.list(root)) keys.push(...page)
  }
  return keys
}

/**
 * cQube writes an object after it has written the rows behind it. So rows that come while objects are moved are seen by
 * the second look, and what was moved too late goes back.
 * @returns how many objects are archived
 */
async function settleBatch(
  {outputs: {journal, rows}, points}: OutputWorld,
  store: OutputStore,
  rules: Rules,
  epoch: Epoch,
  runId: string,
  batch: readonly PlannedObject[],
): Promise<number> {
  const before = await remainingRows(rows, batch)
  const settled = await forEach(batch, async (record) => {
    if (before !== 'none' || rules.stale === 'keep') return leave(store, record, before)
    const archived = await archive(store, record)
    points.reach('output-moved')
    return archived
  })
  const after = before === 'none' ? await remainingRows(rows, batch) : before
  const left =
    after === before
      ? settled
      : await forEach(batch, async (record, index) => {
          const done = settled[index] ?? record
          return done.action === 'archived' ? leave(store, record, after) : done
        })
  // Only now: what was moved and not looked at again is planned still, and a later runner begins with it.
  await journal.settle(epoch, runId, left)
  return left.filter(({action}) => action === 'archived').length
}

/** Several at once, since an object's move is mostly waiting. Nothing is under way any more when it throws. */
async function forEach<T, R>(items: readonly T[], act: (item: T, index: number) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = []
  for (const some of batchesOf(items, atOnce)) {
    const from = results.length
    const ended = await Promise.allSettled(some.map((item, index) => act(item, from + index)))
    for (const each of ended) {
      if (each.status === 'rejected') throw each.reason
      results.push(each.value)
    }
  }
  return results
}

type Remaining = 'none' | 'some' | 'unknown'

async function remainingRows(
  rows: OutputWorld['outputs']['rows'],
  [record]: readonly OutputRecord[],
): Promise<Remaining> {
  const matched = record === undefined ? null : matchOutputKey(record.name)
  if (matched?.period === null || matched === null) return 'unknown'
  const found = await rows.remain(matched.fedBy, matched.period)
  return found === null ? 'unknown' : found ? 'some' : 'none'
}

async function archive(store: OutputStore, record: PlannedObject): Promise<OutputRecord> {
  try {
    const outcome = await store.move(record.name, record.movedTo)
    return outcome === 'missing' ? {...record, action: 'gone', movedTo: null} : {...record, action: 'archived'}
  } catch (error) {
    if (!isConflict(error)) throw error
    return {...record, action: 'failed', movedTo: null, detail: error.message}
  }
}

/** Leaves the object where cQube wrote it, and brings it back if this run had moved it. */
async function leave(store: OutputStore, record: PlannedObject, remaining: Remaining): Promise<OutputRecord> {
  const left: OutputRecord = {...record, movedTo: null, ...whyLeft[remaining]}
  try {
    const outcome = await store.move(record.movedTo, record.name)
    return outcome === 'missing' ? {...left, action: 'gone', detail: null} : left
  } catch (error) {
    if (!isConflict(error)) throw error
    const detail = 'It was written anew while it was archived. The new one stays; the old one is in the archive.'
    return {...record, action: 'stale', detail}
  }
}

const whyLeft: Readonly<Record<Remaining, Pick<OutputRecord, 'action' | 'detail'>>> = {
  none: {action: 'kept', detail: 'Its period has no row any more; `outputs.stale` is `keep`.'},
  some: {action: 'stale', detail: null},
  unknown: {action: 'stale', detail: 'Whether rows of its period are left could not be looked up.'},
}

const isConflict = (error: unknown): error is ReplayError =>
  error instanceof ReplayError && error.code === 'OUTPUT_CONFLICT'

function* batchesOf<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  for (let from = 0; from < items.length; from += size) yield items.slice(from, from + size)
}
