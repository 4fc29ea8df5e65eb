import {ReplayError} from './core/replay-error.ts'
import type {RunState} from './core/run/run-record.ts'
import type {Settings} from './core/settings/settings.ts'
import type {Epoch, World} from './ports.ts'
import type {ChoosePut} from './steps/choose-put.ts'
import {executeDeletions} from './steps/delete.ts'
import {emit} from './steps/emit.ts'
import {followOutputs} from './steps/follow-outputs.ts'
import {purgeArchive} from './steps/purge-archive.ts'
import {report} from './steps/report.ts'
import {reprocess} from './steps/reprocess.ts'

interface StepContext {
  readonly world: World
  readonly settings: Settings
  readonly epoch: Epoch
  readonly runId: string
  readonly choosePut: ChoosePut
}

interface Step {
  /** The state of the ledger in which the step begins; a run that stopped there begins with it again. */
  readonly from: RunState
  /** What it changes, and where. */
  readonly changes: string
  readonly act: (context: StepContext) => Promise<void>
  /** The state that is written when it is through; null: the step writes it itself. */
  readonly to: RunState | null
}

/** A run after its submission. Every step can be done again: it finds what it did before. */
export const steps: readonly Step[] = [
  {
    from: 'submitted',
    changes: 'creates the documents in the emission store',
    act: ({world, epoch, runId, choosePut}) => emit(world, epoch, runId, choosePut),
    to: 'emitted',
  },
  {
    from: 'emitted',
    changes: 'nothing: says that deleting begins, before it does',
    act: async () => undefined,
    to: 'deleting',
  },
  {
    from: 'deleting',
    changes: 'deletes and archives rows, one transaction a deletion',
    act: ({world, settings, epoch, runId}) => executeDeletions(world, settings, epoch, runId),
    to: 'deleted',
  },
  {
    from: 'deleted',
    changes: 'writes to the ledger what is left of the slices',
    act: async ({world, epoch, runId}) => {
      world.points.reach('before-recount')
      await world.recounter.recount(epoch, runId)
      world.points.reach('recounted')
    },
    to: 'outputs',
  },
  {
    from: 'outputs',
    changes: 'writes option files, refreshes views, moves objects of periods without rows in the output store',
    act: ({world, settings, epoch, runId}) => followOutputs(world, settings, epoch, runId),
    to: 'reprocessing',
  },
  {
    from: 'reprocessing',
    changes: 'loads re-emitted files that wait in the emission store, and counts what came back',
    act: ({world, settings, epoch}) => reprocess(world, settings, epoch),
    to: 'verified',
  },
  {
    from: 'verified',
    changes: 'drops archived rows past their time, commits the report and pushes it',
    act: async ({world, settings, epoch, runId}) => {
      await purgeArchive(world, settings, epoch, runId)
      await report(world, settings, epoch, runId)
    },
    to: null,
  },
]

/**
 * Carries a run from the state that the ledger says to its report.
 * @param last steps that begin after this state are left out (a rehearsal has no report)
 */
export async function carryThrough(context: StepContext, last: RunState = 'verified'): Promise<void> {
  const {world, epoch, runId} = context
  for (;;) {
    const record = await world.journal.record(runId)
    if (record.state === 'reported') return
    if (record.state === 'requested' && record.failure === null) {
      await world.journal.fail(epoch, runId, {
        code: 'STOPPED',
        message: 'The runner was stopped before it submitted anything; nothing was emitted or deleted.',
      })
      continue
    }
    // A failed run has nothing left to do but to say so.
    const step = steps.find(({from}) => from === (record.failure === null ? record.state : 'verified'))
    if (step === undefined)
      throw new ReplayError('BUG', `Run ${runId} is in state ${record.state}, which no step begins in.`)
    if (step.from === 'verified' && last !== 'verified') return
    const isThrough = await failOrThrow(context, () => step.act(context))
    if (isThrough && step.to !== null) await world.journal.advance(epoch, runId, step.to)
    if (isThrough && step.to === 'verified') world.points.reach('verified')
  }
}

/** A conflict in the emission store stays one however often it is tried: the run ends, its open deletions are voided. */
async function failOrThrow({world, epoch, runId}: StepContext, act: () => Promise<void>): Promise<boolean> {
  try {
    await act()
    return true
  } catch (error) {
    if (!(error instanceof ReplayError) || error.code !== 'EMISSION_CONFLICT') throw error
    await world.journal.fail(epoch, runId, {code: error.code, message: error.message})
    return false
  }
}
