import {judgeRequest} from '../core/plan/judge.ts'
import {remainingSlices} from '../core/plan/remaining-slices.ts'
import {isError, type Problem} from '../core/problem.ts'
import {ReplayError} from '../core/replay-error.ts'
import type {ContractState} from '../core/pull-request/change-plan.ts'
import {readRequest} from '../core/request/read-request.ts'
import type {ReadingContext} from '../core/request/request.ts'
import type {Settings} from '../core/settings/settings.ts'
import type {CommitTree} from '../ports/proposals.ts'
import type {WorkTree} from '../ports/work-tree.ts'
import type {PlanningWorld} from '../steps/plan-run.ts'
import {blobOf, type Plan} from './plan.ts'
import type {PlannedRequest} from './planned-request.ts'
import {withoutContract, writeContracts} from './write-contracts.ts'

/** Files whose row contract alone keeps them from being read are planned without it. */
export interface ReadableTree extends WorkTree {
  /** What is wrong with the contract of a file that was read. */
  readonly brokenContract: (path: string) => readonly Problem[]
}

const isOfContract = ({code}: Problem): boolean => code.startsWith('EXPECT_')

export function readableTree(tree: WorkTree, context: ReadingContext): ReadableTree {
  const broken = new Map<string, readonly Problem[]>()
  return {
    ...tree,
    read: async (path) => {
      const bytes = await tree.read(path)
      const errors = bytes === null ? [] : readRequest(bytes, path, context).problems.filter(isError)
      if (bytes === null || errors.length === 0 || !errors.every(isOfContract)) return bytes
      broken.set(path, errors)
      return withoutContract({path, blob: '', bytes}).bytes
    },
    brokenContract: (path) => broken.get(path) ?? [],
  }
}

/** Reasons to leave a request out that a new row contract takes away. */
const contractReasons: readonly string[] = ['EXPECT_MISSING', 'EXPECT_OTHER_LEDGER', 'ROWS_CHANGED_SINCE_PLAN']

interface Judged {
  readonly plan: Plan
  readonly readable: ReadableTree
  /** Gets the files as they would be with their new contracts. */
  readonly tree: CommitTree
  readonly world: PlanningWorld
  readonly settings: Settings
  readonly context: ReadingContext
}

/** What the row contract of each request says, and what it should: the text that `plan --write` writes. */
export async function contractStates(judged: Judged): Promise<(request: PlannedRequest) => ContractState> {
  const {plan, world} = judged
  const refused = plan.requests.filter(({refusal}) => refusal !== null && contractReasons.includes(refusal.reason))
  const ids = refused.map(({request}) => request.id)
  const done = ids.length === 0 ? [] : (await world.memory.deleted(ids, [])).byRequest
  const states = new Map<string, ContractState>()
  for (const planned of plan.requests) {
    const doneKeys = done.filter(({requestId}) => requestId === planned.request.id)
    states.set(planned.request.id, await stateOf(planned, doneKeys, judged))
  }
  return ({request}) => states.get(request.id) ?? {kind: 'not_judged'}
}

async function stateOf(
  planned: PlannedRequest,
  doneKeys: Parameters<typeof remainingSlices>[1],
  judged: Judged,
): Promise<ContractState> {
  const {plan, readable, settings} = judged
  const {request, refusal, files} = planned
  if (refusal === null || refusal.reason === 'LIMIT_ROWS_PER_RUN') {
    if (request.expect !== null) return {kind: 'holds'}
    const broken = files.flatMap(({path}) => readable.brokenContract(path))
    return wantedState(planned, broken.length === 0 ? null : broken.map(({what}) => what).join(' '), judged)
  }
  const context = {settings: {...settings, requireExpect: false}, ledger: plan.ledger, doneKeys}
  if (!contractReasons.includes(refusal.reason)) return {kind: 'not_judged'}
  if (judgeRequest({...request, expect: null}, plan.run.counts, context) !== null) return {kind: 'not_judged'}
  return wantedState({...planned, slices: remainingSlices(request, doneKeys)}, refusal.message, judged)
}

/** @param because null: the request has no contract */
async function wantedState(
  planned: PlannedRequest,
  because: string | null,
  {plan, tree, settings, world, context}: Judged,
): Promise<ContractState> {
  const {ledger, plannedAt, run} = plan
  const asked = {counts: run.counts, ledger, plannedAt, settings, now: world.clock.now()}
  const files = []
  for (const {path} of planned.files) {
    const bytes = (await tree.read(path)) ?? new Uint8Array()
    files.push({path, bytes, blob: blobOf(bytes)})
  }
  try {
    await writeContracts(tree, [{...planned, refusal: null}], files, asked)
  } catch (error) {
    // A file that cannot take it: its author is told by `plan --write`, which says why.
    if (error instanceof ReplayError && error.code === 'FILE_UNREADABLE') return {kind: 'not_judged'}
    throw error
  }
  const [path = ''] = planned.files.map((file) => file.path)
  const wanted = readRequest((await tree.read(path)) ?? new Uint8Array(), path, context).request?.expect ?? null
  if (wanted === null) return {kind: 'not_judged'}
  return because === null
    ? {kind: 'missing', wanted}
    : {kind: 'outdated', because, before: planned.request.expect, wanted}
}
