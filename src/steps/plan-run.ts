import type {Approve} from './approve.ts'
import {notesOfFilesInFlight} from './await-files.ts'
import {mergeRequests} from '../core/emission/merge.ts'
import {selectionsToCount} from '../core/plan/attribute.ts'
import {judgeRepeat} from '../core/plan/judge-repeat.ts'
import {judgeRequest} from '../core/plan/judge.ts'
import {judgeRun} from '../core/plan/judge-run.ts'
import {remainingSlices} from '../core/plan/remaining-slices.ts'
import type {PendingRequest, RunPlan, TakenRequest} from '../core/plan/run-plan.ts'
import {verdict, type Verdict} from '../core/plan/verdict.ts'
import type {LeftOut} from '../core/run/run-record.ts'
import type {Settings} from '../core/settings/settings.ts'
import type {World} from '../ports.ts'
import type {ReadRequests} from './read-requests.ts'

export type PlanningWorld = Pick<World, 'memory' | 'facts' | 'counter' | 'catalogue' | 'filesInFlight' | 'clock'>
type Deleted = Awaited<ReturnType<PlanningWorld['memory']['deleted']>>

/**
 * Counts what the requests select and judges each of them; reads only.
 * @param approve is asked last, and of what nothing else speaks against; left out: before a merge nobody is asked
 */
export async function planRun(
  world: PlanningWorld,
  settings: Settings,
  read: ReadRequests,
  approve: Approve = () => null,
): Promise<RunPlan> {
  const selections = selectionsToCount(read.requests.flatMap(({request}) => request.slices))
  const [ledger, deleted] = [
    await world.facts.ledgerId(),
    await world.memory.deleted(
      read.requests.map(({request}) => request.id),
      selections,
    ),
  ]
  const {open, settled} = withoutSettled(read.requests, deleted)
  const now = world.clock.now().getTime()
  const isDue = ({request}: PendingRequest) => request.notBefore === null || Date.parse(request.notBefore) <= now
  const due = open.filter(isDue)

  const dataSources = [...new Set(due.flatMap(({request}) => request.slices.map(({dataSource}) => dataSource)))]
  const checked = await world.catalogue.check(dataSources)
  const sound = selectionsToCount(due.flatMap(({slices}) => slices)).filter(
    ({dataSource}) => (checked.differences[dataSource] ?? []).length === 0,
  )
  const counts = await world.counter.count(sound)

  const judge = ({request, slices}: TakenRequest): Verdict | null => {
    const doneKeys = doneKeysOf(request.id, deleted)
    const differing = slices.flatMap(({dataSource}) => checked.differences[dataSource] ?? [])
    return (
      (differing.length > 0 ? verdict('CATALOGUE_DIFFERS', [...new Set(differing)].join(' ')) : null) ??
      judgeRepeat(request, deleted.byKey, doneKeys) ??
      judgeRequest(request, counts, {settings, ledger, doneKeys})
    )
  }
  const judged: {taken: TakenRequest; verdict: Verdict | null}[] = []
  // One after the other: a forge that is asked for a hundred at once answers none.
  for (const taken of due) judged.push(await withApproval(taken, judge(taken), () => approve(taken, counts)))
  const passed = judged.filter(({verdict: refusal}) => refusal === null).map(({taken}) => taken)
  const candidates = passed.map((taken) => ({
    ...taken,
    id: taken.request.id,
    path: taken.files[0]?.path ?? '',
  }))
  const run = judgeRun(candidates, counts, settings.limits)

  return {
    taken: run.taken.map(({request, files, slices, approval}) => ({request, files, slices, approval})),
    leftOut: [
      ...read.leftOut,
      ...judged.flatMap(({taken, verdict: refusal}) => (refusal === null ? [] : leftOut(taken, refusal))),
      ...run.leftOut.flatMap(({request, verdict: refusal}) => leftOut(request, refusal)),
    ],
    waiting: open
      .filter((taken) => !isDue(taken))
      .map(({request}) => ({path: request.path, notBefore: request.notBefore ?? ''})),
    settled,
    counts,
    documents: mergeRequests(run.taken),
    problems: read.problems,
    notes: [...checked.notes, ...(await notesOfFilesInFlight(world.filesInFlight, dataSources, settings.ingestion))],
  }
}

async function withApproval(taken: TakenRequest, refusal: Verdict | null, ask: () => ReturnType<Approve>) {
  const answer = refusal === null ? await ask() : null
  if (answer === null) return {taken, verdict: refusal}
  if ('evidence' in answer) return {taken: {...taken, approval: answer.evidence}, verdict: null}
  return {taken, verdict: verdict(answer.reason, answer.message)}
}

const doneKeysOf = (requestId: string, deleted: Deleted) =>
  deleted.byRequest.filter((done) => done.requestId === requestId)

function withoutSettled(requests: readonly PendingRequest[], deleted: Deleted) {
  const open: TakenRequest[] = []
  const settled: RunPlan['settled'][number][] = []
  for (const pending of requests) {
    const done = doneKeysOf(pending.request.id, deleted)
    const slices = remainingSlices(pending.request, done)
    if (slices.length > 0) open.push({...pending, slices, approval: null})
    else {
      const runId =
        done
          .map((key) => key.runId)
          .sort()
          .at(-1) ?? ''
      settled.push(...pending.files.map((file) => ({...file, requestId: pending.request.id, runId})))
    }
  }
  return {open, settled}
}

const leftOut = ({request, files}: PendingRequest, {reason, message}: Verdict): LeftOut[] =>
  files.map(({path, blob}) => ({path, blob, requestId: request.id, reason, message}))
