import type {RunPlan} from '../core/plan/run-plan.ts'
import {buildSubmission} from '../core/plan/submission.ts'
import type {Introduction} from '../core/run/run-record.ts'
import type {Settings} from '../core/settings/settings.ts'
import type {NewRun} from '../core/run/submission.ts'
import type {Epoch, World} from '../ports.ts'

/** Starts a run and freezes its plan in the ledger. After it, nothing outside can change what will be deleted. */
export async function submit(
  world: Pick<World, 'journal' | 'submissions' | 'requests' | 'points'>,
  settings: Settings,
  epoch: Epoch,
  run: NewRun,
  plan: RunPlan,
): Promise<void> {
  const introductions = new Map<string, Introduction | null>()
  for (const {files} of plan.taken) {
    const [first] = files
    if (first !== undefined) introductions.set(first.path, await world.requests.introduction(run.commit, first))
  }
  const submission = buildSubmission(plan, run.runId, settings, introductions)
  world.points.reach('before-start')
  await world.journal.start(epoch, run)
  world.points.reach('started')
  world.points.reach('before-submit')
  await world.submissions.submit(epoch, run.runId, submission)
  world.points.reach('submitted')
}
