import {createNewFiles} from './adapters/local-directory/new-files.ts'
import type {QuestionTerminal} from './adapters/prompts/inquirer-questions.ts'
import {openDatabaseOf, openLedger, openPlanning, type Surroundings} from './compose.ts'
import type {Settings} from './core/settings/settings.ts'
import type {NewFiles} from './ports/new-file.ts'
import type {HeldOptions} from './ports/options.ts'
import type {Questions} from './ports/questions.ts'
import type {PlanningWorld} from './steps/plan-run.ts'

/**
 * What the database offers for selection.
 * @throws {ReplayError} DATABASE_UNREACHABLE, LEDGER_MISSING, LEDGER_OLDER, LEDGER_NEWER
 */
export async function openHeldOptions(
  {environment, runner}: Surroundings,
  settings: Settings,
): Promise<{readonly held: HeldOptions; readonly close: () => Promise<void>}> {
  const database = await openDatabaseOf(settings, environment)
  try {
    await openLedger(database, settings, runner)
    const {postgresHeldOptions} = await import('./adapters/postgres/held-keys.ts')
    return {held: postgresHeldOptions(database), close: () => database.end()}
  } catch (error) {
    await database.end()
    throw error
  }
}

/** What a new request is chosen and counted with. Throws as `openHeldOptions` does. */
export async function openPlanningAndOptions(
  surroundings: Surroundings,
  settings: Settings,
): Promise<{readonly planning: PlanningWorld; readonly held: HeldOptions; readonly close: () => Promise<void>}> {
  const planning = await openPlanning(surroundings, settings)
  try {
    const options = await openHeldOptions(surroundings, settings)
    const close = async (): Promise<void> => {
      await options.close()
      await planning.close()
    }
    return {planning: planning.world, held: options.held, close}
  } catch (error) {
    await planning.close()
    throw error
  }
}

export const openNewFiles = (root: string): NewFiles => createNewFiles(root)

/** Loaded only where somebody is asked: the prompts take 50 ms to start. */
export async function openQuestions(terminal: QuestionTerminal): Promise<Questions> {
  const {inquirerQuestions} = await import('./adapters/prompts/inquirer-questions.ts')
  return inquirerQuestions(terminal)
}
