import {fenceName, type Model} from './ledger-model.ts'
import type {View} from './view.ts'

/**
 * The promise, judged by the rows alone and by what was inserted, counted and asked for; what the ledger says of itself
 * is no witness.
 * @returns sentences, none when the promise is kept
 */
export const broken = (view: View, history: Model): string[] => [
  ...rowsAreInOnePlace(view, history),
  ...onlyCountedRowsAreGone(view, history),
  ...slicesAreDeletedOnce(view, history),
]

function rowsAreInOnePlace(view: View, history: Model): string[] {
  const places = new Map<string, string[]>([...history.rows.keys()].map((row) => [row, []]))
  const put = (row: string, place: string) => places.set(row, [...(places.get(row) ?? ['from nowhere']), place])
  for (const row of view.live) put(row, 'its table')
  for (const {row, archive} of view.archived) put(row, archive)
  return [...places]
    .filter(([, found]) => found.length !== 1)
    .map(([row, found]) => (found.length === 0 ? `${row} was lost` : `${row} is in ${found.join(' and ')}`))
}

const rowsByRun = (view: View): Map<string, Set<string>> => {
  const rows = new Map<string, Set<string>>()
  for (const {run, row} of view.archived) rows.set(run, (rows.get(run) ?? new Set()).add(row))
  return rows
}

/** A deletion is whole: all that its plan counted, or nothing. */
function onlyCountedRowsAreGone(view: View, history: Model): string[] {
  const trouble: string[] = []
  for (const [runId, rows] of rowsByRun(view)) {
    const counted = new Set(history.runs.find((run) => run.runId === runId)?.counted)
    for (const row of rows)
      if (!counted.has(row)) trouble.push(`${row} was deleted by ${runId}, which did not count it`)
    for (const row of counted)
      if (!rows.has(row)) trouble.push(`${row} was counted by ${runId} and left, others were deleted`)
  }
  return trouble
}

/** Of every slice key one load after the other may go, each but the first by a request that names the run before. */
function slicesAreDeletedOnce(view: View, history: Model): string[] {
  const last = new Map<string, string>()
  const trouble: string[] = []
  for (const {run: runId} of view.deletions.filter(({state}) => state === 'DONE')) {
    const run = history.runs.find((candidate) => candidate.runId === runId)
    for (const key of run?.keys ?? []) {
      const name = fenceName(run?.dataSource ?? '', key)
      const before = last.get(name)
      if (before !== undefined && run?.repeatOf !== before) {
        trouble.push(
          `${name} was deleted twice: by ${before}, then by ${runId}, which names ${run?.repeatOf ?? 'no run'}`,
        )
      }
      last.set(name, runId)
    }
  }
  return trouble
}

/** The ledger's own account agrees with the rows: one fence row for each key of each deletion that is done. */
export function account(view: View, model: Model): string[] {
  const trouble: string[] = []
  const rows = rowsByRun(view)
  for (const {run: runId, state, deleted} of view.deletions) {
    const run = model.runs.find((candidate) => candidate.runId === runId)
    const fenced = view.fence.filter((row) => row.run === runId).map(({key}) => key)
    const expected = state === 'DONE' ? [...(run?.keys ?? [])].sort() : []
    if (JSON.stringify(fenced) !== JSON.stringify(expected))
      trouble.push(`${runId} is ${state} and fences ${fenced.join(', ')}`)
    if ((deleted ?? 0) !== (rows.get(runId)?.size ?? 0)) trouble.push(`${runId} says ${String(deleted)} rows`)
    if (state !== 'DONE' && rows.has(runId)) trouble.push(`${runId} is ${state} and has deleted`)
  }
  return trouble
}

/** What the view must be after the model's acts, compared as text. */
export const expectedView = (model: Model): string =>
  facts({
    live: [...model.rows].filter(([, row]) => row.deletedBy === null).map(([id]) => id),
    gone: [...model.rows]
      .filter(([, row]) => row.deletedBy !== null)
      .map(([id, row]) => `${id} ${row.deletedBy ?? ''}`),
    states: model.runs.filter((run) => run.state !== 'requested').map((run) => `${run.runId} ${run.state}`),
    failed: model.runs.filter(({failed}) => failed).map(({runId}) => runId),
    aged: model.runs.filter(({aged}) => aged).map(({runId}) => runId),
    fence: [...model.fence].flatMap(([name, runs]) =>
      runs.map((run, index) => `${name} ${runs[index - 1] ?? ''} ${run}`),
    ),
    lease: [`${model.epoch}${model.expired ? ' expired' : ''}`],
  })

export const seenView = (view: View): string =>
  facts({
    live: view.live,
    gone: view.archived.map(({row, run}) => `${row} ${run}`),
    states: view.deletions.map(({run, state}) => `${run} ${state}`),
    failed: view.failed,
    aged: view.aged,
    fence: view.fence.map(({source, key, repeatOf, run}) => `${fenceName(source, key)} ${repeatOf} ${run}`),
    lease: [`${view.epoch}${view.expired ? ' expired' : ''}`],
  })

const facts = (lists: Readonly<Record<string, readonly string[]>>): string =>
  JSON.stringify(Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, [...list].sort()])), null, 1)
