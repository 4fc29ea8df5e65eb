import type {SourceCount} from '../core/plan/counts.ts'
import {expectationOf} from '../core/plan/expectation.ts'
import {ReplayError} from '../core/replay-error.ts'
import {readRequest} from '../core/request/read-request.ts'
import type {Expectation} from '../core/request/request.ts'
import {withExpectation} from '../core/request/with-expectation.ts'
import type {Settings} from '../core/settings/settings.ts'
import type {WorkTree} from '../ports/work-tree.ts'
import type {FileToRead} from '../steps/read-requests.ts'
import type {Contract, PlannedRequest} from './planned-request.ts'
import {todayIn} from './today.ts'

// A byte order mark is a character here, so that it is written back.
const decoder = new TextDecoder('utf-8', {ignoreBOM: true})

/** The same file as if no contract stood in it, so that a wrong one does not keep it from being planned again. */
export function withoutContract(file: FileToRead): FileToRead {
  try {
    const text = withExpectation(decoder.decode(file.bytes), null)
    return text === null ? file : {...file, bytes: new TextEncoder().encode(text)}
  } catch {
    // Reading the file itself tells what is wrong with it.
    return file
  }
}

interface Asked {
  readonly counts: readonly SourceCount[]
  readonly ledger: string
  readonly plannedAt: string
  readonly settings: Settings
  readonly now: Date
}

/**
 * Writes the counted rows into the files of the requests that a run takes, now or later. A contract that says so already
 * stays as it is.
 * @param files as they are on disk
 * @throws {ReplayError} FILE_UNREADABLE when a file cannot be written, or would ask for something else afterwards
 */
export async function writeContracts(
  workTree: WorkTree,
  requests: readonly PlannedRequest[],
  files: readonly FileToRead[],
  asked: Asked,
): Promise<{readonly written: readonly string[]; readonly requests: readonly PlannedRequest[]}> {
  const written: string[] = []
  const contracts = new Map<string, Contract>()
  for (const planned of requests) {
    if (planned.refusal !== null && planned.refusal.reason !== 'LIMIT_ROWS_PER_RUN') continue
    const own = files.filter(({path}) => planned.files.some((file) => file.path === path))
    contracts.set(planned.request.id, 'there')
    for (const file of own) {
      if (!(await writeContract(workTree, planned, file, asked))) continue
      written.push(file.path)
      contracts.set(planned.request.id, 'written')
    }
  }
  return {
    written,
    requests: requests.map((planned) => ({
      ...planned,
      contract: contracts.get(planned.request.id) ?? planned.contract,
    })),
  }
}

/** @returns false when the file says it already */
async function writeContract(workTree: WorkTree, {request, slices}: PlannedRequest, file: FileToRead, asked: Asked) {
  const context = {today: todayIn(asked.settings, asked.now), addedSources: asked.settings.addedSources}
  const before = readRequest(file.bytes, file.path, context).request?.expect ?? null
  const expectation = contractOf(request.slices, before, expectationOf(slices, asked.counts, asked))
  if (before?.ledger === expectation.ledger && sameRows(before, expectation)) return false

  const text = withExpectation(decoder.decode(file.bytes), expectation)
  const bytes = new TextEncoder().encode(text ?? '')
  const after = readRequest(bytes, file.path, context).request
  if (after?.id !== request.id || after.expect === null || !sameRows(after.expect, expectation)) {
    const rows = JSON.stringify(expectation.rows)
    throw new ReplayError(
      'FILE_UNREADABLE',
      `${file.path}: the row contract cannot be written into this file without changing what it asks for; it is as it ` +
        `was. By hand: planned_at ${expectation.plannedAt}, ledger ${expectation.ledger}, rows ${rows}.`,
    )
  }
  await workTree.write(file.path, bytes)
  return true
}

/** What an earlier run did of the request is not counted any more; its number stays, or is none. */
function contractOf(slices: PlannedRequest['slices'], before: Expectation | null, counted: Expectation): Expectation {
  const rows = slices.map(({dataSource}) => [dataSource, counted.rows[dataSource] ?? before?.rows[dataSource] ?? 0])
  return {...counted, rows: Object.fromEntries(rows) as Record<string, number>}
}

const sameRows = (a: Expectation, b: Expectation): boolean =>
  Object.keys(a.rows).length === Object.keys(b.rows).length &&
  Object.entries(a.rows).every(([dataSource, rows]) => b.rows[dataSource] === rows)
