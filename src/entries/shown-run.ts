import type {RunResult} from '../commands/run.ts'
import type {Settings} from '../core/settings/settings.ts'

/** One pass, as an entry shows it. */
export interface ShownRun {
  readonly result: RunResult
  readonly settings: Settings
  /** Commit of the report by run id. */
  readonly reports: ReadonlyMap<string, string>
  readonly isRehearsal: boolean
}
