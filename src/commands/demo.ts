import {emitCorrected} from '../demo/chapters/files.ts'
import {runAgain, runOnce, type DemoOutcome} from '../demo/chapters/replay.ts'
import {correctMistake, planRequests, writeRequests} from '../demo/chapters/requests.ts'
import {loadState} from '../demo/chapters/state.ts'
import type {DemoSite} from '../demo/site.ts'
import {expectFigure, type DemoStage} from '../demo/stage.ts'

/**
 * A replay from the wrong data to the corrected one, told as it happens, by the program's own commands.
 * @throws {ReplayError} whatever a command met; BUG when a command or a count is not as it must be
 */
export async function demo(site: DemoSite, stage: DemoStage): Promise<DemoOutcome> {
  const {commands} = stage
  const before = await stage.chapter('A small state', () => loadState(site, stage))
  await stage.chapter('Four requests', () => writeRequests(site, stage))
  await stage.chapter('validate: a mistake is found before anything happens', () => correctMistake(site, stage))
  const expected = await stage.chapter('plan: what would be deleted, row by row', () => planRequests(site, stage))
  const outcome = await stage.chapter('run: delete, archive, report', () => runOnce(site, stage, before, expected))
  await stage.chapter('run again: nothing is deleted twice', () => runAgain(site, stage))
  await stage.chapter('The corrected files come back', () => emitCorrected(site, stage))
  await stage.chapter('explain: the run in plain words', async () => {
    expectFigure('Exit code of explain', await commands.explain(outcome.runId), 0)
  })
  await stage.chapter('The report', async () => {
    stage.show((await site.repository.read('replay-reports', outcome.reportPath)) ?? '')
  })
  return outcome
}
