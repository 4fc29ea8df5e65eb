import {createHash} from 'node:crypto'
import {requestRows} from '../core/plan/attribute.ts'
import {estimateDeletion} from '../core/plan/estimate.ts'
import type {PendingRequest, RunPlan} from '../core/plan/run-plan.ts'
import {plannedDocuments} from '../core/plan/submission.ts'
import type {Problem} from '../core/problem.ts'
import {overlaps} from '../core/request/overlaps.ts'
import {readRequest} from '../core/request/read-request.ts'
import type {ReadingContext} from '../core/request/request.ts'
import type {Settings} from '../core/settings/settings.ts'
import {zonedTime} from '../core/report/zoned-time.ts'
import type {Log} from '../ports.ts'
import type {WorkTree} from '../ports/work-tree.ts'
import {planRun, type PlanningWorld} from '../steps/plan-run.ts'
import {readRequests, type FileToRead} from '../steps/read-requests.ts'
import {requestFiles} from './request-paths.ts'
import {todayIn} from './today.ts'
import {rivals} from './validate.ts'
import type {PlannedRequest} from './planned-request.ts'
import {withoutContract, writeContracts} from './write-contracts.ts'

export interface PlanOptions {
  /** Relative to the root; none: every file that no run has settled. */
  readonly paths: readonly string[]
  readonly write: boolean
  /** Requests that wait for the time in `not_before` are counted, too. */
  readonly ahead?: boolean
}

export interface Plan {
  readonly ledger: string
  /** On the clocks of the settings' zone. */
  readonly plannedAt: string
  readonly requests: readonly PlannedRequest[]
  readonly run: RunPlan
  readonly documents: readonly {readonly key: string; readonly content: Readonly<Record<string, unknown>>}[]
  /** Each row once. */
  readonly totals: {readonly rows: number; readonly seconds: number; readonly archiveBytes: number}
  readonly problems: readonly Problem[]
  /** Files whose row contract was written. */
  readonly written: readonly string[]
}

const runIdToCome = '<run id>'

/**
 * Counts what requests of the checkout would delete, as a run would count it. Changes nothing but, with `write`, the row
 * contracts in the files.
 * @throws {ReplayError} FILE_UNREADABLE, and what the database throws
 */
export async function plan(
  workTree: WorkTree,
  world: PlanningWorld,
  settings: Settings,
  log: Log,
  options: PlanOptions,
): Promise<Plan> {
  const now = world.clock.now()
  const files = await filesToPlan(workTree, world, settings, options.paths)
  const context = {today: todayIn(settings, now), addedSources: settings.addedSources}
  const read = readRequests(options.write ? files.map(withoutContract) : files, context)
  log.progress(`Counting the rows of ${read.requests.length} of ${files.length} files …`)
  // A missing contract is no refusal of a plan: `write` adds it.
  const due = options.ahead === true ? {...read, requests: read.requests.map(withoutTime)} : read
  const run = await planRun(world, {...settings, requireExpect: false}, due)
  const ledger = await world.facts.ledgerId()
  const plannedAt = zonedTime(now.toISOString(), settings.timeZone)
  const planned = read.requests.flatMap((pending) => plannedRequest(pending, run))
  const {written, requests} = options.write
    ? await writeContracts(workTree, planned, files, {counts: run.counts, ledger, plannedAt, settings, now})
    : {written: [], requests: planned}
  return {
    ledger,
    plannedAt,
    requests,
    run,
    documents: plannedDocuments(run, runIdToCome, settings.emission.prefix),
    totals: totalsOf(run, settings),
    problems: [...problemsOf(files, context, options.write), ...overlaps(rivals(requests.map(({request}) => request)))],
    written,
  }
}

const withoutTime = (pending: PendingRequest): PendingRequest => ({
  ...pending,
  request: {...pending.request, notBefore: null},
})

/** The plan says of each request itself whether its contract is there; writing mends a broken one. */
const problemsOf = (files: readonly FileToRead[], context: ReadingContext, write: boolean): readonly Problem[] =>
  files
    .flatMap(({bytes, path}) => readRequest(bytes, path, context).problems)
    .filter(({code}) => !(write ? code.startsWith('EXPECT_') : code === 'EXPECT_MISSING'))

async function filesToPlan(
  workTree: WorkTree,
  world: PlanningWorld,
  settings: Settings,
  paths: readonly string[],
): Promise<readonly FileToRead[]> {
  const found = await requestFiles(workTree, paths, settings.requestsDirectory)
  const files = found.map(({path, bytes}) => ({path, bytes, blob: blobOf(bytes)}))
  if (paths.length > 0) return files
  const pending = await world.memory.pendingFiles(files.map(({path, blob}) => ({path, blob})))
  const isPending = new Set(pending.map(({path}) => path))
  return files.filter(({path}) => isPending.has(path))
}

/** The id that git gives to a file with these bytes. */
export const blobOf = (bytes: Uint8Array): string =>
  createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex')

/** @returns none for a request that waits, or has nothing left to do */
function plannedRequest(pending: PendingRequest, run: RunPlan): PlannedRequest[] {
  const taken = run.taken.find(({request}) => request.id === pending.request.id)
  const leftOut = run.leftOut.find(({requestId}) => requestId === pending.request.id)
  if (taken === undefined && leftOut === undefined) return []
  const slices = taken?.slices ?? pending.request.slices
  return [
    {
      ...pending,
      slices,
      rows: requestRows(slices, run.counts),
      refusal: leftOut === undefined ? null : {reason: leftOut.reason, message: leftOut.message},
      contract: pending.request.expect === null ? 'missing' : 'there',
    },
  ]
}

function totalsOf(run: RunPlan, {archive}: Settings): Plan['totals'] {
  const estimates = run.documents.flatMap(({sections}) =>
    sections.flatMap(({dataSource, keys}) => {
      const count = run.counts.find((candidate) => candidate.dataSource === dataSource)
      const isArchived = archive.enabled && !archive.except.includes(dataSource)
      return count === undefined ? [] : [estimateDeletion(keys, count, isArchived)]
    }),
  )
  const sum = (of: 'rows' | 'seconds' | 'archiveBytes') =>
    estimates.reduce((total, estimate) => total + estimate[of], 0)
  return {rows: sum('rows'), seconds: sum('seconds'), archiveBytes: sum('archiveBytes')}
}
