import {exitCodes, type ErrorCode} from '../core/error-catalogue.ts'
import type {RunPlan} from '../core/plan/run-plan.ts'
import {ReplayError} from '../core/replay-error.ts'
import type {LeftOut, RunRecord} from '../core/run/run-record.ts'
import type {Settings} from '../core/settings/settings.ts'
import {carryThrough} from '../pipeline.ts'
import type {NewRun} from '../core/run/submission.ts'
import type {Epoch, Lease, World} from '../ports.ts'
import {approver} from '../steps/approve.ts'
import {putChooser} from '../steps/choose-put.ts'
import {purgeArchive} from '../steps/purge-archive.ts'
import {planRun} from '../steps/plan-run.ts'
import {readRequests} from '../steps/read-requests.ts'
import {submit} from '../steps/submit.ts'
import {onlyChosen, requireChosen, type Chosen} from './chosen-files.ts'
import {filesDone, finishPass} from './finish-pass.ts'

export interface RunOptions {
  readonly runner: string
  readonly programVersion: string
  /** Four hexadecimal digits that tell runs of the same second apart. */
  readonly nonce: () => string
  /** `YYYY-MM-DD` in the settings' zone. */
  readonly today: (settings: Settings, now: Date) => string
  /** Of the pending requests these only; what an earlier run left is finished all the same. */
  readonly only: Chosen
}

export interface RunResult {
  /** Every run that this call carried to its report, oldest first; the last may be the new one. */
  readonly runs: readonly RunRecord[]
  /** What was planned now; null when the runner did not get that far. */
  readonly plan: RunPlan | null
  /** The run that this call submitted; null: nothing new was to be done. */
  readonly submitted: string | null
  /** Of what the plan leaves out, what no run told before, or told with another reason. */
  readonly newlyLeftOut: readonly LeftOut[]
  /** Earlier runs whose reports say now what came back since, oldest first. */
  readonly renewed: readonly RunRecord[]
  /** What the pass could not finish behind its runs, which are done and reported all the same; null: nothing. */
  readonly unfinished: {readonly code: ErrorCode; readonly message: string} | null
  readonly exitCode: number
}

/** `20261101T163000Z-4f2a` */
export const runIdOf = (now: Date, nonce: string): string => `${now.toISOString().replace(/[-:]|\.\d+/g, '')}-${nonce}`

/**
 * One pass of a runner: finishes what earlier runs left, then takes the pending requests of the protected branch.
 * @param settings of the protected branch's commit
 * @throws {ReplayError} what stopped it; the ledger then says where, and the next pass goes on from there
 */
export async function run(
  world: World,
  lease: Lease,
  settings: Settings,
  commit: string,
  options: RunOptions,
): Promise<RunResult> {
  if (settings.paused) throw new ReplayError('PAUSED', 'cqube-replay.yaml says `paused: true`; nothing was started.')
  await requireChosen(world, settings, commit, options.only)
  const epoch = await lease.take()
  world.points.reach('lease-taken')
  const stopRenewing = world.clock.every((settings.run.leaseSeconds * 1000) / 3, () => {
    // A lease that could not be renewed is found lost by the next write, which changes nothing then.
    lease.renew(epoch).catch(() => undefined)
  })
  try {
    const result = await runWithLease(world, settings, commit, epoch, options)
    world.points.reach('before-release')
    return result
  } finally {
    stopRenewing()
    // It expires by itself when the database cannot be told.
    await lease.release(epoch).catch(() => undefined)
    world.points.reach('released')
  }
}

async function runWithLease(world: World, settings: Settings, commit: string, epoch: Epoch, options: RunOptions) {
  await refuseForgottenRuns(world)
  const runs: RunRecord[] = []
  const choosePut = putChooser(world, settings, options.programVersion)
  const carry = async (runId: string) => {
    await carryThrough({world, settings, epoch, runId, choosePut})
    runs.push(await world.journal.record(runId))
  }
  const openRuns = await world.facts.openRuns()
  world.points.reach('open-runs-read')
  for (const runId of openRuns) {
    world.log.progress(`Run ${runId} was left unfinished; going on with it.`)
    await carry(runId)
  }

  const plan = await planPending(world, settings, commit, epoch, options)
  let submitted: string | null = null
  if (isWorthARun(plan)) {
    if (plan.documents.length > 0) await choosePut('No run was started: nothing was submitted, emitted or deleted.')
    const newRun: NewRun = {
      runId: runIdOf(world.clock.now(), options.nonce()),
      runner: options.runner,
      engine: world.engine.name,
      programVersion: options.programVersion,
      branch: settings.git.branch,
      commit,
    }
    await submit(world, settings, epoch, newRun, plan)
    submitted = newRun.runId
    world.log.progress(`Run ${newRun.runId} submitted: ${counted(plan)}.`)
    await carry(newRun.runId)
  }
  // A pass with a run did it before the report.
  if (runs.length === 0) await purgeArchive(world, settings, epoch, null)
  const [newest] = runs.slice(-1)
  // A run that was carried through to its end has just counted; tables of millions of rows are not counted twice.
  const hasCounted = newest?.failure === null
  const {renewed, unfinished} = await finishPass(world, settings, epoch, {
    doneFiles: newest === undefined ? [] : filesDone(plan.taken, newest),
    hasCounted,
  })
  const exitCode = exitCodeOf(runs, plan)
  return {
    runs,
    plan,
    submitted,
    newlyLeftOut: plan.newlyLeftOut,
    renewed,
    unfinished: unfinished === null ? null : {code: unfinished.code, message: unfinished.message},
    exitCode: unfinished === null || exitCode !== exitCodes.done ? exitCode : unfinished.exitCode,
  }
}

/** A report in Git whose run the ledger does not know: it was restored, and would delete again what is deleted. */
async function refuseForgottenRuns(world: World): Promise<void> {
  const known = await world.reports.known()
  const forgotten = await world.facts.unknownRuns(known.map(({runId}) => runId))
  if (forgotten.length === 0) return
  const ledgers = [...new Set(known.filter(({runId}) => forgotten.includes(runId)).map(({ledger}) => ledger))].join(
    ', ',
  )
  throw new ReplayError(
    'LEDGER_BEHIND_GIT',
    `The reports branch holds ${forgotten.length} run(s) that this database's ledger ${await world.facts.ledgerId()} ` +
      `does not know (ledger ${ledgers}), the last being ${[...forgotten].sort().at(-1) ?? ''}. Nothing was started.`,
  )
}

async function planPending(world: World, settings: Settings, commit: string, epoch: Epoch, options: RunOptions) {
  const listed = await world.requests.list(commit)
  const unsettled = await world.memory.pendingFiles([...listed.files, ...listed.refused])
  const refusedPaths = new Set(listed.refused.map(({path}) => path))
  const pending = unsettled.filter(({path}) => !refusedPaths.has(path))
  const bytes = await world.requests.read(pending.map(({blob}) => blob))
  const files = pending.map(({path, blob}) => ({path, blob, bytes: bytes.get(blob) ?? new Uint8Array()}))
  const read = readRequests(files, {
    today: options.today(settings, world.clock.now()),
    addedSources: settings.addedSources,
  })
  const told = new Map(unsettled.map(({path, leftOutBefore}) => [path, leftOutBefore]))
  world.log.progress(`${pending.length} of ${listed.files.length} request files need a look; counting …`)
  const approve = approver(world, settings, commit)
  const chosen = onlyChosen({...read, leftOut: [...listed.refused, ...read.leftOut]}, options.only)
  const plan = await planRun(world, settings, chosen, approve)
  await world.memory.settleFiles(epoch, plan.settled)
  world.points.reach('files-settled')
  world.points.reach('planned')
  return {...plan, newlyLeftOut: plan.leftOut.filter(({path, reason}) => told.get(path) !== reason)}
}

const counted = ({taken, documents}: RunPlan): string =>
  [`${taken.length} request`, `${documents.length} document`]
    .map((of) => (of.startsWith('1 ') ? of : `${of}s`))
    .join(', ')

/** A refusal that the latest run already reported, word for word, is no reason for one more report every night. */
const isWorthARun = ({taken, newlyLeftOut}: RunPlan & Pick<RunResult, 'newlyLeftOut'>): boolean =>
  taken.length > 0 || newlyLeftOut.length > 0

function exitCodeOf(runs: readonly RunRecord[], plan: RunPlan): number {
  const isRefused = runs.some(({failure, deletions}) =>
    // What NiFi met before it deleted all the same is told, and was no refusal.
    [failure, ...deletions.filter(({state}) => state !== 'DONE').map((deletion) => deletion.failure)].some(
      (met) => met !== null && !isPlannedAgain(met) && !isNotDone(met),
    ),
  )
  const reasons = plan.leftOut.map(({reason}) => reason)
  const hasRefusedRequest = reasons.some((reason) => !['REQUEST_INVALID', 'APPROVAL_UNKNOWN'].includes(reason))
  if (isRefused || hasRefusedRequest) return exitCodes.refused
  // Nobody said no: it could not be found out, and the next run asks again.
  if (reasons.includes('APPROVAL_UNKNOWN')) return exitCodes.remoteFailed
  // What an earlier run did not get done was planned again by this pass.
  if (runs.at(-1)?.deletions.some(({state, failure}) => state === 'VOID' && failure !== null && isNotDone(failure)))
    return exitCodes.remoteFailed
  return plan.leftOut.length > 0 ? exitCodes.problems : exitCodes.done
}

/** What stopped before anything was submitted, or was voided for its age, refused nothing: this pass planned it again. */
const isPlannedAgain = ({code}: {readonly code: string}): boolean => ['STOPPED', 'DELETION_VOID'].includes(code)

/** Voided since NiFi did not do it in its time; the next run plans it again. */
const isNotDone = ({code}: {readonly code: string}): boolean => code === 'NIFI_NOT_DONE'
