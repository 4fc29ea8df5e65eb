import {neededApprovals} from '../core/approval/needed.ts'
import {problemAt} from '../core/document/problem-at.ts'
import {outsideRetention} from '../core/holes/outside-retention.ts'
import {requestRows, totalRows} from '../core/plan/attribute.ts'
import {bySource} from '../core/emission/source-order.ts'
import {riskOf, type RiskFacts} from '../core/plan/risk.ts'
import type {RunPlan} from '../core/plan/run-plan.ts'
import type {Problem} from '../core/problem.ts'
import type {ChangedRequest, ChangePlan, ContractState, PlannedTable} from '../core/pull-request/change-plan.ts'
import {tableShare} from '../core/pull-request/table-share.ts'
import {overlaps} from '../core/request/overlaps.ts'
import {isRequestName} from '../core/request/file-names.ts'
import {readRequest} from '../core/request/read-request.ts'
import type {ReadingContext, ReplayRequest} from '../core/request/request.ts'
import type {Settings} from '../core/settings/settings.ts'
import type {Log} from '../ports.ts'
import type {CommitTree, ProposedPaths} from '../ports/proposals.ts'
import type {Retention} from '../ports/retention.ts'
import type {PlanningWorld} from '../steps/plan-run.ts'
import {blobOf, plan, type Plan} from './plan.ts'
import {contractStates, readableTree, type ReadableTree} from './contract-states.ts'
import type {PlannedRequest} from './planned-request.ts'
import {findEntries, requestFiles} from './request-paths.ts'
import {settingsPath} from './settings-file.ts'
import {todayIn} from './today.ts'
import {rivals} from './validate.ts'

/** What is planned, and by which settings. */
export interface ChangeToPlan {
  /** The planned commit; the row contracts that it wants are written to it. */
  readonly tree: CommitTree
  /** The branch that it shall be merged into, as it is now. */
  readonly base: {readonly branch: string; readonly tree: CommitTree}
  /** Null: all that is pending in `tree` is planned. */
  readonly paths: ProposedPaths | null
  /** Of the branch, never of the change: a pull request must not plan itself past a limit. */
  readonly settings: Settings
}

export interface ChangeWorld {
  readonly world: PlanningWorld
  readonly retention: Retention
}

/**
 * Counts what the request files of a change would delete, as a run would count it. What is pending beside them is not
 * counted, and only told where it overlaps. Changes nothing.
 * @throws {ReplayError} what the database and git throw
 */
export async function planChange(change: ChangeToPlan, {world, retention}: ChangeWorld, log: Log): Promise<ChangePlan> {
  const {settings, tree, base} = change
  const today = todayIn(settings, world.clock.now())
  const context: ReadingContext = {today, addedSources: settings.addedSources}
  const touched = await touchedFiles(change)
  const readable = readableTree(tree, context)
  const planned = await planOf(readable, touched.paths, world, settings, log)
  const contractOf = await contractStates({plan: planned, readable, tree, world, settings, context})
  const beside = change.paths === null ? [] : await pendingBeside(change, change.paths, world, context)
  const changed = changedBy(planned, beside, {settings, today, retentionDays: await retention.days(), contractOf})
  const problems = [
    ...touched.problems,
    ...planned.problems.filter(({code}) => code !== 'REQUESTS_OVERLAP'),
    ...changed.flatMap(({paths}) => paths.flatMap(readable.brokenContract)),
    ...overlapsOf(changed, beside),
  ]
  const tables = tablesOf(planned.run)
  return {
    head: tree.commit,
    base: {branch: base.branch, commit: base.tree.commit},
    isProposal: change.paths !== null,
    ledger: planned.ledger,
    plannedAt: planned.plannedAt,
    requests: changed,
    tables,
    counts: planned.run.counts,
    documents: planned.documents,
    totals: {...planned.totals, rows: tables.reduce((sum, {rows}) => sum + rows, 0)},
    settled: planned.run.settled,
    removed: change.paths?.removed.filter(isBelow(settings.requestsDirectory)) ?? [],
    isSettingsChanged: [change.paths?.touched, change.paths?.removed].some((paths) => paths?.includes(settingsPath)),
    problems,
    notes: planned.run.notes,
    risk: riskOf(riskFacts(changed, problems, planned.run), settings),
  }
}

interface Judging {
  readonly settings: Settings
  readonly today: string
  readonly retentionDays: number | null
  readonly contractOf: (request: PlannedRequest) => ContractState
}

const changedBy = (
  {requests}: Plan,
  beside: readonly ReplayRequest[],
  {settings, today, retentionDays, contractOf}: Judging,
): ChangedRequest[] =>
  requests.map((planned) => {
    const {request, files, slices, rows, refusal} = planned
    const isAsked = settings.approval.provider !== 'none'
    return {
      request,
      paths: files.map(({path}) => path),
      alreadyAt: beside.filter(({id}) => id === request.id).map(({path}) => path),
      slices,
      rows,
      refusal,
      contract: contractOf(planned),
      approvals: isAsked ? neededApprovals(request.slices, totalRows(rows), settings.approval) : null,
      outsideRetention: outsideRetention(slices, retentionDays, today),
    }
  })

const isBelow =
  (folder: string) =>
  (path: string): boolean =>
    path.startsWith(`${folder}/`) && !path.startsWith(`${folder}/examples/`)

/** Files of the change that a run would take for requests; of the others it is told why it would not. */
async function touchedFiles({tree, paths, settings}: ChangeToPlan) {
  if (paths === null) return {paths: null, problems: []}
  const named = paths.touched.filter(isBelow(settings.requestsDirectory))
  const entries = named.length === 0 ? [] : await findEntries(tree, named, settings.requestsDirectory)
  const refused = new Set(entries.filter(({refusal}) => refusal !== null).map(({path}) => path))
  return {
    paths: entries
      .map(({path}) => path)
      .filter((path) => isRequestName(path.slice(settings.requestsDirectory.length + 1)) && !refused.has(path)),
    problems: entries.flatMap(({path, refusal}): Problem[] =>
      refusal === null ? [] : [problemAt(refusal.code, {file: path, line: 1, column: 1, pointer: ''}, refusal.what)],
    ),
  }
}

/** A plan without a path is one of everything, so a change without a request file is planned in an empty tree. */
const planOf = (
  tree: ReadableTree,
  paths: readonly string[] | null,
  world: PlanningWorld,
  settings: Settings,
  log: Log,
): Promise<Plan> => {
  const files = paths?.length === 0 ? {...tree, list: async () => []} : tree
  return plan(files, world, settings, log, {paths: paths ?? [], write: false, ahead: true})
}

/** What the branch holds beside the change and no run has settled. */
async function pendingBeside(
  {base, settings}: ChangeToPlan,
  {touched, removed}: ProposedPaths,
  {memory}: PlanningWorld,
  context: ReadingContext,
): Promise<readonly ReplayRequest[]> {
  const changed = new Set([...touched, ...removed])
  const files = (await requestFiles(base.tree, [], settings.requestsDirectory))
    .filter(({path}) => !changed.has(path))
    .map(({path, bytes}) => ({path, bytes, blob: blobOf(bytes)}))
  const pending = new Set((await memory.pendingFiles(files)).map(({path}) => path))
  return files.flatMap(({path, bytes}) => {
    const {request} = pending.has(path) ? readRequest(bytes, path, context) : {request: null}
    return request === null ? [] : [request]
  })
}

/** Of the change alone; what overlaps on the branch already is none of its doing. */
function overlapsOf(requests: readonly ChangedRequest[], beside: readonly ReplayRequest[]): readonly Problem[] {
  const own = new Set(requests.flatMap(({paths}) => paths))
  const ids = new Set(requests.map(({request}) => request.id))
  // A copy that the branch holds is told as such.
  const others = beside.filter(({id}) => !ids.has(id))
  return overlaps(rivals([...others, ...requests.map(({request}) => request)])).filter(({place}) => own.has(place.file))
}

const riskFacts = (
  requests: readonly ChangedRequest[],
  problems: readonly Problem[],
  {counts}: RunPlan,
): RiskFacts => ({
  requests: requests.map(({request, ...rest}) => ({...rest, repeatOf: request.repeatOf})),
  sideEffectRows: counts.flatMap(({sideEffects}) => sideEffects).reduce((sum, {rows}) => sum + rows, 0),
  overlaps: problems.filter(({code}) => code === 'REQUESTS_OVERLAP').length,
  outsideRetention: requests.filter((request) => request.outsideRetention.length > 0).length,
})

const tablesOf = ({taken, counts}: RunPlan): PlannedTable[] =>
  requestRows(
    taken.flatMap(({slices}) => slices),
    counts,
  )
    .sort((a, b) => bySource(a.dataSource, b.dataSource))
    .map((rows) => tableShare(rows, counts))
